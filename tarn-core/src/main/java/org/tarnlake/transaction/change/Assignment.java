package org.tarnlake.transaction.change;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.RowWriter;
import org.tarnlake.predicate.BoundExpression;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.Row;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** How the new values of one column are found. Immutable. */
public interface Assignment {
  /**
   * The values for some rows, of the column's type.
   *
   * @throws InvalidDataException if there is none for a row
   */
  Vector values(Batch rows);

  /** The top-level columns that the rows must have; {@link #ALL} if all. */
  Set<String> columns();

  /** Stands for every column. No column has such a name. */
  String ALL = "\0all";

  /** By an expression, which is converted to the column's type. */
  static Assignment of(Field column, BoundExpression expression) {
    BoundExpression assigned = expression.assignedTo(column);
    return new Assignment() {
      @Override
      public Vector values(Batch rows) {
        return assigned.evaluate(rows);
      }

      @Override
      public Set<String> columns() {
        return assigned.columns();
      }
    };
  }

  /** Null in every row. In a column that follows from others it stands for its value. */
  static Assignment ofNull(Field column) {
    return new Assignment() {
      @Override
      public Vector values(Batch rows) {
        return Vector.constant(column.type(), null, rows.rowCount());
      }

      @Override
      public Set<String> columns() {
        return Set.of();
      }
    };
  }

  /**
   * By a function, which gets the row as it was and returns what an append takes. It must not keep
   * the row.
   */
  static Assignment of(Field column, Function<? super Row, ? extends @Nullable Object> function) {
    StructType only = new StructType(List.of(column));
    RowWriter mapper = new RowWriter(only);
    return new Assignment() {
      @Override
      public Vector values(Batch rows) {
        RowBuffer values = new RowBuffer(only);
        BatchRow row = new BatchRow(rows.type());
        for (int i = 0; i < rows.rowCount(); i++) {
          row.moveTo(rows, i);
          values.append(mapper.values(new @Nullable Object[] {function.apply(row)}));
        }
        return values.toBatch().vector(0);
      }

      @Override
      public Set<String> columns() {
        return Set.of(ALL);
      }
    };
  }
}
