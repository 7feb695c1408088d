package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.Comparing;
import org.tarnlake.predicate.evaluate.Evaluator;
import org.tarnlake.predicate.evaluate.Logic;
import org.tarnlake.predicate.evaluate.Operation;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Binds what compares values: as a test of a column, which prunes, where a column stands beside a
 * constant and the test means the same. One thread at a time.
 */
final class ComparisonBinder {
  private final Binder binder;
  private final ExpressionBinder expressions;

  ComparisonBinder(Binder binder, ExpressionBinder expressions) {
    this.binder = binder;
    this.expressions = expressions;
  }

  /**
   * A condition.
   *
   * @param operand its value
   * @param test a test of a column that asks the same, or the opposite if that was asked for
   */
  record Truth(Operand operand, @Nullable Node test) {}

  /** The truth of a comparison, BETWEEN or IN; null of anything else. */
  @Nullable Truth truth(Expression expression, boolean negated, int depth) {
    if (expression instanceof Term.Compared compared) {
      return compared(compared, negated, depth);
    }
    if (expression instanceof Term.Between between) {
      return between(between, negated, depth);
    }
    return expression instanceof Term.OneOf oneOf ? oneOf(oneOf, negated, depth) : null;
  }

  private Truth compared(Term.Compared compared, boolean negated, int depth) {
    Operand left = side(compared.left(), depth + 1);
    Operand right = side(compared.right(), depth + 1);
    Operator operator = compared.operator();
    if (prunes(left, right)) {
      return ofColumn(compared, left, operator, right, negated);
    }
    if (prunes(right, left)) {
      return ofColumn(compared, right, operator.flipped(), left, negated);
    }
    if (left.isNone() || right.isNone()) {
      return new Truth(Operand.constant(compared, DataType.BOOLEAN, null), Node.NEVER);
    }
    Operation operation = comparison(left, operator, right);
    Evaluator a = beside(left, right);
    Evaluator b = beside(right, left);
    Evaluator evaluator = batch -> operation.apply(a.evaluate(batch), b.evaluate(batch));
    return new Truth(new Operand(compared, DataType.BOOLEAN, evaluator).folded(left, right), null);
  }

  /** What evaluates an operand that is compared with another. */
  private static Evaluator beside(Operand operand, Operand other) {
    if (!Arithmetic.isNumber(operand.type()) || !Arithmetic.isFloating(other.type())) {
      return operand.evaluator();
    }
    return operand.evaluatorBeside(
        operand.type() == DataType.DOUBLE ? DataType.DOUBLE : other.type());
  }

  /** One side of a comparison: a name that is no column may be a text without its quotes. */
  private Operand side(Expression expression, int depth) {
    try {
      return expressions.operand(expression, depth);
    } catch (InvalidDataException e) {
      if (expression instanceof Term.Column column) {
        throw new InvalidDataException(
            "%s; text stands in single quotes: '%s'".formatted(e.getMessage(), column.name()), e);
      }
      throw e;
    }
  }

  private Truth ofColumn(
      Expression source, Operand column, Operator operator, Operand constant, boolean negated) {
    ColumnPath path = column.column();
    if (path == null) {
      throw new AssertionError(source);
    }
    Literal literal = constant.literal();
    Node test = binder.comparison(path, operator, literal, negated);
    Node opposite = binder.comparison(path, operator, literal, !negated);
    Evaluator truth = negated ? Logic.of(opposite, test) : Logic.of(test, opposite);
    return new Truth(new Operand(source, DataType.BOOLEAN, truth), test);
  }

  /** Whether to compare two operands is to test a column for a literal, and means the same. */
  private static boolean prunes(Operand column, Operand constant) {
    if (column.column() == null || !constant.isConstant()) {
      return false;
    }
    Object value = constant.value();
    if (value == null) {
      return false;
    }
    if (column.isUntyped()) {
      DataType kind = constant.type();
      return kind == DataType.STRING || kind == DataType.BOOLEAN || Arithmetic.isNumber(kind);
    }
    DataType type = column.type();
    DataType other = constant.type();
    if (!Comparing.isComparable(type, other)) {
      return false;
    }
    if (other == DataType.FLOAT) {
      return Arithmetic.isFloating(type);
    }
    if (other == DataType.DOUBLE) {
      double number = (Double) value;
      // Beyond, the nearest double of a long may equal the constant where the long does not.
      boolean isExact = !Double.isFinite(number) || Math.abs(number) < 1L << 53;
      return type == DataType.DOUBLE || (Arithmetic.isInteger(type) && isExact);
    }
    return other != DataType.TIMESTAMP || type == DataType.TIMESTAMP;
  }

  static Operation comparison(Operand left, Operator operator, Operand right) {
    TypeErrors.requireTyped(left);
    TypeErrors.requireTyped(right);
    if (!Comparing.isComparable(left.type(), right.type())) {
      throw TypeErrors.notComparable(left, right);
    }
    boolean exact = left.type() instanceof DecimalType || right.type() instanceof DecimalType;
    return Comparing.of(
        exact ? left.typeBesideDecimal() : left.type(),
        exact ? right.typeBesideDecimal() : right.type(),
        operator::accepts);
  }

  private Truth between(Term.Between between, boolean negated, int depth) {
    Operand operand = expressions.operand(between.operand(), depth + 1);
    Operand low = expressions.operand(between.low(), depth + 1);
    Operand high = expressions.operand(between.high(), depth + 1);
    ColumnPath path = operand.column();
    if (path != null && prunes(operand, low) && prunes(operand, high)) {
      Node above = binder.comparison(path, Operator.GE, low.literal(), negated);
      Node below = binder.comparison(path, Operator.LE, high.literal(), negated);
      Node test =
          negated ? new Node.Any(List.of(above, below)) : new Node.All(List.of(above, below));
      return new Truth(between(between, operand, low, high), test);
    }
    return new Truth(between(between, operand, low, high), null);
  }

  private static Operand between(Term.Between between, Operand operand, Operand low, Operand high) {
    Operation atLeast = comparisonOrNull(operand, Operator.GE, low);
    Operation atMost = comparisonOrNull(operand, Operator.LE, high);
    Evaluator evaluator =
        Logic.between(operand.evaluator(), low.evaluator(), atLeast, high.evaluator(), atMost);
    return new Operand(between, DataType.BOOLEAN, evaluator).folded(operand, low, high);
  }

  /** A comparison that is unknown for all rows if one side is always null. */
  static Operation comparisonOrNull(Operand left, Operator operator, Operand right) {
    return left.isNone() || right.isNone()
        ? (a, b) -> Vector.constant(DataType.BOOLEAN, null, a.size())
        : comparison(left, operator, right);
  }

  private Truth oneOf(Term.OneOf oneOf, boolean negated, int depth) {
    Operand operand = expressions.operand(oneOf.operand(), depth + 1);
    List<Operand> values = new ArrayList<>();
    boolean prunes = true;
    for (Expression each : oneOf.values()) {
      Operand value = side(each, depth + 1);
      prunes &= value.isNone() || prunes(operand, value);
      values.add(value);
    }
    ColumnPath path = operand.column();
    if (prunes && path != null) {
      List<Literal> literals = values.stream().map(Operand::literal).toList();
      Node test = binder.membership(path, literals, negated);
      Node opposite = binder.membership(path, literals, !negated);
      Evaluator truth = negated ? Logic.of(opposite, test) : Logic.of(test, opposite);
      return new Truth(new Operand(oneOf, DataType.BOOLEAN, truth), test);
    }
    List<Logic.Candidate> candidates = new ArrayList<>();
    for (Operand value : values) {
      candidates.add(
          new Logic.Candidate(value.evaluator(), comparisonOrNull(operand, Operator.EQ, value)));
    }
    Evaluator evaluator = Logic.in(operand.evaluator(), candidates);
    values.add(operand);
    Operand result = new Operand(oneOf, DataType.BOOLEAN, evaluator);
    return new Truth(result.folded(values.toArray(Operand[]::new)), null);
  }
}
