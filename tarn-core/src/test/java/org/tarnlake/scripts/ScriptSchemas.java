package org.tarnlake.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/**
 * Columns as scripts write them: {@code id:long} is NOT NULL, {@code name:string?} may be null,
 * {@code tags:list<string?>}, {@code home:struct<street:string,zip:int?>}, {@code
 * props:map<string,int>}. Stateless.
 */
final class ScriptSchemas {
  private ScriptSchemas() {}

  /** The schema of columns, all of them with a type or all without. */
  static Schema schema(List<String> columns, List<String> partitionColumns) {
    if (columns.stream().noneMatch(column -> column.contains(":"))) {
      return Schema.untyped(columns.toArray(String[]::new));
    }
    List<Field> fields = columns.stream().map(column -> field(column.replace("'", ""))).toList();
    return new Schema(new StructType(fields), partitionColumns);
  }

  private static Field field(String text) {
    int colon = text.indexOf(':');
    String type = text.substring(colon + 1);
    String name = text.substring(0, colon);
    return isNullable(type) ? Field.optional(name, type(type)) : Field.required(name, type(type));
  }

  private static boolean isNullable(String type) {
    return type.endsWith("?");
  }

  private static DataType type(String text) {
    String type = isNullable(text) ? text.substring(0, text.length() - 1) : text;
    List<String> parts =
        type.endsWith(">") || type.endsWith(")")
            ? ScriptTokens.split(ScriptTokens.within(type), ',')
            : List.of();
    if (type.startsWith("decimal(")) {
      return DataType.decimal(Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)));
    }
    if (type.startsWith("list<")) {
      return new ListType(type(parts.get(0)), isNullable(parts.get(0)));
    }
    if (type.startsWith("map<")) {
      return new MapType(type(parts.get(0)), type(parts.get(1)), isNullable(parts.get(1)));
    }
    if (type.startsWith("struct<")) {
      return new StructType(new ArrayList<>(parts.stream().map(ScriptSchemas::field).toList()));
    }
    return PrimitiveType.valueOf(type.toUpperCase(Locale.ROOT));
  }
}
