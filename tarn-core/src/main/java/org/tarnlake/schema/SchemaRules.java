package org.tarnlake.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tarnlake.error.InvalidDataException;

/** What a schema must obey so that every Delta reader accepts the table. Stateless. */
final class SchemaRules {
  /** Characters that Parquet and Delta refuse in a column's name without column mapping. */
  private static final String FORBIDDEN = " ,;{}()\n\t=";

  private SchemaRules() {}

  static void check(StructType columns, List<String> partitionColumns) {
    Set<Integer> seen = new HashSet<>();
    for (String name : partitionColumns) {
      int ordinal = columns.indexOf(name);
      if (ordinal < 0) {
        throw new InvalidDataException(
            "partition column '%s' is not among the columns %s".formatted(name, columns.names()));
      }
      if (!columns.field(ordinal).name().equals(name) || !seen.add(ordinal)) {
        throw new InvalidDataException(
            "partition column '%s' must be named once, as '%s'"
                .formatted(name, columns.field(ordinal).name()));
      }
      DataType type = columns.field(ordinal).type();
      if (!(type instanceof PrimitiveType || type instanceof DecimalType)) {
        throw new InvalidDataException(
            "column '%s' of type %s cannot partition a table; use a scalar other than binary"
                .formatted(name, type.text()));
      }
    }
    if (!partitionColumns.isEmpty() && partitionColumns.size() == columns.size()) {
      throw new InvalidDataException(
          "every column is a partition column; a table needs at least one other column");
    }
  }

  /**
   * Refuses what only tables of others may have: no columns yet, or partitions by a binary, on
   * whose text Delta readers disagree.
   */
  static void checkNew(StructType columns, List<String> partitionColumns) {
    if (columns.size() == 0) {
      throw new InvalidDataException("a table needs at least one column");
    }
    for (Field field : columns.fields()) {
      if (isDeeper(field.type(), Schema.MAX_DEPTH)) {
        throw new InvalidDataException(
            "column '%s' nests deeper than %s levels of structs, lists and maps; keep what is deeper as text"
                .formatted(printable(field.name()), Schema.MAX_DEPTH));
      }
    }
    checkNewNames(columns);
    for (String name : partitionColumns) {
      if (columns.field(columns.indexOf(name)).type() == DataType.BINARY) {
        throw new InvalidDataException(
            "column '%s' of type binary cannot partition a table; use a scalar other than binary"
                .formatted(name));
      }
    }
  }

  private static boolean isDeeper(DataType type, int levels) {
    if (type instanceof StructType struct) {
      return levels == 0 || struct.fields().stream().anyMatch(f -> isDeeper(f.type(), levels - 1));
    }
    if (type instanceof ListType list) {
      return levels == 0 || isDeeper(list.element(), levels - 1);
    }
    return type instanceof MapType map
        && (levels == 0 || isDeeper(map.key(), levels - 1) || isDeeper(map.value(), levels - 1));
  }

  /** Refuses names that other engines could not read back. For tables about to be created. */
  private static void checkNewNames(StructType struct) {
    for (Field field : struct.fields()) {
      String name = field.name();
      boolean bad = name.isEmpty() || name.length() > 255;
      for (int i = 0; i < name.length() && !bad; i++) {
        char c = name.charAt(i);
        bad = FORBIDDEN.indexOf(c) >= 0 || c == '.' || c == '`' || Character.isISOControl(c);
      }
      bad |= Values.isBrokenUnicode(name);
      if (bad) {
        throw new InvalidDataException(
            "column name '%s' is not allowed: 1 to 255 characters without spaces, dots, backticks, control characters and ,;{}()="
                .formatted(printable(name)));
      }
      checkNested(field.type());
    }
  }

  private static void checkNested(DataType type) {
    if (type instanceof StructType struct) {
      if (struct.hasOwnName()) {
        throw new InvalidDataException(
            "a new table cannot have the type %s, which Tarn only reads".formatted(struct.text()));
      }
      if (struct.size() == 0) {
        throw new InvalidDataException("a struct needs at least one field");
      }
      checkNewNames(struct);
    } else if (type instanceof ListType list) {
      checkNested(list.element());
    } else if (type instanceof MapType map) {
      checkNested(map.key());
      checkNested(map.value());
    }
  }

  static String printable(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
