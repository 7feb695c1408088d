package org.tarnlake.predicate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.StructType;

/**
 * A condition on rows, by names of columns: not yet tied to a table. Immutable.
 *
 * <p>Logic is SQL's, with three values: a comparison with a null is neither true nor false but
 * unknown, and a row passes only where the whole condition is true. Numbers compare exactly,
 * whatever their types; NaN equals itself and is greater than every other number, {@code -0.0}
 * equals {@code 0.0}; strings compare by the bytes of their UTF-8, binary by unsigned bytes.
 *
 * <p>A column is named ignoring case; a field of a struct by its path, {@code address.city}. A name
 * that has a dot itself stands in backticks or double quotes, {@code `a.b`}; without them it is
 * found only if there is no such path. The value of a comparison is any that {@link Literal} takes.
 *
 * <p>{@link #parse} reads the language of a WHERE clause:
 *
 * <pre>{@code
 * price >= 9.99 AND (currency IN ('EUR', 'CHF') OR note IS NULL)
 * price * quantity > cost AND lower(currency) <> 'eur' AND coalesce(note, '') LIKE '%late%'
 * NOT customer LIKE 'test%' AND day BETWEEN DATE '2024-05-01' AND DATE '2024-05-31'
 * "order" = X'00ff' AND starts_with(address.city, 'Zür') AND at < TIMESTAMP '2024-05-01 10:00:00Z'
 * }</pre>
 */
public sealed interface Predicate {

  /** How a comparison compares. */
  enum Operator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    /** As SQL writes it. */
    public String text() {
      return text;
    }

    /** The operator that holds exactly where this one does not, among values that are not null. */
    Operator negated() {
      return switch (this) {
        case EQ -> NE;
        case NE -> EQ;
        case LT -> GE;
        case LE -> GT;
        case GT -> LE;
        case GE -> LT;
      };
    }

    /** The operator with its sides exchanged. */
    Operator flipped() {
      return switch (this) {
        case EQ -> EQ;
        case NE -> NE;
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
      };
    }

    /** Whether a comparison with that result (as of {@code compareTo}) satisfies this operator. */
    boolean accepts(int comparison) {
      return switch (this) {
        case EQ -> comparison == 0;
        case NE -> comparison != 0;
        case LT -> comparison < 0;
        case LE -> comparison <= 0;
        case GT -> comparison > 0;
        case GE -> comparison >= 0;
      };
    }
  }

  /** {@code column < literal} and its like. */
  record Comparison(String column, Operator operator, Literal literal) implements Predicate {
    public Comparison {
      column = ColumnName.normal(Argument.require(column, "column", "a column's name"));
      Argument.require(operator, "operator", "an Operator");
      Argument.require(literal, "literal", "a Literal");
    }
  }

  /** {@code column IN (values)}: false for no values; never false if one of them is null. */
  record In(String column, List<Literal> values) implements Predicate {
    public In {
      column = ColumnName.normal(Argument.require(column, "column", "a column's name"));
      values = Argument.copy(values, "values", "Literals");
    }
  }

  /** {@code column IS NULL}. */
  record IsNull(String column) implements Predicate {
    public IsNull {
      column = ColumnName.normal(Argument.require(column, "column", "a column's name"));
    }
  }

  /** {@code starts_with(column, prefix)}, of a string. */
  record StartsWith(String column, String prefix) implements Predicate {
    public StartsWith {
      column = ColumnName.normal(Argument.require(column, "column", "a column's name"));
      Literal.requireText(Argument.require(prefix, "prefix", "a text"));
    }
  }

  /** The conjunction of two or more; an operand that is one itself is merged into it. */
  record And(List<Predicate> operands) implements Predicate {
    public And {
      List<Predicate> flat = new ArrayList<>();
      for (Predicate p : Argument.copy(operands, "operands", "Predicates")) {
        flat.addAll(p instanceof And and ? and.operands : List.of(p));
      }
      operands = requireTwo(flat);
    }
  }

  /** The disjunction of two or more; an operand that is one itself is merged into it. */
  record Or(List<Predicate> operands) implements Predicate {
    public Or {
      List<Predicate> flat = new ArrayList<>();
      for (Predicate p : Argument.copy(operands, "operands", "Predicates")) {
        flat.addAll(p instanceof Or or ? or.operands : List.of(p));
      }
      operands = requireTwo(flat);
    }
  }

  /** True where the operand is false, and unknown where it is unknown. */
  record Not(Predicate operand) implements Predicate {
    public Not {
      Argument.require(operand, "operand", "a Predicate");
    }
  }

  /** True, false or unknown (null) for every row. */
  record Constant(@Nullable Boolean value) implements Predicate {}

  /**
   * True where an expression is: any condition that none of the other kinds can say. It is computed
   * for every row that is read; no file is left unread for it.
   *
   * @param expression not a literal, a column or a condition of another kind: {@link #of} takes
   *     these too
   */
  record Computed(Expression expression) implements Predicate {
    public Computed {
      Argument.require(expression, "expression", "an Expression");
      if (!Term.isComputed(expression)) {
        throw new IllegalArgumentException(
            "'%s' is not computed; pass it to Predicate.of".formatted(expression.text()));
      }
    }
  }

  /**
   * Parses the text of a condition.
   *
   * @throws org.tarnlake.error.InvalidDataException with the position and what was expected there
   */
  static Predicate parse(String sql) {
    Argument.require(sql, "sql", "a String");
    return new ExpressionParser(sql, "condition").parseCondition();
  }

  /** True where an expression of type boolean is. */
  static Predicate of(Expression expression) {
    return Term.condition(Argument.require(expression, "expression", "an Expression"));
  }

  /**
   * {@code column = value}; unknown, so no row passes, if the value is null: see {@link #isNull}.
   */
  static Predicate eq(String column, @Nullable Object value) {
    return new Comparison(column, Operator.EQ, new Literal(value));
  }

  static Predicate ne(String column, @Nullable Object value) {
    return new Comparison(column, Operator.NE, new Literal(value));
  }

  static Predicate lt(String column, @Nullable Object value) {
    return new Comparison(column, Operator.LT, new Literal(value));
  }

  static Predicate le(String column, @Nullable Object value) {
    return new Comparison(column, Operator.LE, new Literal(value));
  }

  static Predicate gt(String column, @Nullable Object value) {
    return new Comparison(column, Operator.GT, new Literal(value));
  }

  static Predicate ge(String column, @Nullable Object value) {
    return new Comparison(column, Operator.GE, new Literal(value));
  }

  static Predicate in(String column, Collection<?> values) {
    Argument.require(values, "values", "a Collection");
    return new In(column, values.stream().map(Literal::new).toList());
  }

  static Predicate in(String column, @Nullable Object... values) {
    return in(column, Arrays.asList(Argument.require(values, "values", "values")));
  }

  static Predicate isNull(String column) {
    return new IsNull(column);
  }

  static Predicate isNotNull(String column) {
    return new Not(new IsNull(column));
  }

  static Predicate startsWith(String column, String prefix) {
    return new StartsWith(column, prefix);
  }

  static Predicate and(Predicate left, Predicate right, Predicate... more) {
    return new And(all(left, right, more));
  }

  static Predicate or(Predicate left, Predicate right, Predicate... more) {
    return new Or(all(left, right, more));
  }

  static Predicate not(Predicate operand) {
    return operand instanceof Not not ? not.operand : new Not(operand);
  }

  default Predicate and(Predicate other) {
    return new And(all(this, Argument.require(other, "other", "a Predicate")));
  }

  default Predicate or(Predicate other) {
    return new Or(all(this, Argument.require(other, "other", "a Predicate")));
  }

  default Predicate negate() {
    return not(this);
  }

  /** The condition as SQL; {@link #parse} makes an equal predicate of it. */
  default String text() {
    return PredicateText.of(this);
  }

  /**
   * The condition tied to the columns of a table, its literals converted to their types.
   *
   * @throws org.tarnlake.error.InvalidDataException for a column that does not exist and for a
   *     value of another kind than its column; a number that its column cannot hold is none: {@code
   *     quantity > 1.5} of an integer is right, {@code quantity = 1.5} is false
   */
  default BoundPredicate bind(StructType columns) {
    Argument.require(columns, "columns", "a StructType");
    return new Binder(columns, null).bind(this);
  }

  /**
   * As {@link #bind(StructType)}, where the time matters: {@code current_timestamp} and {@code
   * current_date} are what the clock tells now.
   */
  default BoundPredicate bind(StructType columns, InstantSource clock) {
    Argument.require(columns, "columns", "a StructType");
    Argument.require(clock, "clock", "an InstantSource");
    return new Binder(columns, clock).bind(this);
  }

  private static List<Predicate> requireTwo(List<Predicate> operands) {
    if (operands.size() < 2) {
      throw new IllegalArgumentException("two or more operands, not " + operands.size());
    }
    return List.copyOf(operands);
  }

  private static List<Predicate> all(Predicate left, Predicate right, Predicate... more) {
    List<Predicate> all = new ArrayList<>();
    all.add(Argument.require(left, "left", "a Predicate"));
    all.add(Argument.require(right, "right", "a Predicate"));
    all.addAll(List.of(Argument.requireAll(more, "more", "Predicates")));
    return all;
  }
}
