package org.tarnlake.data.write;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.SchemaElements;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;

/** Bounds of decimals of more than 18 digits. */
final class DecimalBounds extends Bounds {
  private final int length;
  private @Nullable BigDecimal min;
  private @Nullable BigDecimal max;

  DecimalBounds(DecimalType type) {
    this.length = SchemaElements.decimalLength(type.precision());
  }

  @Override
  void reset() {
    min = null;
    max = null;
  }

  @Override
  void add(Vector values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      add(values.decimalAt(i));
    }
  }

  private void add(BigDecimal value) {
    min = min == null || value.compareTo(min) < 0 ? value : min;
    max = max == null || value.compareTo(max) > 0 ? value : max;
  }

  @Override
  void add(Bounds other) {
    DecimalBounds that = (DecimalBounds) other;
    if (that.min != null && that.max != null) {
      add(that.min);
      add(that.max);
    }
  }

  @Override
  @Nullable Object min() {
    return min;
  }

  @Override
  @Nullable Object max() {
    return max;
  }

  @Override
  byte @Nullable [] encodedMin() {
    return min == null ? null : encode(min, length);
  }

  @Override
  byte @Nullable [] encodedMax() {
    return max == null ? null : encode(max, length);
  }

  /** The unscaled value in two's complement, big-endian, of a fixed length. */
  static byte[] encode(BigDecimal value, int length) {
    byte[] digits = value.unscaledValue().toByteArray();
    byte[] bytes = new byte[length];
    byte sign = (byte) (digits[0] < 0 ? -1 : 0);
    for (int i = 0; i < length - digits.length; i++) {
      bytes[i] = sign;
    }
    System.arraycopy(digits, 0, bytes, length - digits.length, digits.length);
    return bytes;
  }
}
