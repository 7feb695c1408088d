package org.tarnlake.data.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/** Conversions to decimals, from decimals of fewer digits and from integers. Stateless. */
final class DecimalConversion {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private DecimalConversion() {}

  /** The conversion to a decimal; null if digits could be lost. */
  static @Nullable Conversion of(FileColumn column, DecimalType wanted) {
    DataType stored = column.type();
    DecimalType from;
    if (stored instanceof DecimalType decimal) {
      from = decimal;
    } else if (stored == DataType.BYTE || stored == DataType.SHORT || stored == DataType.INT) {
      from = new DecimalType(10, 0);
    } else if (stored == DataType.LONG && !column.scalar().unsigned()) {
      from = new DecimalType(20, 0);
    } else {
      return null;
    }
    int digits = stored instanceof DecimalType ? from.precision() - from.scale() : 0;
    if (wanted.scale() < from.scale() || wanted.precision() - wanted.scale() < digits) {
      return null;
    }
    boolean unsigned = column.scalar().unsigned();
    boolean compact = wanted.precision() <= DecimalVector.MAX_COMPACT_PRECISION;
    boolean sameScale = wanted.scale() == from.scale();
    return compact && sameScale && stored instanceof DecimalType
        ? vector -> compact(vector, wanted)
        : vector -> rescaled(vector, from.scale(), wanted, unsigned);
  }

  private static Vector compact(Vector vector, DecimalType wanted) {
    long[] unscaled = new long[vector.size()];
    for (int i = 0; i < unscaled.length; i++) {
      if (!vector.isNull(i)) {
        unscaled[i] = unscaled(vector, i);
      }
    }
    return new DecimalVector(wanted, unscaled, unscaled.length, vector.nulls());
  }

  private static long unscaled(Vector vector, int i) {
    if (!(vector instanceof BytesVector bytes)) {
      return vector.longAt(i);
    }
    int start = bytes.startAt(i);
    int end = bytes.endAt(i);
    if (end - start > 8) {
      return big(bytes, i).longValueExact();
    }
    long value = end > start && bytes.data()[start] < 0 ? -1 : 0;
    for (int at = start; at < end; at++) {
      value = value << 8 | (bytes.data()[at] & 0xFF);
    }
    return value;
  }

  private static BigInteger big(BytesVector bytes, int i) {
    int start = bytes.startAt(i);
    int length = bytes.endAt(i) - start;
    if (length == 0) {
      throw new IllegalArgumentException("a decimal of no bytes");
    }
    return new BigInteger(bytes.data(), start, length);
  }

  private static Vector rescaled(Vector vector, int scale, DecimalType wanted, boolean unsigned) {
    BigDecimal[] wide = new BigDecimal[vector.size()];
    for (int i = 0; i < wide.length; i++) {
      if (!vector.isNull(i)) {
        BigInteger digits =
            vector instanceof BytesVector bytes
                ? big(bytes, i)
                : BigInteger.valueOf(vector.longAt(i));
        if (unsigned && digits.signum() < 0) {
          digits = digits.add(TWO_TO_64);
        }
        BigDecimal value = new BigDecimal(digits, scale).setScale(wanted.scale());
        if (value.precision() > wanted.precision()) {
          throw new IllegalArgumentException("%s is no %s".formatted(value, wanted.text()));
        }
        wide[i] = value;
      }
    }
    if (wanted.precision() > DecimalVector.MAX_COMPACT_PRECISION) {
      return new DecimalVector(wanted, wide, wide.length, vector.nulls());
    }
    long[] unscaled = new long[wide.length];
    for (int i = 0; i < wide.length; i++) {
      unscaled[i] = wide[i] == null ? 0 : wide[i].unscaledValue().longValueExact();
    }
    return new DecimalVector(wanted, unscaled, unscaled.length, vector.nulls());
  }
}
