package org.tarnlake.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.FileColumn.Kind;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** Finds the columns of a file that fields of a table stand for. Stateless. */
final class FileColumns {
  private FileColumns() {}

  /** The column of a field among its siblings: by physical name, ignoring case, or by id. */
  static @Nullable FileColumn find(List<FileColumn> siblings, Field field) {
    String name = ColumnMapping.physicalName(field);
    for (FileColumn column : siblings) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    int id = ColumnMapping.id(field);
    for (FileColumn column : siblings) {
      if (id >= 0 ? column.fieldId() == id : column.name().equalsIgnoreCase(name)) {
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
  record Scalar(FileColumn column, DataType wanted) {}

  /** The scalar at the end of a path of field names; null if the file has none there. */
  static @Nullable Scalar find(FileSchema schema, StructType columns, List<String> path) {
    List<FileColumn> siblings = schema.columns();
    DataType type = columns;
    FileColumn found = null;
    for (String name : path) {
      if (!(type instanceof StructType struct) || struct.indexOf(name) < 0) {
        return null;
      }
      Field field = struct.field(struct.indexOf(name));
      found = find(siblings, field);
      if (found == null || found.kind() == Kind.LIST || found.kind() == Kind.MAP) {
        return null;
      }
      siblings = found.children();
      type = field.type();
    }
    return found == null || found.kind() != Kind.SCALAR ? null : new Scalar(found, type);
  }
}
