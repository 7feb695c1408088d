package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;

/** A condition that is true for all rows with some keys, by which files are passed over. */
final class KeyRange {
  /** So few keys are looked for one by one. */
  private static final int VALUES_MAX = 2000;

  private KeyRange() {}

  /**
   * The condition; null if there is none.
   *
   * @param table the columns
   * @param positions of the keys among them
   * @param keys by which to look, nulls among them, which match nothing
   * @param count how many rows of these
   */
  static @Nullable Predicate of(
      StructType table, List<Integer> positions, Vector[] keys, int count) {
    List<Predicate> all = new ArrayList<>();
    for (int k = 0; k < keys.length; k++) {
      Predicate each = of(Columns.quoted(table.field(positions.get(k)).name()), keys[k], count);
      if (each != null) {
        all.add(each);
      }
    }
    return all.isEmpty() ? null : all.size() == 1 ? all.get(0) : new Predicate.And(all);
  }

  private static @Nullable Predicate of(String column, Vector key, int count) {
    DataType type = key.type();
    if (type == DataType.FLOAT || type == DataType.DOUBLE || type == DataType.BOOLEAN) {
      return null;
    }
    if (count <= VALUES_MAX) {
      List<Object> values = new ArrayList<>();
      for (int row = 0; row < count; row++) {
        Object value = key.valueAt(row);
        if (value != null) {
          values.add(value);
        }
      }
      return Predicate.in(column, values);
    }
    int least = -1;
    int greatest = -1;
    for (int row = 0; row < count; row++) {
      if (!key.isNull(row)) {
        least = least < 0 || compare(key, row, least) < 0 ? row : least;
        greatest = greatest < 0 || compare(key, row, greatest) > 0 ? row : greatest;
      }
    }
    return least < 0
        ? Predicate.in(column)
        : Predicate.ge(column, key.valueAt(least)).and(Predicate.le(column, key.valueAt(greatest)));
  }

  private static int compare(Vector key, int row, int other) {
    if (key instanceof BytesVector texts) {
      return Arrays.compareUnsigned(
          texts.data(),
          texts.startAt(row),
          texts.endAt(row),
          texts.data(),
          texts.startAt(other),
          texts.endAt(other));
    }
    return key instanceof DecimalVector
        ? key.decimalAt(row).compareTo(key.decimalAt(other))
        : Long.compare(key.longAt(row), key.longAt(other));
  }
}
