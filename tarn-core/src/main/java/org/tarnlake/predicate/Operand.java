package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.Constant;
import org.tarnlake.predicate.evaluate.Conversion;
import org.tarnlake.predicate.evaluate.DecimalRules;
import org.tarnlake.predicate.evaluate.Evaluator;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;

/**
 * A bound part of an expression. Immutable.
 *
 * @param column what it is, if it is nothing but a column or a field
 */
record Operand(Expression source, DataType type, Evaluator evaluator, @Nullable ColumnPath column) {
  private static final Batch ONE_ROW = new Batch(new StructType(List.of()), List.of(), 1);

  Operand(Expression source, DataType type, Evaluator evaluator) {
    this(source, type, evaluator, null);
  }

  static Operand constant(Expression source, DataType type, @Nullable Object canonical) {
    return new Operand(source, type, new Constant(type, canonical));
  }

  /** The value of every row: a null that fits any type. */
  static Operand none(Expression source) {
    return constant(source, DataType.VOID, null);
  }

  boolean isNone() {
    return type == DataType.VOID;
  }

  boolean isConstant() {
    return evaluator instanceof Constant;
  }

  boolean isUntyped() {
    return column != null && column.field().isUntyped();
  }

  /** The value of every row, canonical; null also if there is none. */
  @Nullable Object value() {
    return evaluator instanceof Constant constant ? constant.value() : null;
  }

  /** The value of every row. */
  Literal literal() {
    Object value = value();
    return value == null ? Literal.NULL : new Literal(Values.external(type, value));
  }

  /** The type beside a decimal: for an integer the decimal that holds it. */
  DataType typeBesideDecimal() {
    Object value = value();
    DataType exact =
        Arithmetic.isInteger(type) && value != null
            ? DecimalRules.of(BigDecimal.valueOf(((Number) value).longValue()))
            : DecimalRules.of(type);
    return exact == null ? type : exact;
  }

  /** What evaluates this beside floats or doubles: a constant is converted once only. */
  Evaluator evaluatorBeside(DataType floating) {
    if (!(value() instanceof Number number) || type.equals(floating)) {
      return evaluator;
    }
    return floating == DataType.DOUBLE
        ? new Constant(floating, number.doubleValue())
        : new Constant(floating, number.floatValue());
  }

  /** The type as errors name it. */
  String typeText() {
    return isNone() ? "NULL" : isUntyped() ? "untyped" : type.text();
  }

  /** What becomes of the values by a function of one argument. */
  Operand converted(Expression result, DataType to, Conversion conversion) {
    return new Operand(result, to, batch -> conversion.apply(evaluator.evaluate(batch)))
        .folded(this);
  }

  /** A constant, if all that this is made of is constant and it has a value. */
  Operand folded(Operand... of) {
    for (Operand each : of) {
      if (!each.isConstant()) {
        return this;
      }
    }
    try {
      return constant(source, type, evaluator.evaluate(ONE_ROW).canonicalAt(0));
    } catch (InvalidDataException e) {
      return this; // Of rows that ask for it, it is an error then.
    }
  }
}
