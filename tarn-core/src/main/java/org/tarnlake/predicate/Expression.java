package org.tarnlake.predicate;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.StructType;

/**
 * A value computed from the columns of a row, by their names: not yet tied to a table. Immutable.
 *
 * <p>The language is that of {@link Predicate}, of which a condition is one case: a value of type
 * boolean. Where an operand is null, so is the result, unless a function says otherwise. Integers
 * are computed in 64 bits, decimals exactly, whatever has a float or a double in it as double. An
 * overflow and a division by zero are errors, but only of rows for which the value is needed: a
 * branch of CASE is computed for its rows only, an operand of AND where none before it is false.
 *
 * <pre>{@code
 * price * 1.1
 * case when quantity > 100 then 'many' else 'few' end
 * coalesce(note, 'none') || '!'
 * }</pre>
 */
public sealed interface Expression permits Literal, Term {

  /**
   * Parses the text of an expression.
   *
   * @throws org.tarnlake.error.InvalidDataException with the position and what was expected there
   */
  static Expression parse(String sql) {
    Argument.require(sql, "sql", "a String");
    return new ExpressionParser(sql, "expression").parse();
  }

  /** A column, or the path of a field inside structs, as a condition names it. */
  static Expression column(String name) {
    return new Term.Column(name);
  }

  /** A constant, null included, of any class that {@link Literal} takes. */
  static Expression literal(@Nullable Object value) {
    return new Literal(value);
  }

  /** A condition as a value: true, false or, where it is unknown, null. */
  static Expression of(Predicate condition) {
    Argument.require(condition, "condition", "a Predicate");
    return Term.of(condition);
  }

  /** The expression as SQL; {@link #parse} makes an equal one of it. */
  String text();

  /**
   * The expression tied to the columns of a table.
   *
   * @throws org.tarnlake.error.InvalidDataException for a column that does not exist, and for
   *     operands whose types do not go together
   */
  default BoundExpression bind(StructType columns) {
    Argument.require(columns, "columns", "a StructType");
    return new Binder(columns, null).bind(this);
  }

  /**
   * As {@link #bind(StructType)}, where the time matters: {@code current_timestamp} and {@code
   * current_date} are what the clock tells now.
   */
  default BoundExpression bind(StructType columns, InstantSource clock) {
    Argument.require(columns, "columns", "a StructType");
    Argument.require(clock, "clock", "an InstantSource");
    return new Binder(columns, clock).bind(this);
  }
}
