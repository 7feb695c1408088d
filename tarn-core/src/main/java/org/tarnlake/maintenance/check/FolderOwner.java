package org.tarnlake.maintenance.check;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.Metadata;

/**
 * Tells whether the folder of a table is that of another one of the lake: where folders were
 * swapped, every file in them is wrong, and none is damaged. Pure.
 */
public final class FolderOwner {
  /** What is said of a commit that the lake did not ratify. */
  public static final String BEFORE_ATTACH =
      "it is of the time before the table was attached, so the lake does not hold it; copy it from a backup";

  /** What is said of a folder that is not there. */
  public static final String MISSING = "it is missing or empty; restore it from a backup";

  private FolderOwner() {}

  /**
   * What is wrong with a folder; null if nothing can be told.
   *
   * @param firstCommit the oldest commit that its log has; null if that cannot be read
   * @param nameOf the name of the lake's table with an id; null if there is none
   */
  public static @Nullable String flaw(
      byte @Nullable [] firstCommit, String tableId, Function<String, @Nullable String> nameOf) {
    if (firstCommit == null) {
      return null;
    }
    try {
      for (Action action : CommitLines.ofBytes(firstCommit).actions("", 1)) {
        if (action instanceof Metadata metadata && !metadata.id().equals(tableId)) {
          String other = nameOf.apply(metadata.id());
          return other == null
              ? null
              : "the folder is that of table %s; put the right folder back".formatted(other);
        }
      }
    } catch (TarnException e) {
      // What cannot be read tells of no table; that it cannot be read is told elsewhere.
      return null;
    }
    return null;
  }
}
