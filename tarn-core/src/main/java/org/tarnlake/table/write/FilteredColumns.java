package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;

/**
 * The columns of a table whose values get Bloom filters in its files: those that the property
 * {@value #PROPERTY} names, as {@code id, customer.id}. Stateless.
 */
public final class FilteredColumns {
  /** Names with commas between; what is no column of the table counts for nothing. */
  public static final String PROPERTY = "tarn.bloomFilterColumns";

  /** Decimals of more are byte arrays of fixed length, which get none. */
  private static final int MAX_DIGITS = 18;

  private static final Set<PrimitiveType> UNSUITABLE =
      EnumSet.of(PrimitiveType.BOOLEAN, PrimitiveType.FLOAT, PrimitiveType.DOUBLE);

  private FilteredColumns() {}

  /** Their paths, of names as files have them. */
  public static Set<List<String>> of(TableHead head) {
    Set<List<String>> paths = new HashSet<>();
    String names = head.metadata().configuration().getOrDefault(PROPERTY, "");
    if (names.isBlank()) {
      return paths;
    }
    StructType columns = head.schema().columns();
    for (String name : names.split(",")) {
      try {
        paths.add(inFiles(columns, ColumnPath.find(columns, name.strip()), head.columnMapping()));
      } catch (InvalidDataException e) {
        // Dropped since, or never there.
      }
    }
    return paths;
  }

  /**
   * Throws InvalidDataException if files have no filters of a column, whatever the property says.
   *
   * @param name of the column, as the property has it
   */
  public static void requireSuitable(StructType columns, String name, Field column) {
    ColumnPath.find(columns, name);
    DataType type = column.type();
    boolean suits =
        type instanceof PrimitiveType primitive
            ? !UNSUITABLE.contains(primitive)
            : type instanceof DecimalType decimal && decimal.precision() <= MAX_DIGITS;
    if (!suits) {
      throw new InvalidDataException(
          "column '%s' is %s, of which there are no Bloom filters: there are some of strings, binary values, whole numbers, dates, times and decimals of up to 18 digits"
              .formatted(name, type));
    }
  }

  /** A path, of names as files have them. */
  static List<String> inFiles(StructType columns, ColumnPath path, ColumnMapping mapping) {
    List<String> physical = new ArrayList<>();
    DataType type = columns;
    for (String name : path.names()) {
      StructType struct = (StructType) type;
      Field field = struct.field(struct.indexOf(name));
      physical.add(mapping.inside(struct).physicalName(field));
      type = field.type();
    }
    return List.copyOf(physical);
  }
}
