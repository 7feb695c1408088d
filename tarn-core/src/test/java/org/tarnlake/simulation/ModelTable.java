package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table should hold. Immutable.
 *
 * @param birth tells it from other tables of its name
 * @param rows in the order of their commits; they may hold values in columns that were dropped, and
 *     may come back
 * @param columns behind the first two
 */
record ModelTable(long birth, List<Row> rows, List<Column> columns) {
  ModelTable {
    rows = Collections.unmodifiableList(rows);
    columns = List.copyOf(columns);
  }

  /** One of the first two columns only. */
  ModelTable(long birth, List<Row> rows) {
    this(birth, rows, List.of());
  }

  private ModelTable withRows(List<Row> others) {
    return new ModelTable(birth, others, columns);
  }

  /** As this table was at another time, with what is known since of its rows' dropped columns. */
  ModelTable with(List<Row> known) {
    return withRows(rows.stream().map(row -> row.with(known)).toList());
  }

  ModelTable with(Row row) {
    List<Row> more = new ArrayList<>(rows.size() + 1);
    more.addAll(rows);
    more.add(row);
    return withRows(more);
  }

  /** The value of a key that has one, or null. */
  @Nullable Long register(long key) {
    return register(rows, key);
  }

  /** The value of a key among rows, the smallest one if it has several; or null. */
  static @Nullable Long register(List<Row> rows, long key) {
    Long found = null;
    for (Row row : rows) {
      if (row.key() == key && (found == null || row.value() < found)) {
        found = row.value();
      }
    }
    return found;
  }

  /** The table with another row of a key, or without one. */
  ModelTable with(long key, @Nullable Row row) {
    List<Row> others = new ArrayList<>(rows);
    others.removeIf(each -> each.key() == key);
    if (row != null) {
      others.add(row);
    }
    return withRows(others);
  }

  /** The rows that a scan for a key, or for all, yields: by key, each key's in their order. */
  List<Row> scan(@Nullable Long key) {
    List<Row> found = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (key == null || row.key() == key || row.key() == Row.BIRTH) {
        found.add(row.in(columns));
      }
    }
    return byKey(found);
  }

  /** Whether both have the same columns and rows, however they are stored. */
  boolean looksLike(ModelTable other) {
    return columns.equals(other.columns) && sorted(scan(null)).equals(sorted(other.scan(null)));
  }

  /** Rows in one order, however they are stored. */
  static List<Row> sorted(List<Row> rows) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(Row::key).thenComparingLong(Row::value));
    return sorted;
  }

  /** Rows by key, each key's in their order: tables may store the rows of each key apart. */
  static List<Row> byKey(List<Row> rows) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(Row::key));
    return sorted;
  }
}
