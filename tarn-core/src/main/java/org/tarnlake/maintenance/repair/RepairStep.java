package org.tarnlake.maintenance.repair;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.publish.UnfinishedDetachment;
import org.tarnlake.table.action.DeltaNames;

/**
 * One thing that a repair does, or cannot do. Immutable.
 *
 * @param object that is moved aside or published
 * @param why it has to be
 * @param table whose folder holds it, as of the plan; null if the lake's own or a detached one's
 * @param lakeVersion of the entry that ratified what is published; else -1
 * @param isBeyond whether it is of a version that the lake's log does not have
 */
public record RepairStep(
    Kind kind,
    String object,
    String why,
    @Nullable CatalogTable table,
    long lakeVersion,
    boolean isBeyond) {

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

  /** What is left of a step that the store did not take. */
  RepairStep failed(String reason) {
    return new RepairStep(Kind.LEAVE, object, reason, table, lakeVersion, isBeyond);
  }

  /** What is done for a table that was detached: one of its versions, or -1 for its log. */
  static RepairStep detached(Kind kind, UnfinishedDetachment table, long version, String why) {
    String object =
        version < 0
            ? DeltaNames.log(table.location())
            : DeltaNames.commit(table.location(), version);
    return new RepairStep(kind, object, why, null, table.lakeVersion(), false);
  }

  /** Whether it publishes a commit of a table that was detached. */
  boolean isOfDetached() {
    return kind == Kind.PUBLISH && table == null;
  }
}
