package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Rows;
import org.tarnlake.Scan;

/**
 * A row of a table: a value in the list of a key. Immutable.
 *
 * @param value unique in a run
 * @param others what it holds in columns that were added, by their births; nothing where it is null
 */
record Row(long key, long value, Map<Long, Long> others) {
  /** The key of a table's first row, whose value tells this table from others of its name. */
  static final long BIRTH = -1;

  /**
   * From this key on a key has a value instead of a list: it has one row at most, which goes and
   * changes. The history checker knows nothing of these.
   */
  static final long FIRST_REGISTER = 1000;

  Row {
    others = Collections.unmodifiableMap(new TreeMap<>(others));
  }

  Row(long key, long value) {
    this(key, value, Map.of());
  }

  /** As it was read. */
  static Row of(org.tarnlake.row.Row read) {
    Map<Long, Long> others = new TreeMap<>();
    List<Column> columns = Column.of(read.type());
    for (int i = 0; i < columns.size(); i++) {
      if (read.get(2 + i) instanceof Number value) {
        others.put(columns.get(i).birth(), value.longValue());
      }
    }
    return new Row(read.getLong("k"), read.getLong("v"), others);
  }

  /** The rows of a table for a key, or all, and its columns; its first row is among them. */
  static ModelTable read(Scan all, @Nullable Long key) {
    Scan scan = key == null ? all : all.where("k = %d or k = %d".formatted(key, BIRTH));
    List<Row> found = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        found.add(of(rows));
      }
      List<Row> sorted = ModelTable.byKey(found);
      long birth = sorted.isEmpty() ? -1 : sorted.get(0).value;
      return new ModelTable(birth, sorted, Column.of(rows.type()));
    }
  }

  /** With something in most other columns. */
  Row filled(List<Column> columns) {
    Map<Long, Long> filled = new TreeMap<>();
    for (Column column : columns) {
      if ((value + column.birth()) % 4 != 0) {
        filled.put(column.birth(), column.valueFor(value));
      }
    }
    return new Row(key, value, filled);
  }

  boolean isRegister() {
    return key >= FIRST_REGISTER;
  }

  /** Whether it is this row, whatever is known of its other columns. */
  boolean is(Row other) {
    return key == other.key && value == other.value;
  }

  /** What is seen of it in a table of these columns. */
  Row in(List<Column> columns) {
    Map<Long, Long> seen = new TreeMap<>();
    for (Column column : columns) {
      Long value = others.get(column.birth());
      if (value != null) {
        seen.put(column.birth(), value);
      }
    }
    return seen.size() == others.size() ? this : new Row(key, value, seen);
  }

  /** With what is known of it from another time, when its table had other columns. */
  Row with(List<Row> known) {
    for (Row other : known) {
      if (is(other) && !others.keySet().containsAll(other.others.keySet())) {
        Map<Long, Long> all = new TreeMap<>(other.others);
        all.putAll(others);
        return new Row(key, value, all);
      }
    }
    return this;
  }
}
