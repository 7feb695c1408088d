package org.tarnlake.transaction.undo;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.VectorRules;
import org.tarnlake.transaction.LakeContext;

/**
 * The versions after one that is to be reverted, in which something was built upon it. Immutable.
 *
 * @param reverted which one
 * @param newest the last version that counts
 */
record Later(LakeContext lake, long reverted, long newest) {

  /** Why the version is not reverted. */
  InvalidDataException refused(String why) {
    return new InvalidDataException(
        "%s %s cannot be reverted: %s; nothing was changed; 'restore' makes tables what they were, whatever came since"
            .formatted(lake.log().format().versionWord(), reverted, why));
  }

  /** The first version that did something to a file of a table. */
  String whoTouched(String tableId, String path) {
    return who(entry -> touches(entry.actions(tableId), path));
  }

  /** The first version that committed to a table. */
  String whoCommitted(String tableId) {
    return who(entry -> entry.entry().tableCommit(tableId) != null);
  }

  /** The first version that gave a table other columns or properties than its first vector does. */
  String whoAltered(String tableId) {
    return who(
        entry -> {
          TableCommit commit = entry.entry().tableCommit(tableId);
          long version = entry.entry().lakeVersion();
          TableHead before = commit == null ? null : head(version - 1, tableId);
          TableHead after = commit == null ? null : head(version, tableId);
          return before != null && after != null && !VectorRules.onlyEnables(before, after);
        });
  }

  private @Nullable TableHead head(long version, String tableId) {
    LakeState state = lake.log().at(version);
    CatalogTable table = state.catalog().findById(tableId);
    return table == null ? null : lake.loader().head(table, state);
  }

  /** The first version that gave a table another name. */
  String whoRenamed(String tableId) {
    return who(entry -> changes(entry, tableId, false));
  }

  /** The first version that gave a table this name. */
  String whoNamed(String tableId, TableName name) {
    return who(
        entry ->
            entry.entry().changes().stream()
                .filter(change -> change.tableId().equals(tableId) && !change.isDeparture())
                .anyMatch(change -> change.nameAfter().equals(name)));
  }

  /** The first version with which a table left the lake. */
  String whoRemoved(String tableId) {
    return who(entry -> changes(entry, tableId, true));
  }

  private String who(Predicate<RatifiedEntry> did) {
    LakeLog log = lake.log();
    for (long version = reverted + 1; version <= newest; version++) {
      if (did.test(log.entry(version))) {
        return "%s %s".formatted(log.format().versionWord(), version);
      }
    }
    return "this transaction";
  }

  private static boolean touches(List<Action> actions, String path) {
    for (Action action : actions) {
      if ((action instanceof AddFile add && FileKey.of(add).path().equals(path))
          || (action instanceof RemoveFile remove && FileKey.of(remove).path().equals(path))) {
        return true;
      }
    }
    return false;
  }

  private static boolean changes(RatifiedEntry entry, String tableId, boolean isDeparture) {
    return entry.entry().changes().stream()
        .filter(change -> change.tableId().equals(tableId))
        .anyMatch(change -> change.isDeparture() == isDeparture);
  }
}
