package org.tarnlake.table.write;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.BatchCheck;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.BoundExpression;
import org.tarnlake.predicate.Expression;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;

/**
 * The columns of a table that follow from others, and those that have a value where a row names
 * none (PROTOCOL.md, "Generated Columns" and "Default Columns"). Immutable.
 */
public final class ComputedColumns {
  /** What a column's metadata has that follows from others. */
  static final String GENERATED = "delta.generationExpression";

  /** What a column's metadata has that has a value by default. */
  static final String DEFAULT = "CURRENT_DEFAULT";

  private static final String FEATURE = "generatedColumns";
  private static final int SHOWN_CHARACTERS = 60;

  private final StructType columns;
  private final StructType given;
  private final List<Generated> generated;
  private final Map<Integer, Object> defaults;

  private record Generated(int ordinal, String text, BoundExpression expression) {}

  private ComputedColumns(
      StructType columns,
      StructType given,
      List<Generated> generated,
      Map<Integer, Object> defaults) {
    this.columns = columns;
    this.given = given;
    this.generated = generated;
    this.defaults = defaults;
  }

  /**
   * Those of a table.
   *
   * @throws UnsupportedTableException if the expression of one is none that Tarn knows
   */
  public static ComputedColumns of(String table, TableHead head) {
    return of(table, head, () -> Instant.EPOCH);
  }

  /**
   * As {@link #of(String, TableHead)}.
   *
   * @param clock tells the time for defaults that are the time
   */
  public static ComputedColumns of(String table, TableHead head, InstantSource clock) {
    StructType columns = head.schema().columns();
    boolean areGenerated = head.protocol().impliedWriterFeatures().contains(FEATURE);
    List<Generated> generated = new ArrayList<>();
    Map<Integer, Object> defaults = new LinkedHashMap<>();
    List<Field> given = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      Field field = columns.field(c);
      if (areGenerated && field.metadata().get(GENERATED) instanceof String text) {
        generated.add(
            new Generated(c, text, bound(table, field, "a generated value", text, columns, null)));
        given.add(new Field(field.name(), field.type(), true, field.metadata()));
      } else {
        given.add(field);
        if (field.metadata().get(DEFAULT) instanceof String text) {
          Object value = constant(bound(table, field, "an SQL default", text, null, clock));
          if (value != null) {
            defaults.put(c, value);
          }
        }
      }
    }
    return new ComputedColumns(columns, new StructType(given), generated, defaults);
  }

  /** One row without columns. */
  private static final Batch NOTHING = new Batch(new StructType(List.of()), List.of(), 1);

  private static @Nullable Object constant(BoundExpression expression) {
    return expression.evaluate(NOTHING).valueAt(0);
  }

  /**
   * @param columns that it may name; null if none, and it has one value
   * @param clock null where the time must not matter
   */
  private static BoundExpression bound(
      String table,
      Field field,
      String what,
      String text,
      @Nullable StructType columns,
      @Nullable InstantSource clock) {
    try {
      StructType known = columns == null ? NOTHING.type() : columns;
      SharedMeaning.require(text, known);
      Expression parsed = Expression.parse(text);
      BoundExpression bound =
          (clock == null ? parsed.bind(known) : parsed.bind(known, clock)).assignedTo(field);
      if (columns == null) {
        constant(bound);
      }
      return bound;
    } catch (InvalidDataException e) {
      throw new UnsupportedTableException(
          "table %s, column %s has %s (%s), which Tarn cannot compute: %s; write with the engine that made it"
              .formatted(
                  table,
                  field.name(),
                  what,
                  text,
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** Whether a row may lack columns, of which it then says nothing. */
  public boolean isEmpty() {
    return generated.isEmpty() && defaults.isEmpty();
  }

  /** Whether some columns follow from others. */
  public boolean hasGenerated() {
    return !generated.isEmpty();
  }

  /** The columns as rows give them: null in one that follows from others stands for its value. */
  public StructType given() {
    return given;
  }

  /** The values, by position, of columns that a row does not name; those that are null left out. */
  public Map<Integer, Object> defaults() {
    return defaults;
  }

  /** The positions of the columns that follow from others. */
  public List<Integer> generated() {
    return generated.stream().map(Generated::ordinal).toList();
  }

  /**
   * The rows with all columns that follow from others.
   *
   * @param rows have null in such a column, or the value that it must have
   * @throws InvalidDataException if there is no such value for a row, as where it divides by zero
   */
  public Batch complete(Batch rows) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < rows.type().size(); c++) {
      vectors.add(rows.vector(c));
    }
    Batch named = named(rows);
    for (Generated each : generated) {
      vectors.set(each.ordinal(), each.expression().evaluate(named));
    }
    List<Field> fields = new ArrayList<>(columns.fields());
    fields.addAll(rows.type().fields().subList(columns.size(), rows.type().size()));
    return new Batch(new StructType(fields), vectors, rows.rowCount());
  }

  /** With the names by which expressions know the columns. */
  private Batch named(Batch rows) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      vectors.add(rows.vector(c));
    }
    return new Batch(given, vectors, rows.rowCount());
  }

  /**
   * The first row that gives a column another value than the one that follows, or of which null
   * follows where there must be none; -1 if there is none.
   *
   * @param rows as they were given
   * @param complete the same, completed
   */
  public int firstWrong(Batch rows, Batch complete) {
    int first = rows.rowCount();
    for (Generated each : generated) {
      Vector is = rows.vector(each.ordinal());
      Vector must = complete.vector(each.ordinal());
      for (int i = 0; i < first; i++) {
        if (!is.isNull(i) && !isSame(is, must, i)) {
          first = i;
        }
      }
    }
    int none = generated.isEmpty() ? -1 : BatchCheck.firstWrong(columns, complete);
    first = none < 0 ? first : Math.min(first, none);
    return first == rows.rowCount() ? -1 : first;
  }

  private static boolean isSame(Vector one, Vector other, int row) {
    if (other.isNull(row)) {
      return false;
    }
    DataType type = one.type();
    if (type == DataType.DOUBLE || type == DataType.FLOAT) {
      double a = type == DataType.DOUBLE ? one.doubleAt(row) : one.floatAt(row);
      double b = type == DataType.DOUBLE ? other.doubleAt(row) : other.floatAt(row);
      return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }
    return Objects.deepEquals(one.canonicalAt(row), other.canonicalAt(row));
  }

  /** What is wrong with a row of which {@link #firstWrong} told. */
  public InvalidDataException problem(Batch rows, Batch complete, int row) {
    for (Generated each : generated) {
      Vector is = rows.vector(each.ordinal());
      Vector must = complete.vector(each.ordinal());
      if (!is.isNull(row) && !isSame(is, must, row)) {
        return new InvalidDataException(
            "column '%s' is %s, but %s follows from the others (%s); leave it out, or null"
                .formatted(
                    columns.field(each.ordinal()).name(),
                    shown(is.valueAt(row)),
                    shown(must.valueAt(row)),
                    each.text()));
      }
    }
    return BatchCheck.problem(columns, complete, row);
  }

  private static String shown(@Nullable Object value) {
    String text =
        value instanceof String string
            ? "'" + string + "'"
            : value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
