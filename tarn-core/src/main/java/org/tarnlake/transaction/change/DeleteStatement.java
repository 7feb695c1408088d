package org.tarnlake.transaction.change;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;

/** Deletes rows. Stateless. */
public final class DeleteStatement {
  private DeleteStatement() {}

  /**
   * Deletes rows of a table within a transaction. What fails, changes nothing.
   *
   * @param predicate which rows; null for all
   * @return how many
   */
  public static long run(Workspace workspace, OwnTable table, @Nullable BoundPredicate predicate) {
    workspace.requireChangeable(table);
    return workspace.searching(table, () -> delete(workspace, table, predicate));
  }

  private static long delete(
      Workspace workspace, OwnTable table, @Nullable BoundPredicate predicate) {
    RowFinder finder = new RowFinder(workspace, table, predicate);
    finder.takeWholeFiles();
    finder.forEach(RowFinder.NO_COLUMNS, placed -> finder.take(placed, null));
    if (finder.count() > 0) {
      workspace.change(table, statement("DELETE", predicate), finder.taken(), null);
    }
    return finder.count();
  }

  /** The words of a statement with a condition, as Spark writes them. */
  static Statement statement(String operation, @Nullable BoundPredicate predicate) {
    String text = predicate == null ? "true" : predicate.toString();
    return new Statement(operation, Map.of("predicate", JsonWriter.text(List.of(text))));
  }
}
