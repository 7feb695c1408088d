package org.tarnlake.schema;

import java.util.List;
import org.tarnlake.argument.Argument;

/** The type of a column, an element or a nested field. Immutable. */
public sealed interface DataType permits PrimitiveType, DecimalType, StructType, ListType, MapType {
  DataType BOOLEAN = PrimitiveType.BOOLEAN;
  DataType BYTE = PrimitiveType.BYTE;
  DataType SHORT = PrimitiveType.SHORT;
  DataType INT = PrimitiveType.INT;
  DataType LONG = PrimitiveType.LONG;
  DataType FLOAT = PrimitiveType.FLOAT;
  DataType DOUBLE = PrimitiveType.DOUBLE;
  DataType STRING = PrimitiveType.STRING;
  DataType BINARY = PrimitiveType.BINARY;
  DataType DATE = PrimitiveType.DATE;
  DataType TIMESTAMP = PrimitiveType.TIMESTAMP;
  DataType TIMESTAMP_NTZ = PrimitiveType.TIMESTAMP_NTZ;

  /** Null in every row, in tables of other engines; a struct without fields that is always null. */
  DataType VOID = new StructType("void", List.of());

  /**
   * Values of any shape, in tables of other engines: a struct of their encoded forms (Parquet's
   * VariantEncoding.md).
   */
  DataType VARIANT =
      new StructType(
          "variant", List.of(Field.required("value", BINARY), Field.required("metadata", BINARY)));

  /** A decimal of up to 38 digits, {@code scale} of them behind the point. */
  static DataType decimal(int precision, int scale) {
    return new DecimalType(precision, scale);
  }

  /** A list whose elements may be null. */
  static DataType list(DataType element) {
    return new ListType(element, true);
  }

  /** A map whose values may be null; keys never are. */
  static DataType map(DataType key, DataType value) {
    return new MapType(key, value, true);
  }

  /** A struct of the given fields. */
  static DataType struct(Field... fields) {
    return new StructType(List.of(Argument.requireAll(fields, "fields", "Fields")));
  }

  /** The type as SQL would write it, such as {@code decimal(10,2)} or {@code list<string>}. */
  String text();
}
