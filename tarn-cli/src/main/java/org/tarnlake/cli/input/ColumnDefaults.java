package org.tarnlake.cli.input;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundExpression;
import org.tarnlake.predicate.Expression;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * What the columns of a table have in rows that do not name them: a default of Delta's, or null. A
 * default that is the time is when this was made. Immutable.
 */
public final class ColumnDefaults {
  private static final String DEFAULT = "CURRENT_DEFAULT";
  private static final String GENERATED = "delta.generationExpression";
  private static final StructType NO_COLUMNS = new StructType(List.of());
  private static final InstantSource CLOCK = Environment.system().clock();

  private final StructType columns;
  private final Map<Integer, BoundExpression> defaults = new HashMap<>();

  ColumnDefaults(StructType columns) {
    this.columns = columns;
    for (int c = 0; c < columns.size(); c++) {
      Field field = columns.field(c);
      if (field.metadata().get(DEFAULT) instanceof String text) {
        try {
          defaults.put(c, Expression.parse(text).bind(NO_COLUMNS, CLOCK).assignedTo(field));
        } catch (InvalidDataException e) {
          // The table refuses to be written to, and says why.
        }
      }
    }
  }

  /** Whether a column that rows do not name need not be null. */
  public static boolean isFilled(Field column) {
    return column.metadata().containsKey(DEFAULT) || column.metadata().containsKey(GENERATED);
  }

  /** A row that names no column. */
  @Nullable Object[] row() {
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    for (int column : defaults.keySet()) {
      row[column] = values(column, 1).valueAt(0);
    }
    return row;
  }

  /** The values of a column in rows that do not name it. */
  Vector values(int column, int rowCount) {
    BoundExpression expression = defaults.get(column);
    return expression == null
        ? Vector.constant(columns.field(column).type(), null, rowCount)
        : expression.evaluate(new Batch(NO_COLUMNS, List.of(), rowCount));
  }
}
