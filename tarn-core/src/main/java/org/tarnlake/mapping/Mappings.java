package org.tarnlake.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.schema.StructType;

/** The mappers that were made, each once for a class and columns. Safe for many threads. */
public final class Mappings {
  private static final int KEPT_MAX = 1000;

  private final Map<StructType, RowWriter> writers = new ConcurrentHashMap<>();
  private final ClassValue<Map<StructType, RowReader<?>>> readers =
      new ClassValue<>() {
        @Override
        protected Map<StructType, RowReader<?>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /** What makes rows of these columns. */
  public RowWriter writer(StructType columns) {
    if (writers.size() > KEPT_MAX) {
      writers.clear();
    }
    return writers.computeIfAbsent(columns, RowWriter::new);
  }

  /**
   * What makes rows of these columns.
   *
   * @param defaults values, by position, of columns that an object does not have
   */
  public RowWriter writer(StructType columns, Map<Integer, Object> defaults) {
    return defaults.isEmpty() ? writer(columns) : new RowWriter(columns, defaults);
  }

  /**
   * What makes objects of rows of these columns.
   *
   * @throws org.tarnlake.error.InvalidDataException if the class has something that no column has,
   *     or that cannot be had from its column
   */
  @SuppressWarnings("unchecked") // each class has readers of its own
  public <T> RowReader<T> reader(StructType columns, Class<T> type) {
    Map<StructType, RowReader<?>> made = readers.get(type);
    if (made.size() > KEPT_MAX) {
      made.clear();
    }
    return (RowReader<T>) made.computeIfAbsent(columns, each -> RowReader.of(each, type));
  }
}
