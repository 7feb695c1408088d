package org.tarnlake.data.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn.Kind;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** Finds the columns of a file that fields of a table stand for. Immutable. */
public final class FileColumns {
  private final Map<String, FileColumn> byName = new HashMap<>();
  private final Map<String, FileColumn> byAnyCase = new HashMap<>();
  private final Map<Integer, FileColumn> byId = new HashMap<>();

  /** For looking up many: a file may have thousands of columns. */
  FileColumns(List<FileColumn> siblings) {
    for (FileColumn column : siblings) {
      byName.putIfAbsent(column.name(), column);
      byAnyCase.putIfAbsent(folded(column.name()), column);
      byId.putIfAbsent(column.fieldId(), column);
    }
  }

  /** The column of a field; null if there is none. */
  public @Nullable FileColumn find(Field field, ColumnMapping mapping) {
    return switch (mapping) {
      case NONE -> {
        FileColumn exact = byName.get(field.name());
        yield exact != null ? exact : byAnyCase.get(folded(field.name()));
      }
      case NAME -> byName.get(mapping.physicalName(field));
      case ID -> {
        int id = ColumnMapping.id(field);
        yield FieldIds.isReserved(id)
            ? byName.get(mapping.physicalName(field))
            : id < 0 ? null : byId.get(id);
      }
    };
  }

  /** What names have in common that {@link String#equalsIgnoreCase} finds equal. */
  private static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      folded.append(Character.toLowerCase(Character.toUpperCase(name.charAt(i))));
    }
    return folded.toString();
  }

  /** The column of a field among the few of a struct; null if there is none. */
  public static @Nullable FileColumn find(
      List<FileColumn> siblings, Field field, ColumnMapping mapping) {
    String name = mapping.physicalName(field);
    int id = ColumnMapping.id(field);
    for (FileColumn column : siblings) {
      boolean same =
          mapping == ColumnMapping.ID
              ? id >= 0 && column.fieldId() == id
              : column.name().equals(name);
      if (same) {
        return column;
      }
    }
    for (FileColumn column : siblings) {
      if (mapping == ColumnMapping.NONE && column.name().equalsIgnoreCase(name)) {
        return column;
      }
    }
    return null;
  }

  /**
   * A scalar that no list or map is around.
   *
   * @param wanted the type to read it as
   */
  public record Scalar(FileColumn column, DataType wanted) {}

  /** The scalar at the end of a path of field names; null if the file has none there. */
  public static @Nullable Scalar find(
      FileSchema schema, StructType columns, List<String> path, ColumnMapping mapping) {
    DataType type = columns;
    FileColumn found = null;
    for (String name : path) {
      if (!(type instanceof StructType struct) || struct.indexOf(name) < 0) {
        return null;
      }
      Field field = struct.field(struct.indexOf(name));
      found =
          found == null
              ? schema.index().find(field, mapping)
              : find(found.children(), field, mapping.inside(struct));
      if (found == null || found.kind() == Kind.LIST || found.kind() == Kind.MAP) {
        return null;
      }
      type = field.type();
    }
    return found == null || found.kind() != Kind.SCALAR ? null : new Scalar(found, type);
  }
}
