package org.tarnlake.mapping;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.mapping.shape.ClassShape;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/** Makes of what a program appends the values of a table's columns. Safe for many threads. */
public final class RowWriter {
  private final StructType columns;
  private final StructWriter row;
  private final boolean hasStruct;

  public RowWriter(StructType columns) {
    this(columns, Map.of());
  }

  /**
   * @param defaults values, by position, of columns that an object does not have
   */
  RowWriter(StructType columns, Map<Integer, Object> defaults) {
    this.columns = columns;
    this.row = new StructWriter(columns, "", defaults);
    this.hasStruct = hasStruct(columns);
  }

  /** Whether a value of these columns may have records or beans in it. */
  public static boolean hasStruct(StructType columns) {
    return columns.fields().stream().anyMatch(field -> ValueWriter.hasStruct(field.type()));
  }

  /**
   * One value for each column: of a single record, bean, Map or Row what it has for them, unless it
   * is what the only column takes; and otherwise those given, with the fields of the records and
   * beans in them.
   *
   * @throws org.tarnlake.error.InvalidDataException if a name means no column, or a column that
   *     must not be null has none
   */
  public @Nullable Object[] values(@Nullable Object[] given) {
    if (given.length == 1) {
      Object only = given[0];
      if (only != null && isRow(only)) {
        return (@Nullable Object[]) row.write(only);
      }
    }
    return hasStruct ? row.values(given) : given;
  }

  private boolean isRow(Object value) {
    boolean isMap = value instanceof Map;
    if (!isMap && !(value instanceof Row) && !ClassShape.isObject(value.getClass())) {
      return false;
    }
    if (columns.size() != 1) {
      return true;
    }
    DataType only = columns.field(0).type();
    return !(only instanceof StructType || (isMap && only instanceof MapType));
  }
}
