package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.ArithmeticOperator;
import org.tarnlake.predicate.evaluate.ColumnValue;
import org.tarnlake.predicate.evaluate.Comparing;
import org.tarnlake.predicate.evaluate.Constant;
import org.tarnlake.predicate.evaluate.Conversion;
import org.tarnlake.predicate.evaluate.Evaluator;
import org.tarnlake.predicate.evaluate.Logic;
import org.tarnlake.predicate.evaluate.Operation;
import org.tarnlake.predicate.evaluate.Steps;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.StructType;

/** Gives each part of an expression its type and what evaluates it. One thread at a time. */
final class ExpressionBinder {
  private static final Batch ONE_ROW = new Batch(new StructType(List.of()), List.of(), 1);

  private final Binder binder;

  ExpressionBinder(Binder binder) {
    this.binder = binder;
  }

  Operand operand(Expression expression, int depth) {
    if (depth > PredicateText.MAX_DEPTH) {
      throw PredicateText.tooDeep();
    }
    if (expression instanceof Literal literal) {
      return LiteralTypes.operand(literal);
    }
    if (expression instanceof Term.Column column) {
      ColumnPath path = binder.use(column.name());
      Evaluator evaluator = new ColumnValue(path.names());
      return new Operand(expression, path.field().type(), evaluator, path);
    }
    if (expression instanceof Term.Condition condition) {
      Evaluator evaluator = truth(condition.predicate(), depth);
      return new Operand(expression, DataType.BOOLEAN, evaluator);
    }
    if (expression instanceof Term.Negated negated) {
      return negated(negated, operand(negated.operand(), depth + 1));
    }
    if (expression instanceof Term.Arithmetic arithmetic) {
      return arithmetic(arithmetic, depth);
    }
    if (expression instanceof Term.IsNull isNull) {
      Operand operand = operand(isNull.operand(), depth + 1);
      Evaluator evaluator = batch -> Comparing.isNull(operand.evaluator().evaluate(batch), true);
      return folded(new Operand(expression, DataType.BOOLEAN, evaluator), operand);
    }
    if (expression instanceof Term.Compared
        || expression instanceof Term.Between
        || expression instanceof Term.OneOf) {
      return truth(expression, false, depth).operand();
    }
    throw new AssertionError("cannot bind " + expression.getClass());
  }

  /** A computed condition as a test of rows, of a column if that is what it comes to. */
  Node test(Expression expression, boolean negated, int depth) {
    Truth truth = truth(expression, negated, depth);
    if (truth.test() != null) {
      return truth.test();
    }
    Operand operand = truth.operand();
    if (operand.isConstant()) {
      Object value = operand.value();
      return value != null && !value.equals(negated) ? Node.ALWAYS : Node.NEVER;
    }
    return new Node.Computed(Logic.filter(operand.evaluator(), !negated));
  }

  /**
   * A condition.
   *
   * @param operand its value
   * @param test a test of a column that asks the same, or the opposite if that was asked for
   */
  private record Truth(Operand operand, @Nullable Node test) {}

  private Truth truth(Expression expression, boolean negated, int depth) {
    if (expression instanceof Term.Compared compared) {
      return compared(compared, negated, depth);
    }
    if (expression instanceof Term.Between between) {
      return between(between, negated, depth);
    }
    if (expression instanceof Term.OneOf oneOf) {
      return oneOf(oneOf, negated, depth);
    }
    return new Truth(condition(operand(expression, depth)), null);
  }

  /** A value that stands where a condition must. */
  private static Operand condition(Operand operand) {
    if (operand.isNone()) {
      return Operand.constant(operand.source(), DataType.BOOLEAN, null);
    }
    if (operand.type() != DataType.BOOLEAN) {
      throw new InvalidDataException(
          "%s is %s and no condition; compare it with something"
              .formatted(TypeErrors.shown(operand), operand.typeText()));
    }
    return operand;
  }

  /** A condition as a value: whatever decides it goes from left to right. */
  private Evaluator truth(Predicate predicate, int depth) {
    if (depth > PredicateText.MAX_DEPTH) {
      throw PredicateText.tooDeep();
    }
    if (predicate instanceof Predicate.And and) {
      return Logic.all(truths(and.operands(), depth + 1));
    }
    if (predicate instanceof Predicate.Or or) {
      return Logic.any(truths(or.operands(), depth + 1));
    }
    if (predicate instanceof Predicate.Not not) {
      return Logic.not(truth(not.operand(), depth + 1));
    }
    if (predicate instanceof Predicate.Constant constant) {
      return new Constant(DataType.BOOLEAN, constant.value());
    }
    return predicate instanceof Predicate.Computed computed
        ? truth(computed.expression(), false, depth).operand().evaluator()
        : Logic.of(binder.node(predicate, false, depth), binder.node(predicate, true, depth));
  }

  private List<Evaluator> truths(List<Predicate> predicates, int depth) {
    List<Evaluator> truths = new ArrayList<>();
    for (Predicate predicate : predicates) {
      truths.add(truth(predicate, depth));
    }
    return truths;
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
    Evaluator evaluator =
        batch ->
            operation.apply(left.evaluator().evaluate(batch), right.evaluator().evaluate(batch));
    return new Truth(folded(new Operand(compared, DataType.BOOLEAN, evaluator), left, right), null);
  }

  /** One side of a comparison: a name that is no column may be a text without its quotes. */
  private Operand side(Expression expression, int depth) {
    try {
      return operand(expression, depth);
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

  private static Operation comparison(Operand left, Operator operator, Operand right) {
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
    Operand operand = operand(between.operand(), depth + 1);
    Operand low = operand(between.low(), depth + 1);
    Operand high = operand(between.high(), depth + 1);
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
    return folded(new Operand(between, DataType.BOOLEAN, evaluator), operand, low, high);
  }

  /** A comparison that is unknown for all rows if one side is always null. */
  private static Operation comparisonOrNull(Operand left, Operator operator, Operand right) {
    return left.isNone() || right.isNone()
        ? (a, b) -> Vector.constant(DataType.BOOLEAN, null, a.size())
        : comparison(left, operator, right);
  }

  private Truth oneOf(Term.OneOf oneOf, boolean negated, int depth) {
    Operand operand = operand(oneOf.operand(), depth + 1);
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
    return new Truth(folded(result, values.toArray(Operand[]::new)), null);
  }

  private static Operand negated(Term.Negated source, Operand operand) {
    if (operand.isNone()) {
      return Operand.none(source);
    }
    TypeErrors.requireTyped(operand);
    DataType type = Arithmetic.negated(operand.type());
    if (type == null) {
      throw TypeErrors.noNumber(source, operand);
    }
    Conversion negation = Arithmetic.negation(operand.type(), source::text);
    return folded(
        new Operand(source, type, batch -> negation.apply(operand.evaluator().evaluate(batch))),
        operand);
  }

  private Operand arithmetic(Term.Arithmetic source, int depth) {
    Operand value = operand(source.first(), depth + 1);
    Evaluator first = value.evaluator();
    List<Steps.Step> steps = new ArrayList<>();
    for (int i = 0; i < source.steps().size(); i++) {
      ArithmeticOperator operator = source.steps().get(i).operator();
      Operand right = operand(source.steps().get(i).operand(), depth + 1);
      if (value.isNone() || right.isNone()) {
        value = Operand.none(source);
      } else {
        int soFar = i + 1;
        Step step = step(value, operator, right, () -> prefix(source, soFar));
        steps.add(new Steps.Step(step.operation, right.evaluator()));
        Evaluator pair = new Steps(first, List.of(steps.get(steps.size() - 1)));
        value = folded(new Operand(source, step.type, pair), value, right);
      }
      if (value.isConstant()) {
        first = value.evaluator();
        steps.clear();
      }
    }
    return steps.isEmpty()
        ? value
        : new Operand(source, value.type(), new Steps(first, List.copyOf(steps)));
  }

  /** What a step of a chain does, and the type that it makes. */
  private record Step(Operation operation, DataType type) {}

  private static Step step(
      Operand left, ArithmeticOperator operator, Operand right, Supplier<Expression> source) {
    TypeErrors.requireTyped(left);
    TypeErrors.requireTyped(right);
    boolean exact = left.type() instanceof DecimalType || right.type() instanceof DecimalType;
    DataType leftType = exact ? left.typeBesideDecimal() : left.type();
    DataType rightType = exact ? right.typeBesideDecimal() : right.type();
    DataType type = Arithmetic.type(operator, leftType, rightType);
    if (type == null) {
      throw TypeErrors.notComputable(source.get(), left, operator, right);
    }
    return new Step(Arithmetic.of(operator, leftType, rightType, () -> source.get().text()), type);
  }

  private static Expression prefix(Term.Arithmetic source, int steps) {
    return steps == source.steps().size()
        ? source
        : new Term.Arithmetic(source.first(), source.steps().subList(0, steps));
  }

  /** A constant, if all that it is made of is constant and it has a value. */
  private static Operand folded(Operand operand, Operand... of) {
    for (Operand each : of) {
      if (!each.isConstant()) {
        return operand;
      }
    }
    try {
      Object value = operand.evaluator().evaluate(ONE_ROW).canonicalAt(0);
      return Operand.constant(operand.source(), operand.type(), value);
    } catch (InvalidDataException e) {
      return operand; // Of rows that ask for it, it is an error then.
    }
  }
}
