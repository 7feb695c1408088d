package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.RowPlaces;
import org.tarnlake.table.scan.TrackedRows;
import org.tarnlake.table.write.ComputedColumns;
import org.tarnlake.transaction.NewRows;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/** Changes rows: they go, and come back with other values. Stateless. */
public final class UpdateStatement {
  private UpdateStatement() {}

  /**
   * Changes rows of a table within a transaction. What fails, changes nothing.
   *
   * @param assignments by the column's position; each sees the row as it was
   * @param predicate which rows; null for all
   * @return how many
   */
  public static long run(
      Workspace workspace,
      OwnTable table,
      Map<Integer, Assignment> assignments,
      @Nullable BoundPredicate predicate) {
    workspace.requireChangeable(table);
    StructType columns = table.head().schema().columns();
    Map<Integer, Assignment> all = new HashMap<>(assignments);
    for (int ordinal : ComputedColumns.of(table.name().toString(), table.head()).generated()) {
      all.computeIfAbsent(ordinal, each -> Assignment.ofNull(columns.field(each)));
    }
    return workspace.searching(table, () -> update(workspace, table, all, predicate));
  }

  private static long update(
      Workspace workspace,
      OwnTable table,
      Map<Integer, Assignment> assignments,
      @Nullable BoundPredicate predicate) {
    StructType columns = table.head().schema().columns();
    RowFinder finder = new RowFinder(workspace, table, predicate);
    NewRows changed = workspace.statementRows(table);
    boolean done = false;
    try {
      finder.forEach(columns, placed -> change(finder, placed, changed, assignments));
      if (finder.count() > 0) {
        workspace.change(
            table, DeleteStatement.statement("UPDATE", predicate), finder.taken(), changed);
      }
      done = true;
    } finally {
      if (!done) {
        changed.discard();
      }
    }
    return finder.count();
  }

  /** Takes rows of one file, or of one batch in memory, and puts their new versions. */
  private static void change(
      RowFinder finder, Batch placed, NewRows changed, Map<Integer, Assignment> assignments) {
    Batch rows = changed(RowPlaces.drop(placed), assignments);
    if (finder.isInsertedHere(placed, 0)) {
      changed.insert(rows);
    } else {
      changed.update(rows, TrackedRows.ids(placed));
    }
    finder.takeUpdated(placed, null);
  }

  /** Rows with other values in some columns. */
  static Batch changed(Batch rows, Map<Integer, Assignment> assignments) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < rows.type().size(); c++) {
      Assignment assignment = assignments.get(c);
      vectors.add(assignment == null ? rows.vector(c) : assignment.values(rows));
    }
    return new Batch(rows.type(), vectors, rows.rowCount());
  }
}
