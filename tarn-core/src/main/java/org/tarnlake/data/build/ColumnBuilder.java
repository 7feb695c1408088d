package org.tarnlake.data.build;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * A vector being built, value by value. One thread at a time.
 *
 * <p>Vectors handed out share memory with the builder and stay as they are: the builder only ever
 * adds behind them, and after {@link #clear} goes on in new memory.
 */
abstract sealed class ColumnBuilder
    permits NumberBuilder, BytesBuilder, DecimalBuilder, StructBuilder, ListBuilder {
  private final DataType type;
  private int size;
  private boolean @Nullable [] nulls;
  private int nullsFrom = Integer.MAX_VALUE;

  ColumnBuilder(DataType type) {
    this.type = type;
  }

  static ColumnBuilder of(DataType type) {
    if (type instanceof StructType struct) {
      return new StructBuilder(struct);
    }
    if (type instanceof ListType || type instanceof MapType) {
      return new ListBuilder(type);
    }
    if (type instanceof DecimalType decimal) {
      return new DecimalBuilder(decimal);
    }
    return type == DataType.STRING || type == DataType.BINARY
        ? new BytesBuilder(type)
        : new NumberBuilder(type);
  }

  final DataType type() {
    return type;
  }

  final int size() {
    return size;
  }

  /**
   * Adds a scalar that a user passed.
   *
   * @throws org.tarnlake.error.InvalidDataException if it is of another type or does not fit;
   *     nothing was added then
   */
  final void append(Object value) {
    put(size, value);
    size++;
    growNulls();
  }

  /** Adds a canonical value or null. */
  final void appendCanonical(@Nullable Object value) {
    if (value == null) {
      appendNull();
    } else {
      putCanonical(size, value);
      size++;
      growNulls();
    }
  }

  final void appendNull() {
    putNull(size);
    if (nulls == null) {
      nulls = new boolean[Math.max(16, size + 1)];
    }
    nullsFrom = Math.min(nullsFrom, size);
    size++;
    growNulls();
    nulls[size - 1] = true;
  }

  private void growNulls() {
    if (nulls != null && nulls.length < size) {
      nulls = Arrays.copyOf(nulls, 2 * size);
    }
  }

  /** Takes back all values but the first {@code count}. */
  final void truncate(int count) {
    if (nulls != null && count < size) {
      Arrays.fill(nulls, count, size, false);
    }
    size = count;
    // Also where no value is taken back: a failed one may have left something below.
    truncateValues(count);
  }

  final void clear() {
    size = 0;
    nulls = null;
    nullsFrom = Integer.MAX_VALUE;
    clearValues();
  }

  final Vector toVector() {
    return vector(size, nullsFrom < size ? nulls : null);
  }

  /** Stores a scalar that a user passed. */
  abstract void put(int i, Object value);

  abstract void putCanonical(int i, Object value);

  abstract void putNull(int i);

  abstract void truncateValues(int count);

  abstract void clearValues();

  abstract Vector vector(int count, boolean @Nullable [] nullsOrNone);

  /** About how many bytes the values take. */
  abstract long sizeBytes();

  /** A capacity that holds {@code wanted} values, given the present one. */
  static int grown(int capacity, int wanted) {
    return Math.max(wanted, Math.max(16, capacity + (capacity >> 1)));
  }
}
