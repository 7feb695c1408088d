package org.tarnlake.data.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn.Kind;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/**
 * Builds the tree of a file's columns from the flat list in its footer, by the rules of Parquet's
 * LogicalTypes.md for lists and maps, those for older writers included.
 */
final class SchemaTree {
  /** A list or a map is two groups. */
  private static final int MAX_DEPTH = 2 * Schema.MAX_DEPTH;

  private final List<SchemaElement> elements;
  private final List<String> path = new ArrayList<>();
  private int next;
  private int leaves;

  SchemaTree(List<SchemaElement> elements) {
    this.elements = elements;
  }

  /** What surrounds a column: the levels so far. */
  private record Around(int slotDefinition, int definition, int repetition) {
    Around optional(boolean optional) {
      return optional ? new Around(slotDefinition, definition + 1, repetition) : this;
    }

    /** Inside a repeated field: a slot of its own for every entry. */
    Around repeated() {
      return new Around(definition + 1, definition + 1, repetition + 1);
    }
  }

  List<FileColumn> columns() {
    SchemaElement root = take();
    List<FileColumn> columns = children(root, new Around(0, 0, 0));
    if (next != elements.size()) {
      throw new IllegalArgumentException("the schema has elements that belong to no group");
    }
    return columns;
  }

  /**
   * The type of a group of columns.
   *
   * @throws UnsupportedTableException if their names differ by case only
   */
  static StructType struct(List<FileColumn> columns) {
    List<Field> fields = new ArrayList<>();
    for (FileColumn column : columns) {
      fields.add(
          column.optional()
              ? Field.optional(column.name(), column.type())
              : Field.required(column.name(), column.type()));
    }
    try {
      return new StructType(fields);
    } catch (InvalidDataException e) {
      throw new UnsupportedTableException(String.valueOf(e.getMessage()), e);
    }
  }

  private SchemaElement take() {
    if (next == elements.size()) {
      throw new IllegalArgumentException("the schema ends inside a group");
    }
    return elements.get(next++);
  }

  private static boolean isGroup(SchemaElement element) {
    return !element.isSetType();
  }

  private List<FileColumn> children(SchemaElement group, Around around) {
    int count = group.getNum_children();
    if (count < 0 || count > elements.size() - next) {
      throw new IllegalArgumentException(
          "group '%s' claims %s fields".formatted(group.getName(), count));
    }
    List<FileColumn> children = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      children.add(column(take(), around));
    }
    return children;
  }

  private FileColumn column(SchemaElement element, Around around) {
    if (path.size() > MAX_DEPTH) {
      throw new IllegalArgumentException("the schema is nested too deeply");
    }
    path.add(element.getName());
    try {
      if (element.getRepetition_type() != FieldRepetitionType.REPEATED) {
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        return single(element, optional, around.optional(optional));
      }
      // A repeated field that no list or map is around: a list of it, neither it nor its elements
      // null.
      FileColumn entry = entry(element, around.repeated());
      return list(element, false, around, entry);
    } finally {
      path.remove(path.size() - 1);
    }
  }

  /** One occurrence of a repeated field. */
  private FileColumn entry(SchemaElement element, Around inside) {
    return single(element, false, inside);
  }

  private FileColumn single(SchemaElement element, boolean optional, Around levels) {
    if (!isGroup(element)) {
      LeafTypes.Stored stored = LeafTypes.of(element);
      FileColumn.Leaf leaf =
          new FileColumn.Leaf(
              leaves++,
              List.copyOf(path),
              element.getType(),
              element.getType_length(),
              stored.unsigned(),
              stored.unit());
      return node(element, Kind.SCALAR, stored.type(), optional, levels, 0, List.of(), leaf);
    }
    ConvertedType annotation = element.isSetConverted_type() ? element.getConverted_type() : null;
    boolean isList =
        annotation == ConvertedType.LIST
            || (element.isSetLogicalType() && element.getLogicalType().isSetLIST());
    boolean isMap =
        annotation == ConvertedType.MAP
            || annotation == ConvertedType.MAP_KEY_VALUE
            || (element.isSetLogicalType() && element.getLogicalType().isSetMAP());
    boolean repeatedInside =
        element.getNum_children() == 1
            && next < elements.size()
            && elements.get(next).getRepetition_type() == FieldRepetitionType.REPEATED;
    if (repeatedInside && isList) {
      return list(element, optional, levels, element(element, levels));
    }
    if (repeatedInside && isMap && elements.get(next).getNum_children() == 2) {
      return map(element, optional, levels);
    }
    if (element.getNum_children() == 0) {
      throw new UnsupportedTableException(
          "column '%s' is a group without fields, which Delta has no type for"
              .formatted(String.join(".", path)));
    }
    List<FileColumn> fields = children(element, levels);
    return node(element, Kind.STRUCT, struct(fields), optional, levels, 0, fields, null);
  }

  /** The element of an annotated list, whose repeated field is next. */
  private FileColumn element(SchemaElement list, Around around) {
    SchemaElement repeated = take();
    path.add(repeated.getName());
    try {
      String name = repeated.getName();
      boolean isElement =
          !isGroup(repeated)
              || repeated.getNum_children() != 1
              || name.equals("array")
              || name.equals(list.getName() + "_tuple")
              || (next < elements.size()
                  && elements.get(next).getRepetition_type() == FieldRepetitionType.REPEATED);
      return isElement
          ? entry(repeated, around.repeated())
          : children(repeated, around.repeated()).get(0);
    } finally {
      path.remove(path.size() - 1);
    }
  }

  private FileColumn map(SchemaElement element, boolean optional, Around levels) {
    SchemaElement entries = take();
    path.add(entries.getName());
    List<FileColumn> pair = children(entries, levels.repeated());
    path.remove(path.size() - 1);
    DataType type = new MapType(pair.get(0).type(), pair.get(1).type(), pair.get(1).optional());
    int entryDefinition = levels.definition() + 1;
    return node(element, Kind.MAP, type, optional, levels, entryDefinition, pair, null);
  }

  private static FileColumn list(
      SchemaElement element, boolean optional, Around levels, FileColumn item) {
    DataType type = new ListType(item.type(), item.optional());
    int entryDefinition = levels.definition() + 1;
    return node(element, Kind.LIST, type, optional, levels, entryDefinition, List.of(item), null);
  }

  private static FileColumn node(
      SchemaElement element,
      Kind kind,
      DataType type,
      boolean optional,
      Around levels,
      int entryDefinition,
      List<FileColumn> children,
      FileColumn.@Nullable Leaf leaf) {
    return new FileColumn(
        element.getName(),
        element.isSetField_id() ? element.getField_id() : -1,
        kind,
        type,
        LeafTypes.foreign(element),
        optional,
        levels.slotDefinition(),
        levels.definition(),
        entryDefinition,
        levels.repetition(),
        children,
        leaf);
  }
}
