package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** Reads {@code --types}. Stateless. */
final class TypesOption {
  private TypesOption() {}

  /**
   * The columns of each table whose types were said.
   *
   * @param options {@code TABLE=id long, name string}, or without a name, which means all tables
   * @throws org.tarnlake.error.InvalidDataException if one cannot be read
   */
  static Map<String, StructType> parse(List<String> options, Set<String> tables) {
    Map<String, List<Field>> fields = new LinkedHashMap<>();
    tables.forEach(table -> fields.put(table, new ArrayList<>()));
    for (String option : options) {
      int split = option.indexOf('=');
      String table = split < 0 ? "" : option.substring(0, split).strip();
      List<Field> columns =
          Schema.parse(tables.contains(table) ? option.substring(split + 1) : option)
              .columns()
              .fields();
      fields.forEach(
          (each, of) -> {
            if (!tables.contains(table) || each.equals(table)) {
              of.addAll(columns);
            }
          });
    }
    Map<String, StructType> types = new LinkedHashMap<>();
    fields.forEach((table, of) -> types.put(table, new StructType(of)));
    return types;
  }
}
