package org.tarnlake.data.build;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Values;

/** Builds vectors of decimals. */
final class DecimalBuilder extends ColumnBuilder {
  private final DecimalType decimal;
  private final boolean compact;
  private long[] unscaled = new long[0];
  private BigDecimal[] wide = new BigDecimal[0];

  DecimalBuilder(DecimalType type) {
    super(type);
    this.decimal = type;
    this.compact = type.precision() <= DecimalVector.MAX_COMPACT_PRECISION;
  }

  @Override
  void put(int i, Object value) {
    putCanonical(i, Values.canonical(decimal, value));
  }

  @Override
  void putCanonical(int i, Object value) {
    putNull(i);
    if (compact) {
      unscaled[i] = ((BigDecimal) value).unscaledValue().longValueExact();
    } else {
      wide[i] = (BigDecimal) value;
    }
  }

  @Override
  void putNull(int i) {
    if (compact && i == unscaled.length) {
      unscaled = Arrays.copyOf(unscaled, grown(i, i + 1));
    } else if (!compact && i == wide.length) {
      wide = Arrays.copyOf(wide, grown(i, i + 1));
    }
  }

  @Override
  void truncateValues(int count) {}

  @Override
  void clearValues() {
    unscaled = new long[unscaled.length];
    wide = new BigDecimal[wide.length];
  }

  @Override
  Vector vector(int count, boolean @Nullable [] nulls) {
    return compact
        ? new DecimalVector(decimal, unscaled, count, nulls)
        : new DecimalVector(decimal, wide, count, nulls);
  }

  @Override
  long sizeBytes() {
    return (compact ? 8L : 48L) * size();
  }
}
