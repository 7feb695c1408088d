package org.tarnlake.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tarnlake.mapping.shape.JavaType;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;

/**
 * Makes objects of a class of rows. Safe for many threads.
 *
 * @param <T> a record or a bean, or Map
 */
public final class RowReader<T> {
  private final Class<T> type;
  private final Function<Row, Object> reader;
  private final List<String> columns;

  private RowReader(Class<T> type, Function<Row, Object> reader, List<String> columns) {
    this.type = type;
    this.reader = reader;
    this.columns = List.copyOf(columns);
  }

  static <T> RowReader<T> of(StructType columns, Class<T> type) {
    if (type == Map.class) {
      return new RowReader<>(type, Row::toMap, columns.names());
    }
    ObjectReader reader = ObjectReader.of(new ColumnNames(columns, ""), JavaType.of(type));
    return new RowReader<>(type, reader::make, reader.columns());
  }

  /** The columns that it needs. */
  public List<String> columns() {
    return columns;
  }

  /**
   * The object of a row.
   *
   * @throws org.tarnlake.error.InvalidDataException naming column and value, if that is null where
   *     the class has a primitive, or does not fit
   */
  public T read(Row row) {
    return type.cast(reader.apply(row));
  }
}
