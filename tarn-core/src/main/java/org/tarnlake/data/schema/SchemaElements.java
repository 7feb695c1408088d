package org.tarnlake.data.schema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/** The Parquet schema of Delta tables, as Spark writes it. One thread at a time. */
public final class SchemaElements {
  private final List<SchemaElement> elements = new ArrayList<>();

  private final ColumnMapping mapping;
  private final boolean hasIds;

  private SchemaElements(ColumnMapping mapping, boolean hasIds) {
    this.mapping = mapping;
    this.hasIds = hasIds;
  }

  static List<SchemaElement> of(StructType columns, ColumnMapping mapping) {
    SchemaElements schema = new SchemaElements(mapping, FieldIds.areComplete(columns));
    schema.elements.add(new SchemaElement("schema").setNum_children(columns.size()));
    columns.fields().forEach(schema::add);
    return schema.elements;
  }

  /** How many bytes hold every unscaled value of so many digits. */
  public static int decimalLength(int precision) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }

  private void add(Field field) {
    SchemaElement element =
        add(field, "", mapping.physicalName(field), field.type(), field.nullable());
    setId(element, mapping == ColumnMapping.NONE ? FieldIds.id(field) : ColumnMapping.id(field));
  }

  /** A file has ids on all of its columns or on none, as Iceberg wants it. */
  private void setId(SchemaElement element, int id) {
    if (id >= 0 && (mapping != ColumnMapping.NONE || hasIds)) {
      element.setField_id(id);
    }
  }

  /** Adds what is at a path in a field: an element, key or value. */
  private void addInside(Field around, String path, String name, DataType type, boolean nullable) {
    SchemaElement element = add(around, path + name + ".", name, type, nullable);
    // A mapping has no ids of its own for these; where it took over the table's, theirs go on.
    if (mapping == ColumnMapping.NONE || ColumnMapping.id(around) == FieldIds.id(around)) {
      setId(element, FieldIds.nestedId(around, path + name));
    }
  }

  private SchemaElement add(
      Field around, String path, String name, DataType type, boolean nullable) {
    SchemaElement element = new SchemaElement(name);
    element.setRepetition_type(
        nullable ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
    elements.add(element);
    if (type instanceof StructType struct) {
      if (struct.hasOwnName()) {
        throw new UnsupportedTableException(
            "column '%s' of type %s cannot be written; use a newer version of Tarn"
                .formatted(name, struct.text()));
      }
      element.setNum_children(struct.size());
      struct.fields().forEach(this::add);
    } else if (type instanceof ListType list) {
      annotate(
          element.setNum_children(1),
          ConvertedType.LIST,
          LogicalType.LIST(new org.apache.parquet.format.ListType()));
      addRepeated("list", 1);
      addInside(around, path, "element", list.element(), list.elementNullable());
    } else if (type instanceof MapType map) {
      annotate(
          element.setNum_children(1),
          ConvertedType.MAP,
          LogicalType.MAP(new org.apache.parquet.format.MapType()));
      addRepeated("key_value", 2);
      addInside(around, path, "key", map.key(), false);
      addInside(around, path, "value", map.value(), map.valueNullable());
    } else if (type instanceof DecimalType decimal) {
      decimal(element, decimal);
    } else {
      primitive(element, (PrimitiveType) type);
    }
    return element;
  }

  private void addRepeated(String name, int children) {
    SchemaElement group = new SchemaElement(name).setNum_children(children);
    elements.add(group.setRepetition_type(FieldRepetitionType.REPEATED));
  }

  private static void decimal(SchemaElement element, DecimalType type) {
    if (type.precision() <= 9) {
      element.setType(Type.INT32);
    } else if (type.precision() <= 18) {
      element.setType(Type.INT64);
    } else {
      element.setType(Type.FIXED_LEN_BYTE_ARRAY);
      element.setType_length(decimalLength(type.precision()));
    }
    element.setPrecision(type.precision()).setScale(type.scale());
    annotate(
        element,
        ConvertedType.DECIMAL,
        LogicalType.DECIMAL(
            new org.apache.parquet.format.DecimalType(type.scale(), type.precision())));
  }

  private static void primitive(SchemaElement element, PrimitiveType type) {
    switch (type) {
      case BOOLEAN -> element.setType(Type.BOOLEAN);
      case BYTE ->
          annotate(
              element.setType(Type.INT32),
              ConvertedType.INT_8,
              LogicalType.INTEGER(new IntType((byte) 8, true)));
      case SHORT ->
          annotate(
              element.setType(Type.INT32),
              ConvertedType.INT_16,
              LogicalType.INTEGER(new IntType((byte) 16, true)));
      case INT -> element.setType(Type.INT32);
      case LONG -> element.setType(Type.INT64);
      case FLOAT -> element.setType(Type.FLOAT);
      case DOUBLE -> element.setType(Type.DOUBLE);
      case STRING ->
          annotate(
              element.setType(Type.BYTE_ARRAY),
              ConvertedType.UTF8,
              LogicalType.STRING(new StringType()));
      case BINARY -> element.setType(Type.BYTE_ARRAY);
      case DATE ->
          annotate(
              element.setType(Type.INT32), ConvertedType.DATE, LogicalType.DATE(new DateType()));
      case TIMESTAMP ->
          annotate(element.setType(Type.INT64), ConvertedType.TIMESTAMP_MICROS, micros(true));
      // The older annotation would mean an instant, so there is none.
      case TIMESTAMP_NTZ -> element.setType(Type.INT64).setLogicalType(micros(false));
    }
  }

  private static LogicalType micros(boolean adjustedToUtc) {
    return LogicalType.TIMESTAMP(
        new TimestampType(adjustedToUtc, TimeUnit.MICROS(new MicroSeconds())));
  }

  private static void annotate(SchemaElement element, ConvertedType older, LogicalType newer) {
    element.setConverted_type(older).setLogicalType(newer);
  }
}
