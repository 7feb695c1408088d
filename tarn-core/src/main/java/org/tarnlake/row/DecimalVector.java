package org.tarnlake.row;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DecimalType;

/**
 * Decimals: as unscaled longs if the type has at most {@value #MAX_COMPACT_PRECISION} digits, else
 * as BigDecimals. Immutable.
 */
public final class DecimalVector extends Vector {
  /** How many digits always fit a long. */
  public static final int MAX_COMPACT_PRECISION = 18;

  private final long[] unscaled;
  private final BigDecimal[] wide;
  private final int scale;

  /** Decimals of at most {@value #MAX_COMPACT_PRECISION} digits, by their unscaled values. */
  public DecimalVector(DecimalType type, long[] unscaled, int size, boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a DecimalType");
    Argument.require(unscaled, "unscaled", "a long array");
    if (type.precision() > MAX_COMPACT_PRECISION) {
      throw new IllegalArgumentException(type.text() + " does not fit longs");
    }
    this.unscaled = unscaled;
    this.wide = new BigDecimal[0];
    this.scale = type.scale();
  }

  /**
   * Decimals of more digits.
   *
   * @param wide of the type's scale; anything where null
   */
  public DecimalVector(
      DecimalType type, @Nullable BigDecimal[] wide, int size, boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a DecimalType");
    Argument.require(wide, "wide", "a BigDecimal array");
    if (type.precision() <= MAX_COMPACT_PRECISION) {
      throw new IllegalArgumentException(type.text() + " is kept as longs");
    }
    this.unscaled = new long[0];
    this.wide = wide;
    this.scale = type.scale();
  }

  static DecimalVector constant(DecimalType type, BigDecimal value, int size) {
    if (type.precision() > MAX_COMPACT_PRECISION) {
      BigDecimal[] wide = new BigDecimal[size];
      Arrays.fill(wide, value);
      return new DecimalVector(type, wide, size, null);
    }
    long[] unscaled = new long[size];
    Arrays.fill(unscaled, value.unscaledValue().longValueExact());
    return new DecimalVector(type, unscaled, size, null);
  }

  /** Whether {@link #unscaledAt} may be called. */
  public boolean isCompact() {
    return ((DecimalType) type()).precision() <= MAX_COMPACT_PRECISION;
  }

  /** The value without its point, of a compact vector. */
  public long unscaledAt(int i) {
    return unscaled[i];
  }

  @Override
  public BigDecimal decimalAt(int i) {
    return isCompact() ? BigDecimal.valueOf(unscaled[i], scale) : wide[i];
  }

  @Override
  Object canonical(int i) {
    return decimalAt(i);
  }

  @Override
  public DecimalVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    boolean[] nulls = selectNulls(rows, count);
    DecimalType type = (DecimalType) type();
    if (isCompact()) {
      long[] kept = new long[count];
      for (int k = 0; k < count; k++) {
        kept[k] = unscaled[rows[k]];
      }
      return new DecimalVector(type, kept, count, nulls);
    }
    BigDecimal[] kept = new BigDecimal[count];
    for (int k = 0; k < count; k++) {
      kept[k] = wide[rows[k]];
    }
    return new DecimalVector(type, kept, count, nulls);
  }

  @Override
  public DecimalVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return isCompact()
        ? new DecimalVector((DecimalType) type(), unscaled, size(), nulls)
        : new DecimalVector((DecimalType) type(), wide, size(), nulls);
  }

  @Override
  public DecimalVector slice(int from, int count) {
    boolean[] nulls = sliceNulls(from, count);
    DecimalType type = (DecimalType) type();
    return isCompact()
        ? new DecimalVector(type, Arrays.copyOfRange(unscaled, from, from + count), count, nulls)
        : new DecimalVector(type, Arrays.copyOfRange(wide, from, from + count), count, nulls);
  }
}
