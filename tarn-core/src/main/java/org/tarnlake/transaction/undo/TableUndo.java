package org.tarnlake.transaction.undo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Rewind;
import org.tarnlake.transaction.Workspace;

/**
 * What is to become of a table that is brought back to what it was. Whatever could be refused was
 * looked at, and nothing has changed yet. Immutable.
 *
 * @param tableId of the table
 * @param counts what comes and goes, compared with the version that the transaction reads
 * @param rewind null if nothing is to be done
 */
public record TableUndo(String tableId, Restored counts, @Nullable Rewind rewind) {
  public TableUndo {
    Objects.requireNonNull(tableId, "tableId");
    Objects.requireNonNull(counts, "counts");
  }

  /** Does it. Returns the table, under the name that it has by now. */
  public OwnTable apply(Workspace workspace) {
    OwnTable table = Objects.requireNonNull(workspace.findById(tableId));
    if (rewind != null) {
      workspace.rewind(table, rewind);
    }
    return table;
  }
}
