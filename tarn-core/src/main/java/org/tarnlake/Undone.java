package org.tarnlake;

import java.util.List;
import org.tarnlake.argument.Argument;

/**
 * What {@link Transaction#restore(Table)} and its like do. Immutable.
 *
 * @param tables whose rows, schema or properties become others, under the names that they have then
 * @param broughtBack names of tables that were dropped and come back
 * @param dropped names of tables that go
 * @param renamed tables that get another name
 */
public record Undone(
    List<TableRows> tables,
    List<String> broughtBack,
    List<String> dropped,
    List<LakeCommit.Renamed> renamed) {
  public Undone {
    tables = Argument.copy(tables, "tables", "TableRows");
    broughtBack = Argument.copy(broughtBack, "broughtBack", "tables' names");
    dropped = Argument.copy(dropped, "dropped", "tables' names");
    renamed = Argument.copy(renamed, "renamed", "Renamed");
  }

  /** Whether nothing is done. */
  public boolean isNothing() {
    return tables.isEmpty() && broughtBack.isEmpty() && dropped.isEmpty() && renamed.isEmpty();
  }

  /**
   * What becomes of one table.
   *
   * @param rowsBack rows that come back; -1 if the statistics of a file do not say
   * @param rowsGone rows that go; -1 if the statistics of a file do not say
   * @param filesBack without those that stay and get rows back
   * @param filesGone without those that stay and lose rows
   * @param changesSchema whether columns or properties become others, too
   */
  public record TableRows(
      String name,
      long rowsBack,
      long rowsGone,
      int filesBack,
      int filesGone,
      boolean changesSchema) {
    public TableRows {
      Argument.require(name, "name", "a table's name");
    }
  }
}
