package org.tarnlake.maintenance;

import java.util.Objects;

/**
 * One thing that a repair does, or cannot do. Immutable.
 *
 * @param object that is moved aside or published
 * @param why it has to be
 * @param lakeVersion of the entry that ratified what is published; else -1
 * @param tableVersion of the commit that nobody ratified; else -1
 */
public record RepairStep(
    Kind kind, String object, String why, long lakeVersion, long tableVersion) {

  /** What is done. */
  public enum Kind {
    /** The object goes to {@code _tarn/lost+found/}. */
    MOVE_ASIDE,
    /** The object is written from the lake's log. */
    PUBLISH,
    /** Nothing here can mend it. */
    LEAVE
  }

  public RepairStep {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(why, "why");
  }
}
