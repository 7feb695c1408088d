package org.tarnlake.interop;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Spark's types in the words of {@link org.tarnlake.schema.DataType#text}. Stateless. */
final class SparkTypes {
  private SparkTypes() {}

  static String text(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields())
          .map(f -> f.name() + ":" + text(f.dataType()) + nullability(f.nullable()))
          .collect(Collectors.joining(",", "struct<", ">"));
    } else if (type instanceof ArrayType list) {
      return "list<" + text(list.elementType()) + nullability(list.containsNull()) + ">";
    } else if (type instanceof MapType map) {
      String value = text(map.valueType()) + nullability(map.valueContainsNull());
      return "map<" + text(map.keyType()) + "," + value + ">";
    }
    return type instanceof IntegerType ? "int" : type.typeName();
  }

  private static String nullability(boolean nullable) {
    return nullable ? "" : " not null";
  }
}
