package org.tarnlake.data.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.SchemaElement;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.StructType;

/**
 * The schema of a file: what its footer says, and the tree that follows from it. Immutable.
 *
 * @param elements the schema as the footer has it: the tree in depth-first order
 * @param columns the top-level columns
 * @param index finds them by the fields of a table
 * @param scalars all leaves, in the order of their column chunks
 * @param type what Tarn makes of it
 */
public record FileSchema(
    List<SchemaElement> elements,
    List<FileColumn> columns,
    FileColumns index,
    List<FileColumn> scalars,
    StructType type) {

  /** The schema in which Tarn writes columns, as Delta wants it. */
  public static FileSchema of(StructType columns, ColumnMapping mapping) {
    return parse(SchemaElements.of(columns, mapping));
  }

  /**
   * The schema of a footer.
   *
   * @throws IllegalArgumentException if it is no tree
   * @throws UnsupportedTableException if no table can have such columns
   */
  public static FileSchema parse(List<SchemaElement> elements) {
    SchemaTree tree = new SchemaTree(elements);
    List<FileColumn> columns = tree.columns();
    List<FileColumn> scalars = new ArrayList<>();
    columns.forEach(column -> column.addScalarsTo(scalars));
    return new FileSchema(
        elements, columns, new FileColumns(columns), scalars, SchemaTree.struct(columns));
  }
}
