package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tarnlake.error.InvalidDataException;
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
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/** Gives each part of an expression its type and what evaluates it. One thread at a time. */
final class ExpressionBinder {
  private final Binder binder;
  private final CallBinder calls;
  private final ComparisonBinder comparisons;
  private final ChoiceBinder choices;

  ExpressionBinder(Binder binder, CallBinder calls) {
    this.binder = binder;
    this.calls = calls;
    this.comparisons = new ComparisonBinder(binder, this);
    this.choices = new ChoiceBinder(binder, this);
  }

  Operand operand(Expression expression, int depth) {
    if (depth > PredicateText.MAX_DEPTH) {
      throw PredicateText.tooDeep();
    }
    if (expression instanceof Literal literal) {
      return LiteralTypes.operand(literal);
    }
    if (expression instanceof Term.Word word) {
      return binder.hasColumn(word.name())
          ? operand(new Term.Column(word.name()), depth)
          : calls.call(new Term.Call(word.function(), List.of()), List.of());
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
      return new Operand(expression, DataType.BOOLEAN, evaluator).folded(operand);
    }
    if (expression instanceof Term.Like like) {
      return calls.like(like, operand(like.operand(), depth + 1));
    }
    if (expression instanceof Term.Cast cast) {
      return calls.cast(cast, operand(cast.operand(), depth + 1));
    }
    if (expression instanceof Term.Call call) {
      List<Operand> arguments = new ArrayList<>();
      for (Expression each : call.arguments()) {
        arguments.add(operand(each, depth + 1));
      }
      return ChoiceBinder.isChoice(call)
          ? choices.call(call, arguments)
          : calls.call(call, arguments);
    }
    if (expression instanceof Term.Case cases) {
      return choices.cases(cases, depth);
    }
    ComparisonBinder.Truth truth = comparisons.truth(expression, false, depth);
    if (truth == null) {
      throw new AssertionError("cannot bind " + expression.getClass());
    }
    return truth.operand();
  }

  /** A computed condition as a test of rows, of a column if that is what it comes to. */
  Node test(Expression expression, boolean negated, int depth) {
    ComparisonBinder.Truth truth = truth(expression, negated, depth);
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

  /** The truth of a condition: of a comparison, BETWEEN or IN, or of any value of type boolean. */
  private ComparisonBinder.Truth truth(Expression expression, boolean negated, int depth) {
    ComparisonBinder.Truth truth = comparisons.truth(expression, negated, depth);
    return truth != null
        ? truth
        : new ComparisonBinder.Truth(condition(operand(expression, depth)), null);
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
    return operand.converted(source, type, negation);
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
        boolean isFloating =
            Arithmetic.isFloating(value.type()) || Arithmetic.isFloating(right.type());
        if (isFloating && steps.isEmpty()) {
          first = value.evaluatorBeside(DataType.DOUBLE);
        }
        steps.add(
            new Steps.Step(
                step.operation,
                isFloating ? right.evaluatorBeside(DataType.DOUBLE) : right.evaluator()));
        Evaluator pair = new Steps(first, List.of(steps.get(steps.size() - 1)));
        value = new Operand(source, step.type, pair).folded(value, right);
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
}
