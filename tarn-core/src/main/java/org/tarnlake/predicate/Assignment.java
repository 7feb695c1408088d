package org.tarnlake.predicate;

import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.Casts;
import org.tarnlake.predicate.evaluate.Conversion;
import org.tarnlake.predicate.evaluate.Fraction;
import org.tarnlake.predicate.evaluate.NumberConversions;
import org.tarnlake.predicate.evaluate.Refusal;
import org.tarnlake.predicate.evaluate.Reshaping;
import org.tarnlake.predicate.evaluate.UntypedValues;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;

/** Makes values of an expression those of the column in which they are to be stored. Stateless. */
final class Assignment {
  private Assignment() {}

  static Operand of(Operand operand, Field column) {
    DataType type = column.type();
    Expression source = operand.source();
    if (operand.isNone()) {
      return Operand.constant(source, type, null);
    }
    if (operand.isUntyped() && !column.isUntyped()) {
      throw new InvalidDataException(
          "column '%s' is %s and takes nothing untyped; write cast(%s as %s)"
              .formatted(column.name(), type.text(), TypeErrors.shown(operand), type.text()));
    }
    if (operand.isUntyped() == column.isUntyped() && operand.type().equals(type)) {
      return operand;
    }
    Conversion conversion = conversion(operand, column);
    if (conversion == null) {
      throw new InvalidDataException(
          "column '%s' is %s and takes no %s%s"
              .formatted(
                  column.name(),
                  column.isUntyped() ? "untyped" : type.text(),
                  operand.typeText(),
                  remedy(operand, column)));
    }
    return new Operand(
        source, type, batch -> conversion.apply(operand.evaluator().evaluate(batch)));
  }

  private static @Nullable Conversion conversion(Operand operand, Field column) {
    if (column.isUntyped()) {
      return UntypedValues.takes(operand.type()) ? UntypedValues::encoded : null;
    }
    DataType type = column.type();
    if (Reshaping.isSame(operand.type(), type)) {
      return values -> Reshaping.as(type, values);
    }
    if (operand.source() instanceof Literal
        && operand.type() == DataType.TIMESTAMP_NTZ
        && type == DataType.TIMESTAMP) {
      Object micros = operand.value(); // A time without a zone is in UTC.
      return values -> Vector.constant(type, micros, values.size());
    }
    String text = TypeErrors.shown(operand);
    Refusal refusal =
        (value, problem) ->
            new InvalidDataException(
                "column '%s' is %s: %s, the value of %s, %s%s"
                    .formatted(
                        column.name(),
                        type.text(),
                        value,
                        text,
                        problem,
                        problem.contains("fraction") ? "; write round(" + text + ")" : ""));
    return NumberConversions.of(operand.type(), type, Fraction.REFUSED, refusal);
  }

  private static String remedy(Operand operand, Field column) {
    DataType type = column.type();
    if (operand.source() instanceof Literal literal && literal.value() instanceof String) {
      if (type == DataType.DATE) {
        return "; write DATE '2024-05-01'";
      }
      if (type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
        return "; write TIMESTAMP '2024-05-01 10:00:00'";
      }
      if (Arithmetic.isNumber(type)) {
        return "; write a number without quotes";
      }
    }
    Refusal never = (value, problem) -> new InvalidDataException(problem);
    if (!column.isUntyped() && Casts.of(operand.type(), type, never) == null) {
      return ", and there is no cast to it";
    }
    return "; write cast(%s as %s)"
        .formatted(TypeErrors.shown(operand), column.isUntyped() ? "string" : type.text());
  }
}
