package org.tarnlake.table.action;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** Schemas as Delta writes them (PROTOCOL.md, "Schema Serialization Format"). Stateless. */
public final class SchemaJson {
  private SchemaJson() {}

  public static String write(StructType schema) {
    return JsonWriter.text(tree(schema));
  }

  /**
   * Parses a schema.
   *
   * @throws JsonFormatException if it is none
   * @throws InvalidDataException if two columns have the same name
   * @throws UnsupportedTableException if it has a type that this version lacks, or had one whose
   *     values it cannot convert
   */
  public static StructType read(String json) {
    DataType type = type(JsonReader.parseObject(json), 0);
    if (!(type instanceof StructType struct)) {
      throw new JsonFormatException("the schema is no struct");
    }
    return struct;
  }

  /** A type as the schema has it: a name, or an object. */
  public static Object tree(DataType type) {
    if (type instanceof PrimitiveType primitive) {
      return primitive == PrimitiveType.INT ? "integer" : primitive.text();
    }
    if (type instanceof DecimalType || (type instanceof StructType own && own.hasOwnName())) {
      return type.text();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    if (type instanceof StructType struct) {
      List<Object> fields = new ArrayList<>();
      for (Field field : struct.fields()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", field.name());
        entry.put("type", tree(field.type()));
        entry.put("nullable", field.nullable());
        entry.put("metadata", field.metadata());
        fields.add(entry);
      }
      tree.put("type", "struct");
      tree.put("fields", fields);
    } else if (type instanceof ListType list) {
      tree.put("type", "array");
      tree.put("elementType", tree(list.element()));
      tree.put("containsNull", list.elementNullable());
    } else if (type instanceof MapType map) {
      tree.put("type", "map");
      tree.put("keyType", tree(map.key()));
      tree.put("valueType", tree(map.value()));
      tree.put("valueContainsNull", map.valueNullable());
    } else {
      throw new AssertionError(type);
    }
    return tree;
  }

  private static DataType type(@Nullable Object tree, int depth) {
    // The columns are the fields of a struct that does not count.
    if (depth > Schema.MAX_DEPTH + 1) {
      throw new UnsupportedTableException(
          "the schema nests deeper than %s levels, which this version of Tarn cannot read"
              .formatted(Schema.MAX_DEPTH));
    }
    if (tree instanceof String name) {
      return scalar(name);
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw new JsonFormatException("a type is neither a name nor an object");
    }
    Object kind = map.get("type");
    if ("struct".equals(kind)) {
      return struct(map, depth);
    }
    if ("array".equals(kind)) {
      return new ListType(type(map.get("elementType"), depth + 1), flag(map, "containsNull"));
    }
    if ("map".equals(kind)) {
      return new MapType(
          type(map.get("keyType"), depth + 1),
          type(map.get("valueType"), depth + 1),
          flag(map, "valueContainsNull"));
    }
    throw new UnsupportedTableException(
        "the schema has the type '%s', which this version of Tarn lacks".formatted(kind));
  }

  private static StructType struct(Map<?, ?> map, int depth) {
    if (!(map.get("fields") instanceof List<?> fields)) {
      throw new JsonFormatException("a struct has no fields");
    }
    List<Field> result = new ArrayList<>();
    for (Object each : fields) {
      if (!(each instanceof Map<?, ?> field) || !(field.get("name") instanceof String name)) {
        throw new JsonFormatException("a field has no name");
      }
      Field read =
          new Field(
              name,
              type(field.get("type"), depth + 1),
              flag(field, "nullable"),
              metadata(field.get("metadata")));
      TypeChanges.requireKnown(read);
      result.add(read);
    }
    return new StructType(result);
  }

  private static Map<String, Object> metadata(@Nullable Object tree) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getValue() != null) {
          result.put((String) entry.getKey(), Objects.requireNonNull(entry.getValue()));
        }
      }
    }
    return result;
  }

  private static boolean flag(Map<?, ?> map, String name) {
    if (!(map.get(name) instanceof Boolean flag)) {
      throw new JsonFormatException("a field or type lacks '" + name + "'");
    }
    return flag;
  }

  /** The type that Delta gives a name. */
  static DataType scalar(String name) {
    if (name.equals("integer")) {
      return DataType.INT;
    }
    for (PrimitiveType type : PrimitiveType.values()) {
      if (type.text().equals(name) && type != PrimitiveType.INT) {
        return type;
      }
    }
    if (name.startsWith("decimal(") && name.endsWith(")")) {
      String[] parts = name.substring(8, name.length() - 1).split(",", -1);
      try {
        return DataType.decimal(
            Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new JsonFormatException("'" + name + "' is no decimal type", e);
      }
    }
    if (name.equals("void")) {
      return DataType.VOID;
    }
    if (name.equals("variant")) {
      return DataType.VARIANT;
    }
    if (name.equals("decimal")) {
      return DataType.decimal(10, 0);
    }
    throw new UnsupportedTableException(
        "the schema has the type '%s', which this version of Tarn lacks".formatted(name));
  }
}
