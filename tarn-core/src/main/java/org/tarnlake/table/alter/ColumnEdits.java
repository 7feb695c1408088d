package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.alter.Alteration.Position;

/** Columns, and fields in them, that come, go, move, and get other names. Pure. */
final class ColumnEdits {
  private static final String COMMENT = "comment";

  private ColumnEdits() {}

  static TableHead added(
      TableHead head,
      @Nullable String parent,
      Field given,
      Position position,
      Supplier<UUID> uuids) {
    int dot = given.name().lastIndexOf('.');
    if (parent == null && dot > 0) {
      String name = given.name().substring(dot + 1);
      Field field = new Field(name, given.type(), given.nullable(), given.metadata());
      return added(head, given.name().substring(0, dot), field, position, uuids);
    }
    StructType columns = head.schema().columns();
    FieldPlace around = parent == null ? null : FieldPlace.find(columns, parent);
    StructType struct = around == null ? columns : struct(around);
    if (struct.indexOf(given.name()) >= 0) {
      throw new InvalidDataException(
          "column '%s' exists already"
              .formatted(path(around, struct.field(struct.indexOf(given.name())).name())));
    }
    requireNew(given, around == null ? 0 : around.path().size());
    MappedColumns.Coming coming = MappedColumns.coming(head, given, uuids);
    // The place of any sibling: it has the same parents as the field that comes.
    FieldPlace sibling =
        new FieldPlace(around == null ? List.of() : around.path(), given, List.of());
    StructType changed =
        sibling.withSiblings(
            columns,
            fields -> {
              fields.add(index(fields, position), coming.field());
              return fields;
            });
    return new TableHead(
        head.protocol().withType(coming.field().type()),
        with(head.metadata(), changed, UnaryOperator.identity())
            .withConfiguration(coming.properties()));
  }

  private static StructType struct(FieldPlace place) {
    if (place.type() instanceof StructType struct && !struct.hasOwnName()) {
      return struct;
    }
    throw new InvalidDataException(
        "column '%s' is %s, and only a struct takes fields"
            .formatted(place.text(), place.type().text()));
  }

  private static String path(@Nullable FieldPlace around, String name) {
    return around == null ? name : around.text() + "." + name;
  }

  /** Refuses names and types that a new table could not have there. */
  private static void requireNew(Field field, int depth) {
    Field outer = field;
    for (int i = 0; i < depth; i++) {
      outer = Field.optional("x", new StructType(List.of(outer)));
    }
    new Schema(new StructType(List.of(outer)), List.of()).requireNewNames();
  }

  private static int index(List<Field> fields, Position position) {
    if (position instanceof Position.After after) {
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).name().equalsIgnoreCase(after.sibling())) {
          return i + 1;
        }
      }
      List<String> names = fields.stream().map(Field::name).toList();
      throw new InvalidDataException(
          "there is no column '%s'%s to stand behind; beside it are %s"
              .formatted(
                  after.sibling(),
                  NameHint.didYouMean(after.sibling(), names),
                  NameHint.list(names)));
    }
    return position instanceof Position.First ? 0 : fields.size();
  }

  static TableHead renamed(TableHead head, String column, String name) {
    FieldPlace place = find(head, column);
    Field field = place.field();
    if (field.name().equals(name)) {
      return head;
    }
    String old = field.name();
    StructType siblings = siblings(head.schema().columns(), place);
    int taken = siblings.indexOf(name);
    if (taken >= 0 && !siblings.field(taken).name().equals(old)) {
      throw new InvalidDataException(
          "column '%s' cannot be called '%s': that is another column; give that one another name first"
              .formatted(place.text(), siblings.field(taken).name()));
    }
    if (name.indexOf('.') >= 0) {
      throw new InvalidDataException(
          "'%s' is no name for column '%s': a field keeps its place, and its new name stands alone, without dots"
              .formatted(name, place.text()));
    }
    requireNew(new Field(name, DataType.LONG, true, Map.of()), 0);
    ColumnUses.requireUnused(head, place, "renamed");
    TableHead mapped = MappedColumns.mapped(head);
    StructType changed =
        place.with(
            mapped.schema().columns(),
            each -> new Field(name, each.type(), each.nullable(), each.metadata()));
    Metadata metadata =
        with(
            mapped.metadata(),
            changed,
            partition -> place.isColumn() && partition.equals(old) ? name : partition);
    return new TableHead(
        mapped.protocol(),
        metadata.withConfiguration(
            ColumnUses.renamed(metadata.configuration(), place.path(), name)));
  }

  private static StructType siblings(StructType columns, FieldPlace place) {
    StructType[] found = {columns};
    place.withSiblings(
        columns,
        fields -> {
          found[0] = new StructType(fields);
          return fields;
        });
    return found[0];
  }

  static TableHead dropped(TableHead head, List<String> columns) {
    List<FieldPlace> places = new ArrayList<>();
    for (String column : columns) {
      FieldPlace place = find(head, column);
      if (places.stream().anyMatch(each -> each.path().equals(place.path()))) {
        throw new InvalidDataException("column '%s' is named twice".formatted(place.text()));
      }
      places.add(place);
    }
    TableHead changed = MappedColumns.mapped(head);
    for (FieldPlace place : places) {
      changed = dropped(changed, place.text());
    }
    return changed;
  }

  private static TableHead dropped(TableHead head, String column) {
    FieldPlace place = find(head, column);
    Schema schema = head.schema();
    String name = place.field().name();
    if (place.isColumn() && schema.partitionColumns().contains(name)) {
      throw new InvalidDataException(
          "column '%s' partitions the table and cannot be dropped; a new table can be partitioned otherwise"
              .formatted(name));
    }
    StructType siblings = siblings(schema.columns(), place);
    boolean isLast =
        place.isColumn()
            ? siblings.size() == schema.partitionColumns().size() + 1
            : siblings.size() == 1;
    if (isLast) {
      throw new InvalidDataException(
          place.isColumn()
              ? "column '%s' is the last one%s and cannot be dropped; drop the table, or add another column first"
                  .formatted(name, siblings.size() > 1 ? " that is not a partition column" : "")
              : "field '%s' is the last one of its struct and cannot be dropped; drop '%s'"
                  .formatted(place.text(), String.join(".", place.parents())));
    }
    ColumnUses.requireUnused(head, place, "dropped");
    StructType changed =
        place.withSiblings(
            schema.columns(),
            fields -> {
              fields.removeIf(each -> each.name().equals(name));
              return fields;
            });
    Metadata metadata = with(head.metadata(), changed, UnaryOperator.identity());
    return new TableHead(
        head.protocol(),
        metadata.withConfiguration(ColumnUses.dropped(metadata.configuration(), place.path())));
  }

  static TableHead moved(TableHead head, String column, Position position) {
    FieldPlace place = find(head, column);
    String name = place.field().name();
    if (position instanceof Position.After after && after.sibling().equalsIgnoreCase(name)) {
      return head;
    }
    return with(
        head,
        place.withSiblings(
            head.schema().columns(),
            fields -> {
              fields.removeIf(each -> each.name().equals(name));
              fields.add(index(fields, position), place.field());
              return fields;
            }));
  }

  static TableHead nullable(TableHead head, String column, boolean nullable) {
    FieldPlace place = FieldPlace.find(head.schema().columns(), column);
    if (place.nullable() == nullable) {
      return head;
    }
    if (nullable
        && !place.inside().isEmpty()
        && place.inside().get(place.inside().size() - 1).equals("key")) {
      throw new InvalidDataException(
          "'%s' are keys of a map, which are never null".formatted(place.text()));
    }
    return with(head, place.with(head.schema().columns(), field -> place.withNullable(nullable)));
  }

  static TableHead commented(TableHead head, String column, String text) {
    FieldPlace place = find(head, column);
    return with(
        head,
        place.with(
            head.schema().columns(),
            field -> {
              Map<String, Object> metadata = new LinkedHashMap<>(field.metadata());
              metadata.remove(COMMENT);
              if (!text.isEmpty()) {
                metadata.put(COMMENT, text);
              }
              return new Field(field.name(), field.type(), field.nullable(), metadata);
            }));
  }

  /** A column or field; not what is in a list or map, which has no name. */
  private static FieldPlace find(TableHead head, String column) {
    FieldPlace place = FieldPlace.find(head.schema().columns(), column);
    if (!place.inside().isEmpty()) {
      throw new InvalidDataException(
          "'%s' is what the %s '%s' consists of, and no column or field of its own"
              .formatted(
                  place.text(),
                  place.field().type().text(),
                  new FieldPlace(place.parents(), place.field(), List.of()).text()));
    }
    return place;
  }

  private static TableHead with(TableHead head, StructType columns) {
    return new TableHead(head.protocol(), with(head.metadata(), columns, UnaryOperator.identity()));
  }

  private static Metadata with(
      Metadata metadata, StructType columns, UnaryOperator<String> partitions) {
    return metadata.withSchema(
        new Schema(columns, metadata.partitionColumns().stream().map(partitions).toList()));
  }
}
