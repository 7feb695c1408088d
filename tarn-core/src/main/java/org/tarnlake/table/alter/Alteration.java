package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.action.TableHead;

/**
 * One change of a table's schema, properties or protocol. Files stay as they are, and are read
 * right by what the table is then. Immutable.
 */
public sealed interface Alteration {
  /** What the table's own history calls it, in Spark's words. */
  String operation();

  /** The details, as Spark tells them. */
  Map<String, String> parameters();

  /**
   * The table after it; the same where it is so already.
   *
   * @param uuids for names in files
   * @throws org.tarnlake.error.InvalidDataException if the table cannot be changed so
   */
  TableHead apply(TableHead head, Supplier<UUID> uuids);

  /** Where a column comes to stand among its siblings. Immutable. */
  sealed interface Position {
    /** Behind all others. */
    record Last() implements Position {}

    record First() implements Position {}

    /** Behind a sibling. */
    record After(String sibling) implements Position {}
  }

  /**
   * Columns, or fields of a struct, come; rows that are there have null in them.
   *
   * @param parent the struct, or what has one in it; null for columns
   * @param position of the first of them; the others stand behind it
   */
  record Add(@Nullable String parent, List<Field> fields, Position position) implements Alteration {
    public Add {
      fields = List.copyOf(fields);
      Objects.requireNonNull(position, "position");
    }

    @Override
    public String operation() {
      return "ADD COLUMNS";
    }

    @Override
    public Map<String, String> parameters() {
      List<Object> columns = new ArrayList<>();
      Position next = position;
      for (Field field : fields) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("column", Alteration.tree(parent, field));
        Alteration.put(column, next);
        columns.add(column);
        next = behind(field, next);
      }
      return Map.of("columns", JsonWriter.text(columns));
    }

    private static Position behind(Field field, Position position) {
      String name = field.name().substring(field.name().lastIndexOf('.') + 1);
      return position instanceof Position.Last ? position : new Position.After(name);
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      TableHead changed = head;
      Position next = position;
      for (Field field : fields) {
        changed = ColumnEdits.added(changed, parent, field, next, uuids);
        next = behind(field, next);
      }
      return changed;
    }
  }

  /**
   * A column or field gets another name.
   *
   * @param column which one
   * @param name the new name, without what is around it
   */
  record Rename(String column, String name) implements Alteration {
    @Override
    public String operation() {
      return "RENAME COLUMN";
    }

    @Override
    public Map<String, String> parameters() {
      int dot = column.lastIndexOf('.');
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("oldColumnPath", column);
      parameters.put("newColumnPath", column.substring(0, dot + 1) + name);
      return parameters;
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return ColumnEdits.renamed(head, column, name);
    }
  }

  /** Columns or fields go; their values stay in the files, and nobody reads them. */
  record Drop(List<String> columns) implements Alteration {
    public Drop {
      columns = List.copyOf(columns);
    }

    @Override
    public String operation() {
      return "DROP COLUMNS";
    }

    @Override
    public Map<String, String> parameters() {
      return Map.of("columns", JsonWriter.text(columns));
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return ColumnEdits.dropped(head, columns);
    }
  }

  /** A column or field comes to stand elsewhere among its siblings. */
  record Move(String column, Position position) implements Alteration {
    @Override
    public String operation() {
      return "CHANGE COLUMN";
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, Object> place = new LinkedHashMap<>();
      Alteration.put(place, position);
      Map<String, String> parameters = Alteration.change(column, "position", "");
      place.forEach((key, text) -> parameters.put(key, text.toString()));
      return parameters;
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return ColumnEdits.moved(head, column, position);
    }
  }

  /** A column, or what is in one, gets a type that holds all values of its own. */
  record Widen(String column, DataType type) implements Alteration {
    @Override
    public String operation() {
      return "CHANGE COLUMN";
    }

    @Override
    public Map<String, String> parameters() {
      return Alteration.change(column, "type", SchemaJson.tree(type));
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return TypeWidening.widened(head, FieldPlace.find(head.schema().columns(), column), type);
    }
  }

  /**
   * A column, or what is in one, may be null from now on, or must not be; whether none of its
   * values is has been looked at.
   */
  record Nullability(String column, boolean nullable) implements Alteration {
    @Override
    public String operation() {
      return "CHANGE COLUMN";
    }

    @Override
    public Map<String, String> parameters() {
      return Alteration.change(column, "nullable", nullable);
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return ColumnEdits.nullable(head, column, nullable);
    }
  }

  /** A column or field is explained; an empty text takes the explanation away. */
  record Comment(String column, String text) implements Alteration {
    @Override
    public String operation() {
      return "CHANGE COLUMN";
    }

    @Override
    public Map<String, String> parameters() {
      return Alteration.change(column, "comment", text);
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return ColumnEdits.commented(head, column, text);
    }
  }

  /** The table is explained; an empty text takes the explanation away. */
  record Describe(String text) implements Alteration {
    @Override
    public String operation() {
      return "SET TBLPROPERTIES";
    }

    @Override
    public Map<String, String> parameters() {
      return Map.of("properties", JsonWriter.text(Map.of("comment", text)));
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return new TableHead(
          head.protocol(), head.metadata().withDescription(text.isEmpty() ? null : text));
    }
  }

  /** A property of the table gets a value. */
  record SetProperty(String key, String value) implements Alteration {
    @Override
    public String operation() {
      return "SET TBLPROPERTIES";
    }

    @Override
    public Map<String, String> parameters() {
      return Map.of("properties", JsonWriter.text(Map.of(key, value)));
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return TableProperties.set(head, key, value, uuids);
    }
  }

  /** A property of the table goes. */
  record UnsetProperty(String key) implements Alteration {
    @Override
    public String operation() {
      return "UNSET TBLPROPERTIES";
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("properties", JsonWriter.text(List.of(key)));
      parameters.put("ifExists", "false");
      return parameters;
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return TableProperties.unset(head, key);
    }
  }

  /**
   * A condition that has to be true of every row comes; that it is true of those that are there has
   * been looked at.
   */
  record AddConstraint(String name, Predicate condition) implements Alteration {
    @Override
    public String operation() {
      return "ADD CONSTRAINT";
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("name", name);
      parameters.put("expr", condition.text());
      return parameters;
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return TableConstraints.added(head, name, condition);
    }
  }

  /** A constraint goes. */
  record DropConstraint(String name) implements Alteration {
    @Override
    public String operation() {
      return "DROP CONSTRAINT";
    }

    @Override
    public Map<String, String> parameters() {
      return Map.of("name", name);
    }

    @Override
    public TableHead apply(TableHead head, Supplier<UUID> uuids) {
      return TableConstraints.dropped(head, name);
    }
  }

  private static Map<String, String> change(String column, String what, Object value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", column);
    if (!what.equals("position")) {
      tree.put(what, value);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("column", JsonWriter.text(tree));
    return parameters;
  }

  private static Object tree(@Nullable String parent, Field field) {
    StructType alone = new StructType(List.of(field));
    Map<?, ?> struct = (Map<?, ?>) SchemaJson.tree(alone);
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Object each : (List<?>) Objects.requireNonNull(struct.get("fields"))) {
      ((Map<?, ?>) each).forEach((key, value) -> tree.put((String) key, value));
    }
    tree.put("name", parent == null ? field.name() : parent + "." + field.name());
    return tree;
  }

  private static void put(Map<String, Object> tree, Position position) {
    if (position instanceof Position.First) {
      tree.put("position", "FIRST");
    } else if (position instanceof Position.After after) {
      tree.put("position", "AFTER " + after.sibling());
    }
  }
}
