package org.tarnlake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Expression;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.Schema;
import org.tarnlake.transaction.change.MergeClause.Match;
import org.tarnlake.transaction.change.MergeSource;

/**
 * Rows merged into a table by their keys, built step by step; nothing happens before {@link #run}.
 *
 * <pre>{@code
 * tx.merge("orders").using(changedRows).on("id")
 *     .whenMatched("source.deleted").delete()
 *     .whenMatched().update()
 *     .whenNotMatched().insert()
 *     .run();
 * }</pre>
 *
 * <p>A row of the source and one of the table match if they have the same values in the columns of
 * {@link #on}; a null is the same as nothing. Two rows of the source with one key are an error. Of
 * the clauses for a row the first whose condition is true counts; a row for which none does stays
 * as it is.
 *
 * <p>Conditions and values name the columns of the table, and those of the source behind the word
 * {@code source}, as in {@code source.price > price}; {@code target.price} is the table's, too. One
 * thread at a time.
 */
public final class Merge {
  private final Runner runner;
  private final List<Clause> clauses = new ArrayList<>();
  private @Nullable Source source;
  private List<String> keys = List.of();

  /** Where rows come from, once it is known into which table. */
  @FunctionalInterface
  interface Source {
    MergeSource of(MergeRun run);
  }

  /**
   * What happens to rows.
   *
   * @param condition on them; null if it is for all
   * @param values of columns; null for all columns of the source's by their names
   * @param deletes whether the rows go
   */
  record Clause(
      Match match,
      @Nullable Predicate condition,
      @Nullable Map<String, Expression> values,
      boolean deletes) {}

  /** Runs a merge that was built. */
  @FunctionalInterface
  interface Runner {
    MergeResult run(Source source, List<String> keys, List<Clause> clauses);
  }

  Merge(Runner runner) {
    this.runner = runner;
  }

  /** Inserts rows, or changes those that have their keys. */
  MergeResult upsert(List<String> columns, Iterable<?> rows) {
    return using(rows)
        .on(columns.toArray(String[]::new))
        .whenMatched()
        .update()
        .whenNotMatched()
        .insert()
        .run();
  }

  /**
   * The rows to merge: each a record, a bean, a Map, a Row, or an {@code Object[]} of the values,
   * as an append takes them for the columns of the table.
   */
  public Merge using(Iterable<?> rows) {
    Argument.require(rows, "rows", "an Iterable");
    source = run -> run.rows(null, rows);
    return this;
  }

  /** The rows to merge, which have columns of their own. */
  public Merge using(Schema columns, Iterable<?> rows) {
    Argument.require(columns, "columns", "a Schema");
    Argument.require(rows, "rows", "an Iterable");
    source = run -> run.rows(columns.columns(), rows);
    return this;
  }

  /** The rows to merge: those of a scan, of another table or of this one. */
  public Merge using(Scan rows) {
    Argument.require(rows, "rows", "a Scan");
    source = run -> run.rows(rows);
    return this;
  }

  /** The columns by which rows match, which both sides have by these names. */
  public Merge on(String... columns) {
    keys = List.of(Argument.requireAll(columns, "columns", "columns' names"));
    return this;
  }

  /** For all rows of the table that have one in the source. */
  public Matched whenMatched() {
    return new Matched(null);
  }

  /** For rows of the table that have one in the source, if this is true, too. */
  public Matched whenMatched(String condition) {
    return new Matched(parsed(condition));
  }

  /** For all rows of the source that have none in the table. */
  public NotMatched whenNotMatched() {
    return new NotMatched(null);
  }

  /** For rows of the source that have none in the table, if this is true, too. */
  public NotMatched whenNotMatched(String condition) {
    return new NotMatched(parsed(condition));
  }

  /** For all rows of the table that have none in the source: every file is read. */
  public NotMatchedBySource whenNotMatchedBySource() {
    return new NotMatchedBySource(null);
  }

  /** For rows of the table that have none in the source, if this is true, too. */
  public NotMatchedBySource whenNotMatchedBySource(String condition) {
    return new NotMatchedBySource(parsed(condition));
  }

  private static Predicate parsed(String condition) {
    Argument.require(condition, "condition", "a condition, such as source.deleted");
    return Predicate.parse(condition);
  }

  private static Map<String, Expression> parsed(Map<String, String> values) {
    Map<String, Expression> parsed = new LinkedHashMap<>();
    Argument.require(values, "values", "a Map")
        .forEach(
            (column, value) ->
                parsed.put(
                    Argument.require(column, "values", "columns' names"),
                    Expression.parse(
                        Argument.require(value, "values", "expressions, such as source.price"))));
    return parsed;
  }

  private Merge add(
      Match match,
      @Nullable Predicate condition,
      @Nullable Map<String, Expression> values,
      boolean deletes) {
    clauses.add(new Clause(match, condition, values, deletes));
    return this;
  }

  /** What becomes of rows that match. */
  public final class Matched {
    private final @Nullable Predicate condition;

    Matched(@Nullable Predicate condition) {
      this.condition = condition;
    }

    /** They get the values of the source, column by column; what it lacks stays. */
    public Merge update() {
      return add(Match.MATCHED, condition, null, false);
    }

    /**
     * Some of their columns get other values.
     *
     * @param values an expression for each, such as {@code source.price}
     */
    public Merge update(Map<String, String> values) {
      return add(Match.MATCHED, condition, parsed(values), false);
    }

    /** They go. */
    public Merge delete() {
      return add(Match.MATCHED, condition, null, true);
    }
  }

  /** What becomes of rows that only the source has. */
  public final class NotMatched {
    private final @Nullable Predicate condition;

    NotMatched(@Nullable Predicate condition) {
      this.condition = condition;
    }

    /** They are inserted; a column that the source lacks is null. */
    public Merge insert() {
      return add(Match.NOT_MATCHED, condition, null, false);
    }

    /**
     * Rows with these values are inserted; all other columns are null.
     *
     * @param values an expression for each column, such as {@code source.price}
     */
    public Merge insert(Map<String, String> values) {
      return add(Match.NOT_MATCHED, condition, parsed(values), false);
    }
  }

  /** What becomes of rows that only the table has. */
  public final class NotMatchedBySource {
    private final @Nullable Predicate condition;

    NotMatchedBySource(@Nullable Predicate condition) {
      this.condition = condition;
    }

    /** Some of their columns get other values, by an expression for each. */
    public Merge update(Map<String, String> values) {
      return add(Match.NOT_MATCHED_BY_SOURCE, condition, parsed(values), false);
    }

    /** They go. */
    public Merge delete() {
      return add(Match.NOT_MATCHED_BY_SOURCE, condition, null, true);
    }
  }

  /**
   * Merges.
   *
   * @return what it did
   * @throws InvalidDataException with nothing changed, if a column does not exist, two rows of the
   *     source have one key, or a value breaks the schema
   */
  public MergeResult run() {
    if (source == null) {
      throw new InvalidDataException("a merge without a source; say using(rows)");
    }
    if (clauses.isEmpty()) {
      throw new InvalidDataException(
          "a merge that does nothing; say whenMatched().update() or whenNotMatched().insert()");
    }
    return runner.run(source, keys, clauses);
  }
}
