package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * Holds the values of one column of a file, and of all within it, against NOT NULL and against the
 * file's statistics. One thread at a time.
 */
final class ColumnCheck {
  private final String name;
  private final boolean nullable;
  private final @Nullable Range range;
  private final List<ColumnCheck> children = new ArrayList<>();
  private long nulls;
  private long forbiddenNulls;
  private long outside;
  private @Nullable Object firstOutside;

  private ColumnCheck(String name, boolean nullable, @Nullable Range range) {
    this.name = name;
    this.nullable = nullable;
    this.range = range;
  }

  /** The check of a field within the structs {@code around} it. */
  static ColumnCheck of(List<String> around, Field field, StatisticsLookup statistics) {
    List<String> path = new ArrayList<>(around);
    path.add(field.name());
    String name = String.join(".", path);
    if (field.type() instanceof StructType struct) {
      ColumnCheck check = new ColumnCheck(name, field.nullable(), null);
      struct.fields().forEach(child -> check.children.add(of(path, child, statistics)));
      return check;
    }
    return within(name, field.type(), field.nullable(), statistics.range(path));
  }

  /** The check of NOT NULL alone, for rows that are there. */
  static ColumnCheck ofNulls(Field field) {
    return within(field.name(), field.type(), field.nullable(), null);
  }

  /** The same without the check of NOT NULL, for rows of which some are gone. */
  ColumnCheck ofStatistics() {
    ColumnCheck check = new ColumnCheck(name, true, range);
    children.forEach(child -> check.children.add(child.ofStatistics()));
    return check;
  }

  /** The check of what is in a list or map, or of a scalar; only the latter has statistics. */
  private static ColumnCheck within(
      String name, DataType type, boolean nullable, @Nullable Range range) {
    ColumnCheck check = new ColumnCheck(name, nullable, range);
    if (type instanceof StructType struct) {
      for (Field field : struct.fields()) {
        String child = name + "." + field.name();
        check.children.add(within(child, field.type(), field.nullable(), null));
      }
    } else if (type instanceof ListType list) {
      check.children.add(within(name + ".element", list.element(), list.elementNullable(), null));
    } else if (type instanceof MapType map) {
      check.children.add(within(name + ".key", map.key(), false, null));
      check.children.add(within(name + ".value", map.value(), map.valueNullable(), null));
    }
    return check;
  }

  /** Takes the values of some more rows. */
  void take(Vector values) {
    take(values, null);
  }

  private void take(Vector values, @Nullable Vector parent) {
    boolean compare =
        children.isEmpty() && range != null && (range.min() != null || range.max() != null);
    for (int i = 0; i < values.size(); i++) {
      if (values.isNull(i)) {
        nulls++;
        forbiddenNulls += nullable || (parent != null && parent.isNull(i)) ? 0 : 1;
      } else if (compare) {
        compare(values.canonicalAt(i));
      }
    }
    if (values instanceof StructVector struct) {
      for (int c = 0; c < children.size(); c++) {
        children.get(c).take(struct.child(c), struct);
      }
    } else if (values instanceof ListVector list) {
      children.get(0).take(list.elements(), null);
    } else if (values instanceof MapVector map) {
      children.get(0).take(map.keys(), null);
      children.get(1).take(map.values(), null);
    }
  }

  private void compare(@Nullable Object value) {
    Range known = range;
    if (value == null || known == null) {
      return;
    }
    boolean nan = value instanceof Number number && Double.isNaN(number.doubleValue());
    if (nan && known.nanPossible()) {
      return;
    }
    Object min = known.min();
    Object max = known.max();
    if ((min != null && ValueOrder.compare(value, min) < 0)
        || (max != null && ValueOrder.compare(value, max) > 0)) {
      firstOutside = outside == 0 ? value : firstOutside;
      outside++;
    }
  }

  /** What was wrong with the values so far, those within this column included. */
  List<String> flaws() {
    List<String> flaws = new ArrayList<>();
    if (forbiddenNulls > 0) {
      flaws.add("column '%s' is NOT NULL, but null %s times".formatted(name, forbiddenNulls));
    }
    if (outside > 0) {
      flaws.add(
          "column '%s' has %s values, the first %s, outside what its statistics say"
              .formatted(name, outside, shown(firstOutside)));
    }
    if (range != null && range.nullCount() >= 0 && range.nullCount() != nulls) {
      flaws.add(
          "column '%s' is null %s times, but its statistics say %s"
              .formatted(name, nulls, range.nullCount()));
    }
    children.forEach(child -> flaws.addAll(child.flaws()));
    return flaws;
  }

  private static String shown(@Nullable Object value) {
    return value instanceof byte[] bytes ? bytes.length + " bytes" : "'" + value + "'";
  }
}
