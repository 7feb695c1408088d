package org.tarnlake;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Expression;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.change.Assignment;
import org.tarnlake.transaction.change.Columns;

/**
 * A change of rows, built step by step; nothing happens before {@link #run}. Every new value is
 * computed from the row as it was. One thread at a time.
 *
 * <pre>{@code
 * tx.update("orders").set("price", "price * 1.1").where("region = 'EU'").run();
 * }</pre>
 */
public final class Update {
  private final String name;
  private final StructType columns;
  private final InstantSource clock;
  private final Runner runner;
  private final Map<Integer, Assignment> assignments = new LinkedHashMap<>();
  private @Nullable Predicate condition;

  /** Changes the rows of a condition, or all; returns how many. */
  @FunctionalInterface
  interface Runner {
    long run(Map<Integer, Assignment> assignments, @Nullable BoundPredicate condition);
  }

  Update(OwnTable table, InstantSource clock, Runner runner) {
    this.name = table.name().toString();
    this.columns = table.head().schema().columns();
    this.clock = clock;
    this.runner = runner;
  }

  /**
   * Sets a column to the value of an expression, in SQL: {@code price * 1.1}.
   *
   * @throws InvalidDataException if there is no such column, it is set already, or the expression
   *     has no value for it
   */
  public Update set(String column, String expression) {
    Argument.require(expression, "expression", "an expression, such as price * 1.1");
    return set(column, Expression.parse(expression));
  }

  /** As {@link #set(String, String)}; a constant is {@code Expression.literal(value)}. */
  public Update set(String column, Expression expression) {
    Argument.require(expression, "expression", "an Expression");
    int ordinal = ordinal(column);
    return set(ordinal, Assignment.of(columns.field(ordinal), expression.bind(columns, clock)));
  }

  /**
   * Sets a column to what a function makes of the row as it was, which it must not keep. It must
   * not change the table: that is an IllegalStateException.
   *
   * @param function returns what {@link Transaction#append} takes for the column
   */
  public Update set(String column, Function<? super Row, ? extends @Nullable Object> function) {
    Argument.require(function, "function", "a Function");
    int ordinal = ordinal(column);
    return set(ordinal, Assignment.of(columns.field(ordinal), function));
  }

  private Update set(int ordinal, Assignment assignment) {
    if (assignments.put(ordinal, assignment) != null) {
      throw new InvalidDataException(
          "table %s: column '%s' is set twice".formatted(name, columns.field(ordinal).name()));
    }
    return this;
  }

  private int ordinal(String column) {
    return Columns.ordinal(columns, column);
  }

  /** Only rows for which this is true too, in SQL. Without a condition all rows change. */
  public Update where(String sql) {
    Argument.require(sql, "sql", "a condition, such as price > 10");
    return where(Predicate.parse(sql));
  }

  /** As {@link #where(String)}. */
  public Update where(Predicate more) {
    Argument.require(more, "more", "a Predicate");
    Predicate both = condition == null ? more : condition.and(more);
    both.bind(columns, clock);
    condition = both;
    return this;
  }

  /**
   * Changes the rows, those of this transaction included.
   *
   * @return how many
   * @throws InvalidDataException with nothing changed, if a value cannot be computed or breaks the
   *     schema
   */
  public long run() {
    if (assignments.isEmpty()) {
      throw new InvalidDataException(
          "table %s: an update without set; say which column gets which value".formatted(name));
    }
    return runner.run(assignments, condition == null ? null : condition.bind(columns, clock));
  }
}
