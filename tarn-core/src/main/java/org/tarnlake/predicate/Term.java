package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.predicate.evaluate.ArithmeticOperator;
import org.tarnlake.predicate.evaluate.LikePattern;
import org.tarnlake.schema.DataType;

/**
 * What expressions are made of, beside literals. Immutable.
 *
 * <p>One thing has one form, so that equal texts are equal terms: whatever is a {@link Predicate}
 * of the kinds that prune is one. The static methods see to that; the constructors do not.
 */
sealed interface Term extends Expression {

  record Column(String name) implements Term {
    public Column {
      name = ColumnName.normal(Argument.require(name, "name", "a column's name"));
    }
  }

  /** A bare word: a column's name where there is such a column, else a function. */
  record Word(String name, Function function) implements Term {}

  /** A condition of more than one operand, or one that prunes; never a constant. */
  record Condition(Predicate predicate) implements Term {}

  record Negated(Expression operand) implements Term {}

  /** A chain of operators that bind alike, from left to right. */
  record Arithmetic(Expression first, List<Step> steps) implements Term {
    public Arithmetic {
      steps = List.copyOf(steps);
    }
  }

  /** An operator, and what stands to its right. */
  record Step(ArithmeticOperator operator, Expression operand) {}

  record Compared(Expression left, Operator operator, Expression right) implements Term {}

  record Between(Expression operand, Expression low, Expression high) implements Term {}

  record OneOf(Expression operand, List<Expression> values) implements Term {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  record IsNull(Expression operand) implements Term {}

  /**
   * Whether a string matches a pattern.
   *
   * @param escape the one character behind which {@code %} and {@code _} mean themselves, or null
   */
  record Like(Expression operand, String pattern, @Nullable String escape) implements Term {
    LikePattern compiled() {
      return LikePattern.of(pattern, escape == null ? -1 : escape.codePointAt(0));
    }
  }

  /** CASE: with an operand each branch is compared with it, without one each is a condition. */
  record Case(@Nullable Expression operand, List<When> branches, @Nullable Expression otherwise)
      implements Term {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /** {@code WHEN when THEN then}. */
  record When(Expression when, Expression then) {}

  record Cast(Expression operand, DataType type) implements Term {}

  record Call(Function function, List<Expression> arguments) implements Term {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  @Override
  default String text() {
    return ExpressionText.of(this);
  }

  /** What must be known to write, bind or evaluate this. */
  default Stream<Expression> operands() {
    if (this instanceof Negated negated) {
      return Stream.of(negated.operand);
    }
    if (this instanceof Arithmetic arithmetic) {
      return Stream.concat(
          Stream.of(arithmetic.first), arithmetic.steps.stream().map(Step::operand));
    }
    if (this instanceof Compared compared) {
      return Stream.of(compared.left, compared.right);
    }
    if (this instanceof Between between) {
      return Stream.of(between.operand, between.low, between.high);
    }
    if (this instanceof OneOf oneOf) {
      return Stream.concat(Stream.of(oneOf.operand), oneOf.values.stream());
    }
    if (this instanceof IsNull isNull) {
      return Stream.of(isNull.operand);
    }
    if (this instanceof Like like) {
      return Stream.of(like.operand);
    }
    if (this instanceof Cast cast) {
      return Stream.of(cast.operand);
    }
    if (this instanceof Call call) {
      return call.arguments.stream();
    }
    return this instanceof Case cases ? operands(cases) : Stream.empty();
  }

  private static Stream<Expression> operands(Case cases) {
    Stream<Expression> branches =
        cases.branches.stream().flatMap(branch -> Stream.of(branch.when, branch.then));
    return Stream.of(Stream.ofNullable(cases.operand), branches, Stream.ofNullable(cases.otherwise))
        .flatMap(each -> each);
  }

  static Expression of(Predicate predicate) {
    if (predicate instanceof Predicate.Computed computed) {
      return computed.expression();
    }
    return predicate instanceof Predicate.Constant constant
        ? new Literal(constant.value())
        : new Condition(predicate);
  }

  /** Whether a condition stands for itself, and is not one of the other kinds in disguise. */
  static boolean isComputed(Expression expression) {
    return !(expression instanceof Condition
        || expression instanceof Column
        || (expression instanceof Literal literal
            && (literal.isNull() || literal.value() instanceof Boolean)));
  }

  static Predicate condition(Expression expression) {
    if (expression instanceof Condition condition) {
      return condition.predicate;
    }
    if (expression instanceof Column column) {
      return new Predicate.Comparison(column.name, Operator.EQ, new Literal(true));
    }
    return isComputed(expression)
        ? new Predicate.Computed(expression)
        : new Predicate.Constant((Boolean) ((Literal) expression).value());
  }

  /** A chain; one that starts with another of the same kind goes on with it. */
  static Expression arithmetic(Expression first, List<Step> steps) {
    if (first instanceof Arithmetic chain
        && chain.steps.get(0).operator.isSum() == steps.get(0).operator.isSum()) {
      List<Step> all = new ArrayList<>(chain.steps);
      all.addAll(steps);
      return new Arithmetic(chain.first, all);
    }
    return new Arithmetic(first, steps);
  }

  static Expression compare(Expression left, Operator operator, Expression right) {
    if (left instanceof Column column && right instanceof Literal literal) {
      return new Condition(new Predicate.Comparison(column.name, operator, literal));
    }
    if (left instanceof Literal literal && right instanceof Column column) {
      return new Condition(new Predicate.Comparison(column.name, operator.flipped(), literal));
    }
    return left instanceof Literal a && right instanceof Literal b && LiteralOrder.decides(a, b)
        ? new Literal(LiteralOrder.test(a, operator, b))
        : new Compared(left, operator, right);
  }

  static Expression isNull(Expression operand) {
    return operand instanceof Column column
        ? new Condition(new Predicate.IsNull(column.name))
        : new IsNull(operand);
  }

  static Expression in(Expression operand, List<Expression> values) {
    List<Literal> literals = new ArrayList<>();
    for (Expression value : values) {
      if (value instanceof Literal literal) {
        literals.add(literal);
      }
    }
    return operand instanceof Column column && literals.size() == values.size()
        ? new Condition(new Predicate.In(column.name, literals))
        : new OneOf(operand, values);
  }

  static Expression between(Expression operand, Expression low, Expression high) {
    if (operand instanceof Column && low instanceof Literal && high instanceof Literal) {
      return new Condition(
          new Predicate.And(
              List.of(
                  condition(compare(operand, Operator.GE, low)),
                  condition(compare(operand, Operator.LE, high)))));
    }
    return new Between(operand, low, high);
  }

  /** A pattern with nothing open but its end, behind a column, is a test that prunes. */
  static Expression like(Expression operand, String pattern, @Nullable String escape) {
    Like like = new Like(operand, pattern, escape);
    LikePattern compiled = like.compiled();
    if (!(operand instanceof Column column) || !compiled.isPrefix()) {
      return like;
    }
    String prefix = compiled.prefix();
    return new Condition(
        compiled.isOpen()
            ? new Predicate.StartsWith(column.name, prefix)
            : new Predicate.Comparison(column.name, Operator.EQ, new Literal(prefix)));
  }

  static Expression call(Function function, List<Expression> arguments) {
    if (function == Function.STARTS_WITH
        && arguments.get(0) instanceof Column column
        && arguments.get(1) instanceof Literal literal
        && literal.value() instanceof String prefix) {
      return new Condition(new Predicate.StartsWith(column.name, prefix));
    }
    if (function != Function.CONCAT) {
      return new Call(function, arguments);
    }
    List<Expression> flat = new ArrayList<>();
    for (Expression each : arguments) {
      flat.addAll(
          each instanceof Call call && call.function == Function.CONCAT
              ? call.arguments
              : List.of(each));
    }
    return new Call(function, flat);
  }

  /** How many terms stand in each other, looked for as deep as asked only. */
  static int height(@Nullable Expression expression, int most) {
    if (most == 0) {
      return 0;
    }
    int inside = 0;
    if (expression instanceof Condition condition) {
      return height(condition.predicate, most);
    }
    if (expression instanceof Term term) {
      inside = term.operands().mapToInt(operand -> height(operand, most - 1)).max().orElse(0);
    }
    return inside + 1;
  }

  private static int height(Predicate predicate, int most) {
    if (most == 0) {
      return 0;
    }
    List<Predicate> operands =
        predicate instanceof Predicate.And and
            ? and.operands()
            : predicate instanceof Predicate.Or or
                ? or.operands()
                : predicate instanceof Predicate.Not not ? List.of(not.operand()) : List.of();
    int inside = operands.stream().mapToInt(each -> height(each, most - 1)).max().orElse(0);
    return predicate instanceof Predicate.Computed computed
        ? height(computed.expression(), most)
        : inside + 1;
  }
}
