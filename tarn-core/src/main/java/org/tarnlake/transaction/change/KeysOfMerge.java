package org.tarnlake.transaction.change;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.transaction.InsertedKeys;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/**
 * Looks for the keys that a merge inserted in files of others.
 *
 * @param isInserted whether a key that has no null is, or may be, one of them
 * @param range a condition that is true for all rows with such keys; null if there is none
 */
record KeysOfMerge(
    Workspace workspace,
    OwnTable table,
    MergePlan plan,
    Test isInserted,
    @Nullable BoundPredicate range)
    implements InsertedKeys {
  /** Whether the key of a row was inserted. */
  @FunctionalInterface
  interface Test {
    boolean isInserted(Vector[] keys, int row);
  }

  @Override
  public String tableId() {
    return table.id();
  }

  @Override
  public @Nullable String in(AddFile file) {
    if (range != null
        && !new FilePruner(table.head().schema(), table.head().columnMapping(), range)
            .mayMatch(file)) {
      return null;
    }
    StructType keys =
        new StructType(plan.keys().stream().map(key -> plan.columns().table().field(key)).toList());
    TableScan scan =
        new TableScan(
            table.location(),
            table.head().schema(),
            table.head().columnMapping(),
            TableFiles.of(List.of(file)),
            List.of(),
            keys,
            range,
            Long.MAX_VALUE);
    LakeContext lake = workspace.lake();
    try (ScanCursor rows = scan.open(lake.dataFiles(), lake.environment().background())) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        String found = key(plan.tableKeys(batch), batch.rowCount());
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable String key(Vector[] keys, int count) {
    for (int row = 0; row < count; row++) {
      if (!KeyBytes.isNull(keys, row) && isInserted.isInserted(keys, row)) {
        return plan.keyText(keys, row);
      }
    }
    return null;
  }
}
