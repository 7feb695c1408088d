package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.action.TypeChanges;

/**
 * Wider types of columns, as which the files that are there are read from then on (PROTOCOL.md,
 * "Type Widening"). Pure.
 */
final class TypeWidening {
  static final String PROPERTY = "delta.enableTypeWidening";
  static final String FEATURE = "typeWidening";
  private static final String PREVIEW = "typeWidening-preview";

  private TypeWidening() {}

  /**
   * The table with a wider type at a place.
   *
   * @throws InvalidDataException if not every value of the old type is one of the new, or if a
   *     constraint or another column would make something else of the values that are there
   */
  static TableHead widened(TableHead head, FieldPlace place, DataType wider) {
    Schema schema = head.schema();
    DataType type = place.type();
    if (type.equals(wider)) {
      return head;
    }
    requireWider(schema, place, type, wider);
    if (!isInteger(type) || !isInteger(wider)) {
      ColumnUses.requireUnused(head, place, "given another kind of type");
    }
    StructType columns =
        place.with(schema.columns(), field -> recorded(place.withType(wider), place, type, wider));
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    properties.put(PROPERTY, "true");
    Metadata metadata =
        head.metadata()
            .withConfiguration(properties)
            .withSchema(new Schema(columns, schema.partitionColumns()));
    return new TableHead(enabled(head.protocol()).withType(wider), metadata);
  }

  static Protocol enabled(Protocol protocol) {
    return protocol.hasReaderFeature(PREVIEW) ? protocol : protocol.withReaderFeature(FEATURE);
  }

  private static Field recorded(Field field, FieldPlace place, DataType from, DataType to) {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("fromType", SchemaJson.tree(from));
    change.put("toType", SchemaJson.tree(to));
    if (!place.inside().isEmpty()) {
      change.put("fieldPath", String.join(".", place.inside()));
    }
    List<Object> changes = new ArrayList<>();
    if (field.metadata().get(TypeChanges.KEY) instanceof List<?> before) {
      changes.addAll(before);
    }
    changes.add(change);
    Map<String, Object> metadata = new LinkedHashMap<>(field.metadata());
    metadata.put(TypeChanges.KEY, changes);
    return new Field(field.name(), field.type(), field.nullable(), metadata);
  }

  private static void requireWider(Schema schema, FieldPlace place, DataType type, DataType wider) {
    String name = place.text();
    if (place.field().isUntyped() && place.inside().isEmpty()) {
      throw new InvalidDataException(
          "column '%s' has no type, and its values are of any; add a column of type %s and fill it"
              .formatted(name, wider.text()));
    }
    if (!isScalar(type) || !isScalar(wider) || !TypeChanges.isWider(type, wider)) {
      throw new InvalidDataException(
          "column '%s' is %s and cannot become %s, which does not hold all its values; %s"
              .formatted(name, type.text(), wider.text(), possible(type)));
    }
    boolean partitions = place.isColumn() && schema.partitionColumns().contains(name);
    if (partitions && (type == DataType.FLOAT || type == DataType.DATE)) {
      throw new InvalidDataException(
          "partition column '%s' cannot become %s: the log has its values as text of a %s, which other readers would take for other values"
              .formatted(name, wider.text(), type.text()));
    }
  }

  /** Of these every type makes the same of the same number, its text too. */
  private static boolean isInteger(DataType type) {
    return type == DataType.BYTE
        || type == DataType.SHORT
        || type == DataType.INT
        || type == DataType.LONG;
  }

  private static boolean isScalar(DataType type) {
    return type instanceof PrimitiveType || type instanceof DecimalType;
  }

  /** What a type can become, for a message. */
  private static String possible(DataType type) {
    if (type instanceof DecimalType decimal) {
      return "a decimal can become one with as many digits on each side of the point or more, such as decimal(%s,%s)"
          .formatted(Math.min(38, decimal.precision() + 2), decimal.scale());
    }
    String others =
        type == DataType.BYTE
            ? "short, int, long, double or decimal(10,0)"
            : type == DataType.SHORT
                ? "int, long, double or decimal(10,0)"
                : type == DataType.INT
                    ? "long, double or decimal(10,0)"
                    : type == DataType.LONG
                        ? "decimal(20,0)"
                        : type == DataType.FLOAT
                            ? "double"
                            : type == DataType.DATE ? "timestamp_ntz" : "";
    if (!others.isEmpty()) {
      return "it can become " + others;
    }
    return isScalar(type)
        ? "a %s stays one: add a column of the other type, fill it (tarn update) and drop this one"
            .formatted(type.text())
        : "change what is in it, such as '%s'".formatted(inner(type));
  }

  private static String inner(DataType type) {
    return type instanceof StructType struct && struct.size() > 0
        ? "column." + struct.field(0).name()
        : type instanceof ListType ? "column.element" : "column.value";
  }
}
