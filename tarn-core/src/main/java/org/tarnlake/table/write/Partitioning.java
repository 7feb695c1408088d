package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.PartitionValues;

/**
 * Divides rows by the values of the partition columns, and keeps what stands in data files.
 * Stateless.
 */
public final class Partitioning {
  private Partitioning() {}

  /**
   * The rows of one partition.
   *
   * @param values by partition column, names and values as the log writes them
   * @param rows with the columns that stand in data files
   */
  record Part(Map<String, @Nullable String> values, Batch rows) {}

  /**
   * The columns that stand in data files: those of the partition last, if at all; never void ones,
   * which Parquet has no type for and every reader takes for null where a file lacks them.
   */
  static StructType fileColumns(Metadata metadata) {
    Schema schema = metadata.schema();
    List<Field> fields = new ArrayList<>();
    List<Field> ofPartition = new ArrayList<>();
    for (Field field : schema.columns().fields()) {
      if (!field.type().equals(DataType.VOID)) {
        boolean partitions = schema.partitionColumns().contains(field.name());
        (partitions ? ofPartition : fields).add(field);
      }
    }
    if (metadata.hasPartitionColumnsInFiles()) {
      fields.addAll(ofPartition);
    }
    return new StructType(fields);
  }

  /**
   * Looks at a row before it is kept, so that the one to blame is known.
   *
   * @throws InvalidDataException for a value of a partition column's type that the log cannot keep
   */
  public static void check(Schema schema, @Nullable Object[] row) {
    for (String name : schema.partitionColumns()) {
      int ordinal = schema.columns().indexOf(name);
      Object value = ordinal < row.length ? row[ordinal] : null;
      Field field = schema.columns().field(ordinal);
      if (value instanceof CharSequence || value instanceof Character) {
        if (field.type() == DataType.STRING) {
          PartitionValues.format(field, value.toString());
        }
      } else if (value instanceof Double || value instanceof Float) {
        if (field.type() == DataType.DOUBLE || field.type() == DataType.FLOAT) {
          PartitionValues.format(field, value);
        }
      }
    }
  }

  /** The first row that {@link #check} refuses; -1 if there is none. */
  public static int firstWrong(Schema schema, Batch rows) {
    int first = rows.rowCount();
    for (String name : schema.partitionColumns()) {
      Vector vector = rows.vector(schema.columns().indexOf(name));
      for (int i = 0; i < first; i++) {
        if (!vector.isNull(i) && isLost(vector, i)) {
          first = i;
        }
      }
    }
    return first == rows.rowCount() ? -1 : first;
  }

  private static boolean isLost(Vector vector, int i) {
    if (vector instanceof BytesVector texts) {
      return texts.type() == DataType.STRING && PartitionValues.isNull(texts, i);
    }
    return (vector instanceof DoubleVector || vector instanceof FloatVector)
        && Double.isNaN(vector.doubleAt(i));
  }

  /** The partitions of some rows, in the order of their first rows. */
  static List<Part> split(
      Schema schema, StructType fileColumns, ColumnMapping mapping, Batch rows) {
    if (rows.rowCount() == 0) {
      return List.of();
    }
    if (schema.partitionColumns().isEmpty()) {
      return List.of(new Part(Map.of(), project(rows, fileColumns)));
    }
    Map<Map<String, @Nullable String>, RowList> groups = new LinkedHashMap<>();
    RowList previous = null;
    @Nullable Object[] previousKey = null;
    for (int row = 0; row < rows.rowCount(); row++) {
      @Nullable Object[] key = key(schema, rows, row);
      if (previous == null || !Arrays.equals(key, previousKey)) {
        previous = groups.computeIfAbsent(values(schema, mapping, key), values -> new RowList());
        previousKey = key;
      }
      previous.add(row);
    }
    List<Part> parts = new ArrayList<>();
    Batch kept = project(rows, fileColumns);
    groups.forEach(
        (values, list) -> parts.add(new Part(values, kept.select(list.rows, list.count))));
    return parts;
  }

  private static @Nullable Object[] key(Schema schema, Batch rows, int row) {
    List<String> columns = schema.partitionColumns();
    @Nullable Object[] key = new @Nullable Object[columns.size()];
    for (int i = 0; i < key.length; i++) {
      Vector vector = rows.vector(columns.get(i));
      key[i] = vector.isNull(row) ? null : vector.canonicalAt(row);
    }
    return key;
  }

  private static Map<String, @Nullable String> values(
      Schema schema, ColumnMapping mapping, @Nullable Object[] key) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (int i = 0; i < key.length; i++) {
      Field field = field(schema, schema.partitionColumns().get(i));
      values.put(mapping.physicalName(field), PartitionValues.format(field, key[i]));
    }
    return values;
  }

  private static Field field(Schema schema, String name) {
    return schema.columns().field(schema.columns().indexOf(name));
  }

  private static Batch project(Batch rows, StructType columns) {
    List<Vector> vectors =
        columns.fields().stream().map(field -> rows.vector(field.name())).toList();
    return new Batch(columns, vectors, rows.rowCount());
  }

  /** A growing list of row numbers. */
  private static final class RowList {
    private int[] rows = new int[64];
    private int count;

    void add(int row) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, count * 2);
      }
      rows[count++] = row;
    }
  }
}
