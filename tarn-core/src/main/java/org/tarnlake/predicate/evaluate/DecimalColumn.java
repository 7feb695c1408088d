package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.schema.DecimalType;

/** Decimals of one type as they are computed. One thread at a time. */
final class DecimalColumn {
  private final DecimalType type;
  private final long[] compact;
  private final BigDecimal[] wide;

  DecimalColumn(DecimalType type, int size) {
    this.type = type;
    boolean isCompact = type.precision() <= DecimalVector.MAX_COMPACT_PRECISION;
    this.compact = new long[isCompact ? size : 0];
    this.wide = new BigDecimal[isCompact ? 0 : size];
  }

  /** Rounds a value half up and keeps it; false if it has too many digits. */
  boolean set(int i, BigDecimal value) {
    // A huge exponent would make setScale build a huge number, so the digits are counted first.
    if (value.signum() != 0
        && (long) value.precision() - value.scale() > type.precision() - type.scale()) {
      return false;
    }
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision() && rounded.signum() != 0) {
      return false;
    }
    if (compact.length > 0) {
      compact[i] = rounded.unscaledValue().longValueExact();
    } else {
      wide[i] = rounded;
    }
    return true;
  }

  DecimalVector vector(int size, boolean @Nullable [] nulls) {
    return type.precision() <= DecimalVector.MAX_COMPACT_PRECISION
        ? new DecimalVector(type, compact, size, nulls)
        : new DecimalVector(type, wide, size, nulls);
  }
}
