package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;

/**
 * The columns of a table whose values get Bloom filters in its files: those that the property
 * {@value #PROPERTY} names, as {@code id, customer.id}. Stateless.
 */
public final class FilteredColumns {
  /** Names with commas between; what is no column of the table counts for nothing. */
  public static final String PROPERTY = "tarn.bloomFilterColumns";

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
