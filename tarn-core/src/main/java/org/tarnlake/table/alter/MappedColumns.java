package org.tarnlake.table.alter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FieldIds;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.action.TypeChanges;

/**
 * Names and ids of columns that are apart from what users call them (PROTOCOL.md, "Column
 * Mapping"). No id and no name in files is ever given twice. Pure.
 */
final class MappedColumns {
  static final String MODE = "delta.columnMapping.mode";
  static final String MAX_ID = "delta.columnMapping.maxColumnId";

  private MappedColumns() {}

  /**
   * The table with column mapping by name. Columns are called in files what they were called so
   * far, and keep the ids that they have.
   */
  static TableHead mapped(TableHead head) {
    if (head.columnMapping() != ColumnMapping.NONE) {
      return head;
    }
    Metadata metadata = head.metadata();
    boolean hasOwnIds = metadata.configuration().containsKey(Metadata.MAX_FIELD_ID);
    long[] last = {lastId(head)};
    StructType columns =
        mapFields(
            metadata.schema().columns(),
            field -> {
              int known = hasOwnIds ? FieldIds.id(field) : ColumnMapping.id(field);
              return named(field, field.name(), known > 0 ? known : ++last[0]);
            });
    Map<String, String> properties = new LinkedHashMap<>(metadata.configuration());
    properties.put(MODE, "name");
    noteLastId(properties, last[0], true);
    return new TableHead(
        head.protocol().withReaderFeature(Protocol.COLUMN_MAPPING),
        metadata
            .withConfiguration(properties)
            .withSchema(new Schema(columns, metadata.partitionColumns())));
  }

  /**
   * A field that comes into a table, as its schema is to have it.
   *
   * @param properties the table's, which tell of its ids
   */
  record Coming(Field field, Map<String, String> properties) {}

  /** Gives a field, and those in it, what the fields of a table have. */
  static Coming coming(TableHead head, Field given, Supplier<UUID> uuids) {
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    boolean hasOwnIds = properties.containsKey(Metadata.MAX_FIELD_ID);
    boolean isMapped = head.columnMapping() != ColumnMapping.NONE;
    Field field = mapField(given, MappedColumns::plain);
    long[] last = {lastId(head)};
    if (hasOwnIds) {
      FieldIds.Added added = FieldIds.assign(field, last[0]);
      field = added.field();
      last[0] = added.maxId();
    }
    if (isMapped) {
      field =
          mapField(
              field,
              each -> named(each, "col-" + uuids.get(), hasOwnIds ? FieldIds.id(each) : ++last[0]));
    }
    if (hasOwnIds || isMapped) {
      noteLastId(properties, last[0], isMapped);
    }
    return new Coming(field, properties);
  }

  /** Without what means something only in the table that the field was copied from. */
  private static Field plain(Field field) {
    Map<String, Object> metadata = new LinkedHashMap<>(field.metadata());
    metadata
        .keySet()
        .removeIf(
            key ->
                key.startsWith("delta.columnMapping.")
                    || key.equals(TypeChanges.KEY)
                    || FieldIds.isKey(key));
    return new Field(field.name(), field.type(), field.nullable(), metadata);
  }

  private static Field named(Field field, String physicalName, long id) {
    Map<String, Object> metadata = new LinkedHashMap<>(field.metadata());
    metadata.put(ColumnMapping.ID_KEY, id);
    metadata.put(ColumnMapping.PHYSICAL_NAME, physicalName);
    return new Field(field.name(), field.type(), field.nullable(), metadata);
  }

  /** The greatest id that was ever given to a field of the table, as far as the table tells. */
  private static long lastId(TableHead head) {
    Map<String, String> properties = head.metadata().configuration();
    long last = FieldIds.greatest(head.schema().columns());
    for (String key : List.of(MAX_ID, Metadata.MAX_FIELD_ID)) {
      last = Math.max(last, number(properties.getOrDefault(key, "0")));
    }
    return last;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void noteLastId(Map<String, String> properties, long last, boolean isMapped) {
    if (isMapped) {
      properties.put(MAX_ID, Long.toString(last));
    }
    properties.replace(Metadata.MAX_FIELD_ID, Long.toString(last));
  }

  private static Field mapField(Field field, UnaryOperator<Field> change) {
    return change.apply(
        new Field(
            field.name(), mapFields(field.type(), change), field.nullable(), field.metadata()));
  }

  private static StructType mapFields(StructType struct, UnaryOperator<Field> change) {
    return new StructType(struct.fields().stream().map(each -> mapField(each, change)).toList());
  }

  private static DataType mapFields(DataType type, UnaryOperator<Field> change) {
    if (type instanceof StructType struct) {
      return struct.hasOwnName() ? struct : mapFields(struct, change);
    }
    if (type instanceof ListType list) {
      return new ListType(mapFields(list.element(), change), list.elementNullable());
    }
    return type instanceof MapType map
        ? new MapType(
            mapFields(map.key(), change), mapFields(map.value(), change), map.valueNullable())
        : type;
  }
}
