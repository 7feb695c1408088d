package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.TableName;

/**
 * Appends of a transaction, the only thing that it may do before it is settled which version it
 * reads. Nothing is refused for what others may have changed meanwhile: that is looked up before.
 * One thread at a time.
 */
public final class Appends {
  private final Workspace workspace;
  private final OwnRows rows;
  private final ReadState read;

  /** Where rows go, by the names as they were given, which are parsed once. */
  private final Map<String, OwnTable> targets = new HashMap<>();

  Appends(Workspace workspace, OwnRows rows, ReadState read) {
    this.workspace = workspace;
    this.rows = rows;
    this.read = read;
  }

  /**
   * The table of a name, to append to, whichever version is read in the end. Throws
   * InvalidDataException if there is none.
   */
  public OwnTable target(TableName name) {
    try {
      if (workspace.find(name) == null) {
        workspace.settle();
      }
    } catch (TarnException e) {
      // It may be another table by now, or none.
      if (!workspace.settle()) {
        throw e;
      }
    }
    return workspace.require(name);
  }

  /** Appends a row to the table of a name. Throws InvalidDataException as the next one. */
  public void row(String name, @Nullable Object[] row) {
    OwnTable table = targets.get(name);
    if (table == null) {
      table = target(TableName.parse(name));
      targets.put(name, table);
    }
    row(table, row, false);
  }

  /** Appends a row to a table. Throws InvalidDataException if the row breaks the schema. */
  public void row(OwnTable table, @Nullable Object[] row, boolean isChecked) {
    try {
      rows.grown(writer(table).append(row, isChecked));
    } catch (InvalidDataException e) {
      throw refused(e);
    }
  }

  /**
   * Appends the rows of a batch, and returns their number. Throws InvalidDataException if one
   * breaks the schema.
   */
  public long batch(OwnTable table, Batch batch) {
    try {
      rows.grown(writer(table).append(batch));
      return batch.rowCount();
    } catch (InvalidDataException e) {
      throw refused(e);
    }
  }

  private TableWriter writer(OwnTable table) {
    rows.requireNotBusy(table);
    NewRows known = rows.find(table);
    if (known != null) {
      return known.inserted();
    }
    workspace.requirePresent(table);
    OwnTable now = read.hasMoved() ? workspace.findById(table.id()) : table;
    if (now == null || !now.name().equals(table.name())) {
      throw new ConflictException(
          "table %s was renamed, dropped or detached by another transaction; run this one again"
              .formatted(table.name()));
    }
    try {
      return rows.of(now).inserted();
    } catch (TarnException e) {
      throw refused(e);
    }
  }

  /**
   * What is told instead of an error: a conflict if others changed a table meanwhile, so that there
   * may be none when the transaction is run again.
   */
  TarnException refused(TarnException e) {
    var known = workspace.found();
    if (workspace.settle() && !known.stream().allMatch(this::isSame)) {
      return new ConflictException(
          "%s; but others have changed the table meanwhile: run the transaction again"
              .formatted(e.getMessage()),
          e);
    }
    return e;
  }

  private boolean isSame(OwnTable known) {
    OwnTable now = workspace.findById(known.id());
    return now != null && now.name().equals(known.name()) && now.head().equals(known.head());
  }

  void forgetFound() {
    targets.clear();
  }
}
