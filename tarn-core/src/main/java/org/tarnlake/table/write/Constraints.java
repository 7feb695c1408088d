package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;

/**
 * The conditions that must be true of every row of a table, false and null being none of that: its
 * CHECK constraints, and the invariants of its columns (PROTOCOL.md). Immutable.
 */
public final class Constraints {
  /** With what the names of properties begin that are constraints. */
  public static final String PROPERTY = "delta.constraints.";

  /** What a column's metadata has where it has an invariant. */
  static final String INVARIANT = "delta.invariants";

  private static final int SHOWN_CHARACTERS = 60;

  private final StructType columns;
  private final List<Constraint> constraints;

  private record Constraint(String name, String text, BoundPredicate condition) {}

  private Constraints(StructType columns, List<Constraint> constraints) {
    this.columns = columns;
    this.constraints = constraints;
  }

  /**
   * Those of a table.
   *
   * @throws UnsupportedTableException if one is no condition that Tarn knows
   */
  public static Constraints of(String table, TableHead head) {
    StructType columns = head.schema().columns();
    Map<String, String> texts = new LinkedHashMap<>();
    head.metadata()
        .configuration()
        .forEach(
            (key, text) -> {
              if (key.startsWith(PROPERTY)) {
                texts.put("the constraint '" + key.substring(PROPERTY.length()) + "'", text);
              }
            });
    for (Field field : columns.fields()) {
      if (field.metadata().get(INVARIANT) instanceof String json) {
        texts.put("the invariant of column '" + field.name() + "'", invariant(json));
      }
    }
    List<Constraint> constraints = new ArrayList<>();
    texts.forEach(
        (name, text) -> {
          try {
            SharedMeaning.require(text, columns);
            constraints.add(new Constraint(name, text, Predicate.parse(text).bind(columns)));
          } catch (InvalidDataException e) {
            throw new UnsupportedTableException(
                "table %s has %s (%s), which Tarn cannot check: %s; write with the engine that made it, or drop it there"
                    .formatted(
                        table,
                        name,
                        text,
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                e);
          }
        });
    return new Constraints(columns, constraints);
  }

  /**
   * The condition in {@code {"expression":{"expression":"id > 0"}}}; what is none stays as it is.
   */
  private static String invariant(String json) {
    try {
      Object inner = JsonReader.parseObject(json).get("expression");
      Object text = inner instanceof Map<?, ?> map ? map.get("expression") : null;
      return text instanceof String expression ? expression : json;
    } catch (JsonFormatException e) {
      return json;
    }
  }

  public boolean isEmpty() {
    return constraints.isEmpty();
  }

  /**
   * The first row for which one of them is not true; -1 if there is none.
   *
   * @param rows with the columns of the table, in their order, whatever they are called there
   * @throws InvalidDataException if one of them has no value for a row, as where it divides by zero
   */
  public int firstWrong(Batch rows) {
    Batch named = named(rows);
    int first = -1;
    for (Constraint constraint : constraints) {
      int wrong = firstFailing(constraint, named);
      first = first < 0 || (wrong >= 0 && wrong < first) ? wrong : first;
    }
    return first;
  }

  private Batch named(Batch rows) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      vectors.add(rows.vector(c));
    }
    return new Batch(columns, vectors, rows.rowCount());
  }

  private static int firstFailing(Constraint constraint, Batch rows) {
    Selection passing = constraint.condition().evaluate(rows);
    if (passing.isAll()) {
      return -1;
    }
    int row = 0;
    while (row < passing.count() && passing.rows()[row] == row) {
      row++;
    }
    return row;
  }

  /** What is wrong with a row of which {@link #firstWrong} told. */
  public InvalidDataException problem(Batch rows, int row) {
    Batch one = named(rows).select(new int[] {row}, 1);
    for (Constraint constraint : constraints) {
      if (firstFailing(constraint, one) == 0) {
        List<String> values = new ArrayList<>();
        for (String column : constraint.condition().columns()) {
          values.add(column + " is " + shown(one.vector(column).valueAt(0)));
        }
        return new InvalidDataException(
            "%s is not true of it: %s%s"
                .formatted(
                    constraint.name(),
                    constraint.text(),
                    values.isEmpty() ? "" : ", but " + String.join(", ", values)));
      }
    }
    throw new AssertionError("no constraint fails");
  }

  private static String shown(@Nullable Object value) {
    String text = value instanceof String string ? "'" + string + "'" : String.valueOf(value);
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
