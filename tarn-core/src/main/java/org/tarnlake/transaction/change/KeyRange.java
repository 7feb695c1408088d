package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
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
   */
  static @Nullable Predicate of(StructType table, List<Integer> positions, Vector[] keys) {
    return of(table, positions, keys, VALUES_MAX);
  }

  /**
   * The same, where only some of the keys are known, the least and the greatest among them.
   *
   * @param keys of the rows that {@link #extremes} tells
   */
  static @Nullable Predicate between(StructType table, List<Integer> positions, Vector[] keys) {
    return of(table, positions, keys, 0);
  }

  /** The rows that have the least and the greatest value of each key. */
  static Batch extremes(Batch rows, Vector[] keys) {
    BitSet chosen = new BitSet();
    for (Vector key : keys) {
      int[] ends = isOrdered(key) ? ends(key) : new int[0];
      for (int row : ends) {
        chosen.set(row);
      }
    }
    return rows.select(chosen.stream().toArray(), chosen.cardinality());
  }

  private static @Nullable Predicate of(
      StructType table, List<Integer> positions, Vector[] keys, int valuesMax) {
    List<Predicate> all = new ArrayList<>();
    for (int k = 0; k < keys.length; k++) {
      if (isOrdered(keys[k])) {
        String column = Columns.quoted(table.field(positions.get(k)).name());
        all.add(keys[k].size() <= valuesMax ? in(column, keys[k]) : between(column, keys[k]));
      }
    }
    return all.isEmpty() ? null : all.size() == 1 ? all.get(0) : new Predicate.And(all);
  }

  private static boolean isOrdered(Vector key) {
    DataType type = key.type();
    return type != DataType.FLOAT && type != DataType.DOUBLE && type != DataType.BOOLEAN;
  }

  private static Predicate in(String column, Vector key) {
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < key.size(); row++) {
      Object value = key.valueAt(row);
      if (value != null) {
        values.add(value);
      }
    }
    return Predicate.in(column, values);
  }

  private static Predicate between(String column, Vector key) {
    int[] ends = ends(key);
    return ends.length == 0
        ? Predicate.in(column)
        : Predicate.ge(column, key.valueAt(ends[0]))
            .and(Predicate.le(column, key.valueAt(ends[1])));
  }

  /** The rows of the least and of the greatest value; none if all are null. */
  private static int[] ends(Vector key) {
    int least = -1;
    int greatest = -1;
    for (int row = 0; row < key.size(); row++) {
      if (!key.isNull(row)) {
        least = least < 0 || compare(key, row, least) < 0 ? row : least;
        greatest = greatest < 0 || compare(key, row, greatest) > 0 ? row : greatest;
      }
    }
    return least < 0 ? new int[0] : new int[] {least, greatest};
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
