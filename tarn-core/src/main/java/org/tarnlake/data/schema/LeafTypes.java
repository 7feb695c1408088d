package org.tarnlake.data.schema;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimestampType;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn.Unit;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * What Tarn makes of a stored scalar, by its newer annotation or else by its older one. Stateless.
 */
final class LeafTypes {
  static final int UUID_BYTES = 16;

  private LeafTypes() {}

  record Stored(DataType type, boolean unsigned, Unit unit) {
    static Stored plain(DataType type) {
      return new Stored(type, false, Unit.NONE);
    }
  }

  static Stored of(SchemaElement element) {
    return switch (element.getType()) {
      case BOOLEAN -> Stored.plain(DataType.BOOLEAN);
      case INT32 -> int32(element);
      case INT64 -> int64(element);
      case INT96 -> new Stored(DataType.TIMESTAMP, false, Unit.NANOS);
      case FLOAT -> Stored.plain(DataType.FLOAT);
      case DOUBLE -> Stored.plain(DataType.DOUBLE);
      case BYTE_ARRAY ->
          Stored.plain(
              isDecimal(element)
                  ? decimalOfBytes(element)
                  : isText(element) ? DataType.STRING : DataType.BINARY);
      case FIXED_LEN_BYTE_ARRAY -> {
        if (element.getType_length() <= 0) {
          throw new IllegalArgumentException(
              "column '%s' has values of %s bytes"
                  .formatted(element.getName(), element.getType_length()));
        }
        yield Stored.plain(
            isDecimal(element)
                ? decimalOfBytes(element)
                : isHalf(element)
                    ? DataType.FLOAT
                    : isUuid(element) ? DataType.STRING : DataType.BINARY);
      }
    };
  }

  private static Stored int32(SchemaElement element) {
    if (isDecimal(element)) {
      return Stored.plain(decimal(element));
    }
    LogicalType logical = element.getLogicalType();
    if (is(element, ConvertedType.DATE) || (logical != null && logical.isSetDATE())) {
      return Stored.plain(DataType.DATE);
    }
    int bits = 32;
    boolean signed = true;
    if (logical != null && logical.isSetINTEGER()) {
      IntType integer = logical.getINTEGER();
      bits = integer.getBitWidth();
      signed = integer.isIsSigned();
    } else if (is(element, ConvertedType.INT_8) || is(element, ConvertedType.UINT_8)) {
      bits = 8;
      signed = is(element, ConvertedType.INT_8);
    } else if (is(element, ConvertedType.INT_16) || is(element, ConvertedType.UINT_16)) {
      bits = 16;
      signed = is(element, ConvertedType.INT_16);
    } else if (is(element, ConvertedType.UINT_32)) {
      signed = false;
    }
    if (bits == 8) {
      return Stored.plain(signed ? DataType.BYTE : DataType.SHORT);
    }
    if (bits == 16) {
      return Stored.plain(signed ? DataType.SHORT : DataType.INT);
    }
    return signed ? Stored.plain(DataType.INT) : new Stored(DataType.LONG, true, Unit.NONE);
  }

  private static Stored int64(SchemaElement element) {
    if (isDecimal(element)) {
      return Stored.plain(decimal(element));
    }
    LogicalType logical = element.getLogicalType();
    if (logical != null && logical.isSetTIMESTAMP()) {
      TimestampType time = logical.getTIMESTAMP();
      Unit unit =
          time.getUnit().isSetMILLIS()
              ? Unit.MILLIS
              : time.getUnit().isSetNANOS() ? Unit.NANOS : Unit.MICROS;
      DataType type = time.isIsAdjustedToUTC() ? DataType.TIMESTAMP : DataType.TIMESTAMP_NTZ;
      return new Stored(type, false, unit);
    }
    if (is(element, ConvertedType.TIMESTAMP_MICROS)) {
      return new Stored(DataType.TIMESTAMP, false, Unit.MICROS);
    }
    if (is(element, ConvertedType.TIMESTAMP_MILLIS)) {
      return new Stored(DataType.TIMESTAMP, false, Unit.MILLIS);
    }
    boolean unsigned =
        is(element, ConvertedType.UINT_64)
            || (logical != null && logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned());
    return unsigned
        ? new Stored(DataType.decimal(20, 0), true, Unit.NONE)
        : Stored.plain(DataType.LONG);
  }

  /**
   * What Parquet calls the type of a column, scalar or group, where Delta has none for it: its
   * numbers or bytes alone would be other values. Null where Delta has one.
   */
  static @Nullable String foreign(SchemaElement element) {
    if (is(element, ConvertedType.INTERVAL)) {
      return "INTERVAL";
    }
    if (is(element, ConvertedType.TIME_MILLIS) || is(element, ConvertedType.TIME_MICROS)) {
      return "TIME";
    }
    if (isDecimal(element) && precision(element) > DecimalType.MAX_PRECISION) {
      return "DECIMAL(%s,%s)".formatted(precision(element), scale(element));
    }
    LogicalType logical = element.getLogicalType();
    if (logical == null) {
      return null;
    }
    LogicalType._Fields kind = logical.getSetField();
    if (kind == null) {
      return "type of a newer version of the format";
    }
    return switch (kind) {
      case TIME, GEOMETRY, GEOGRAPHY, VARIANT -> kind.name();
      default -> null;
    };
  }

  private static boolean is(SchemaElement element, ConvertedType type) {
    return element.isSetConverted_type() && element.getConverted_type() == type;
  }

  private static boolean isText(SchemaElement element) {
    LogicalType logical = element.getLogicalType();
    return is(element, ConvertedType.UTF8)
        || is(element, ConvertedType.ENUM)
        || is(element, ConvertedType.JSON)
        || (logical != null
            && (logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON()));
  }

  /** Whether it is a float of 16 bits. */
  private static boolean isHalf(SchemaElement element) {
    return element.isSetLogicalType()
        && element.getLogicalType().isSetFLOAT16()
        && element.getType_length() == 2;
  }

  private static boolean isUuid(SchemaElement element) {
    return element.isSetLogicalType()
        && element.getLogicalType().isSetUUID()
        && element.getType_length() == UUID_BYTES;
  }

  private static boolean isDecimal(SchemaElement element) {
    return is(element, ConvertedType.DECIMAL)
        || (element.isSetLogicalType() && element.getLogicalType().isSetDECIMAL());
  }

  /** The decimal of an element, which {@link #isDecimal}. */
  private static DataType decimal(SchemaElement element) {
    return DataType.decimal(precision(element), scale(element));
  }

  /** The same, or only bytes if Delta has no decimal of so many digits. */
  private static DataType decimalOfBytes(SchemaElement element) {
    return precision(element) > DecimalType.MAX_PRECISION ? DataType.BINARY : decimal(element);
  }

  private static int precision(SchemaElement decimal) {
    LogicalType logical = decimal.getLogicalType();
    return logical != null && logical.isSetDECIMAL()
        ? logical.getDECIMAL().getPrecision()
        : decimal.getPrecision();
  }

  private static int scale(SchemaElement decimal) {
    LogicalType logical = decimal.getLogicalType();
    return logical != null && logical.isSetDECIMAL()
        ? logical.getDECIMAL().getScale()
        : decimal.getScale();
  }
}
