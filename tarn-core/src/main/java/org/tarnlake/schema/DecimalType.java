package org.tarnlake.schema;

/** A decimal of {@code precision} digits (1 to 38), {@code scale} of them behind the point. */
public record DecimalType(int precision, int scale) implements DataType {
  public static final int MAX_PRECISION = 38;

  public DecimalType {
    if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "decimal(%s,%s): precision must be 1 to 38 and scale 0 to the precision"
              .formatted(precision, scale));
    }
  }

  @Override
  public String text() {
    return "decimal(" + precision + "," + scale + ")";
  }
}
