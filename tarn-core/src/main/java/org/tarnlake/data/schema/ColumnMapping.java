package org.tarnlake.data.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * How the fields of a table are found in its files (PROTOCOL.md, "Column Mapping"). What fields
 * keep for other modes than the table's own is passed over.
 */
public enum ColumnMapping {
  /** By name, exactly before ignoring case. */
  NONE,
  /** By the field id in the file alone: a column without one is not the field's. */
  ID,
  /** By the physical name alone. */
  NAME;

  /** What a mapped field's metadata has. */
  public static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";

  public static final String ID_KEY = "delta.columnMapping.id";

  /** The name by which partition values and statistics tell of a field. */
  public String physicalName(Field field) {
    return this != NONE && field.metadata().get(PHYSICAL_NAME) instanceof String name
        ? name
        : field.name();
  }

  /** Whether a field has a physical name beside its own. */
  public static boolean hasPhysicalNames(StructType struct) {
    return struct.fields().stream().anyMatch(f -> f.metadata().containsKey(PHYSICAL_NAME));
  }

  /** The same fields, nested ones too, by their physical names. */
  public StructType physical(StructType struct) {
    return this == NONE || struct.hasOwnName() ? struct : new StructType(physical(struct.fields()));
  }

  /** How the fields of a struct column are found: those of a variant have only their names. */
  public ColumnMapping inside(StructType struct) {
    return struct.hasOwnName() ? NONE : this;
  }

  private List<Field> physical(List<Field> fields) {
    return fields.stream()
        .map(f -> new Field(physicalName(f), physical(f.type()), f.nullable(), f.metadata()))
        .toList();
  }

  private DataType physical(DataType type) {
    if (type instanceof StructType struct) {
      return physical(struct);
    }
    if (type instanceof ListType list) {
      return new ListType(physical(list.element()), list.elementNullable());
    }
    return type instanceof MapType map
        ? new MapType(physical(map.key()), physical(map.value()), map.valueNullable())
        : type;
  }

  /**
   * The first field, nested ones too, that a writer cannot give the physical name and the id that
   * column mapping asks for; or null.
   */
  public @Nullable String unmapped(StructType struct) {
    return this == NONE ? null : unmapped("", struct, new HashSet<>());
  }

  private static @Nullable String unmapped(String path, DataType type, Set<Integer> ids) {
    if (type instanceof ListType list) {
      return unmapped(path + "element.", list.element(), ids);
    }
    if (type instanceof MapType map) {
      String key = unmapped(path + "key.", map.key(), ids);
      return key != null ? key : unmapped(path + "value.", map.value(), ids);
    }
    if (!(type instanceof StructType struct) || struct.hasOwnName()) {
      return null;
    }
    Set<String> names = new HashSet<>();
    for (Field field : struct.fields()) {
      boolean named = field.metadata().get(PHYSICAL_NAME) instanceof String name && names.add(name);
      if (!named || id(field) < 0 || !ids.add(id(field))) {
        return path + field.name();
      }
      String nested = unmapped(path + field.name() + ".", field.type(), ids);
      if (nested != null) {
        return nested;
      }
    }
    return null;
  }

  /** The id, or -1. */
  public static int id(Field field) {
    return field.metadata().get(ID_KEY) instanceof Number id ? id.intValue() : -1;
  }
}
