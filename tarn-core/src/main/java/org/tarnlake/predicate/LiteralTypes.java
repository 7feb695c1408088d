package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.evaluate.DecimalRules;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Values;

/** The types that literals have by themselves. Stateless. */
final class LiteralTypes {
  private LiteralTypes() {}

  /**
   * A literal as a constant: whole numbers are long, others the smallest decimal that holds them;
   * of more than 38 digits, the nearest double.
   */
  static Operand operand(Literal literal) {
    Object value = literal.value();
    if (value == null) {
      return Operand.none(literal);
    }
    if (value instanceof Long) {
      return Operand.constant(literal, DataType.LONG, value);
    }
    if (value instanceof Double) {
      return Operand.constant(literal, DataType.DOUBLE, value);
    }
    if (value instanceof Number number) {
      BigDecimal exact = LiteralOrder.exact(number);
      DecimalType type = DecimalRules.of(exact);
      if (type != null) {
        return Operand.constant(literal, type, exact.setScale(type.scale()));
      }
      if (Double.isInfinite(exact.doubleValue())) {
        throw new InvalidDataException(exact.stripTrailingZeros() + " is beyond a double");
      }
      return Operand.constant(literal, DataType.DOUBLE, exact.doubleValue());
    }
    DataType type =
        value instanceof String
            ? DataType.STRING
            : value instanceof Boolean
                ? DataType.BOOLEAN
                : value instanceof byte[]
                    ? DataType.BINARY
                    : value instanceof LocalDate
                        ? DataType.DATE
                        : value instanceof Instant ? DataType.TIMESTAMP : DataType.TIMESTAMP_NTZ;
    return Operand.constant(literal, type, Values.canonical(type, value));
  }
}
