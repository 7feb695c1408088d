package org.tarnlake.data.schema;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * The ids of a table's fields. Data files carry them beside the names, so that Iceberg can read
 * these files, too. Stateless.
 *
 * <p>A field's id stands in its metadata. Elements, keys and values have no metadata of their own;
 * their ids stand in that of the field around them, by their paths in it: {@code element}, {@code
 * value.key}.
 */
public final class FieldIds {
  private static final String ID = "tarn.fieldId";
  private static final String NESTED = "tarn.nestedFieldIds";

  /** Iceberg's id of the column that holds row ids. */
  public static final int ROW_ID = 2_147_483_540;

  /** Iceberg's id of the column that tells when a row was changed last. */
  public static final int ROW_COMMIT_VERSION = 2_147_483_539;

  private FieldIds() {}

  /** The metadata of a field that has an id. */
  public static Map<String, Object> metadata(int id) {
    return Map.of(ID, id);
  }

  /** Whether an id is that of a column which is none of the table's. */
  static boolean isReserved(int id) {
    return id == ROW_ID || id == ROW_COMMIT_VERSION;
  }

  /**
   * The columns of a new table.
   *
   * @param maxId the greatest of their ids; the next one is above
   */
  public record Assigned(StructType columns, long maxId) {}

  /** Gives every field an id, counted from 1; what ids the fields had is forgotten. */
  public static Assigned assign(StructType columns) {
    Assignment ids = new Assignment();
    return new Assigned(ids.struct(columns), ids.last);
  }

  /**
   * A field that comes into a table.
   *
   * @param maxId the greatest id that was ever given, this field's included
   */
  public record Added(Field field, long maxId) {}

  /** Gives a field and all in it ids above those that were ever given. */
  public static Added assign(Field field, long lastId) {
    Assignment ids = new Assignment();
    ids.last = lastId;
    Field assigned = ids.field(field);
    return new Added(assigned, ids.last);
  }

  /** Whether a field's metadata has ids under a key. */
  public static boolean isKey(String key) {
    return key.equals(ID) || key.equals(NESTED);
  }

  /** The greatest id that a field, or an element, key or value, has; 0 if none has one. */
  public static long greatest(DataType type) {
    long greatest = 0;
    if (type instanceof StructType struct) {
      for (Field field : struct.fields()) {
        greatest = Math.max(greatest, Math.max(id(field), ColumnMapping.id(field)));
        greatest = Math.max(greatest, greatest(field.type()));
        for (Object each : field.metadata().values()) {
          // Of its elements, keys and values, whoever gave them.
          if (each instanceof Map<?, ?> nested) {
            for (Object id : nested.values()) {
              greatest = Math.max(greatest, number(id));
            }
          }
        }
      }
    } else if (type instanceof ListType list) {
      return greatest(list.element());
    } else if (type instanceof MapType map) {
      return Math.max(greatest(map.key()), greatest(map.value()));
    }
    return greatest;
  }

  private static final class Assignment {
    private long last;

    StructType struct(StructType struct) {
      return new StructType(struct.fields().stream().map(this::field).toList());
    }

    private Field field(Field field) {
      Map<String, Object> metadata = new LinkedHashMap<>(field.metadata());
      // They mean something only in the table that the field was copied from.
      metadata.keySet().removeIf(key -> key.startsWith("delta.columnMapping."));
      metadata.remove(NESTED);
      metadata.put(ID, ++last);
      Map<String, Object> nested = new LinkedHashMap<>();
      DataType type = type("", field.type(), nested);
      if (!nested.isEmpty()) {
        metadata.put(NESTED, nested);
      }
      return new Field(field.name(), type, field.nullable(), metadata);
    }

    private DataType type(String path, DataType type, Map<String, Object> nested) {
      if (type instanceof StructType struct && !struct.hasOwnName()) {
        return struct(struct);
      }
      if (type instanceof ListType list) {
        return new ListType(
            inside(path + "element", list.element(), nested), list.elementNullable());
      }
      if (type instanceof MapType map) {
        DataType key = inside(path + "key", map.key(), nested);
        return new MapType(key, inside(path + "value", map.value(), nested), map.valueNullable());
      }
      return type;
    }

    private DataType inside(String path, DataType type, Map<String, Object> nested) {
      nested.put(path, ++last);
      return type(path + ".", type, nested);
    }
  }

  /** Whether every field, element, key and value has an id of its own. */
  static boolean areComplete(StructType columns) {
    return areComplete(columns, new HashSet<>());
  }

  private static boolean areComplete(StructType struct, Set<Integer> ids) {
    for (Field field : struct.fields()) {
      if (!isNew(id(field), ids) || !areComplete(field, "", field.type(), ids)) {
        return false;
      }
    }
    return struct.size() > 0;
  }

  private static boolean areComplete(Field around, String path, DataType type, Set<Integer> ids) {
    if (type instanceof StructType struct) {
      return !struct.hasOwnName() && areComplete(struct, ids);
    }
    if (type instanceof ListType list) {
      return isInside(around, path + "element", list.element(), ids);
    }
    return !(type instanceof MapType map)
        || (isInside(around, path + "key", map.key(), ids)
            && isInside(around, path + "value", map.value(), ids));
  }

  private static boolean isInside(Field around, String path, DataType type, Set<Integer> ids) {
    return isNew(nestedId(around, path), ids) && areComplete(around, path + ".", type, ids);
  }

  private static boolean isNew(int id, Set<Integer> ids) {
    return id >= 0 && ids.add(id);
  }

  /** The id, or -1. */
  public static int id(Field field) {
    return number(field.metadata().get(ID));
  }

  /** The id of what is at a path in the field, or -1. */
  static int nestedId(Field field, String path) {
    return field.metadata().get(NESTED) instanceof Map<?, ?> nested ? number(nested.get(path)) : -1;
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number id ? id.intValue() : -1;
  }
}
