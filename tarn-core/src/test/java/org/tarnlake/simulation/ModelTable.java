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
 * @param rows in the order of their commits
 */
record ModelTable(long birth, List<Row> rows) {
  ModelTable {
    rows = Collections.unmodifiableList(rows);
  }

  ModelTable with(Row row) {
    List<Row> more = new ArrayList<>(rows.size() + 1);
    more.addAll(rows);
    more.add(row);
    return new ModelTable(birth, more);
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

  /** The table with another value of a key, or without one. */
  ModelTable with(long key, @Nullable Long value) {
    List<Row> others = new ArrayList<>(rows);
    others.removeIf(row -> row.key() == key);
    if (value != null) {
      others.add(new Row(key, value));
    }
    return new ModelTable(birth, others);
  }

  /** The rows that a scan for a key, or for all, yields: by key, each key's in their order. */
  List<Row> scan(@Nullable Long key) {
    List<Row> found = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (key == null || row.key() == key || row.key() == Row.BIRTH) {
        found.add(row);
      }
    }
    return byKey(found);
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
