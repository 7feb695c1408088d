package org.tarnlake.data.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumns.Scalar;
import org.tarnlake.error.TarnException;
import org.tarnlake.predicate.Range;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Makes ranges of the bounds in footers and page indexes. What cannot be trusted or read is taken
 * as unknown. Stateless.
 */
final class StatisticsRanges {
  private StatisticsRanges() {}

  /** The range of a column chunk. */
  static Range range(Footer footer, Scalar scalar, @Nullable Statistics statistics, long rows) {
    if (statistics == null) {
      return range(footer, scalar, null, null, Range.UNKNOWN, rows);
    }
    byte[] min = null;
    byte[] max = null;
    if (footer.hasDefinedOrder(scalar.column()) || isSigned(scalar.column())) {
      min = statistics.isSetMin_value() ? statistics.getMin_value() : null;
      max = statistics.isSetMax_value() ? statistics.getMax_value() : null;
    }
    if (min == null && max == null && isSigned(scalar.column())) {
      min = statistics.isSetMin() ? statistics.getMin() : null;
      max = statistics.isSetMax() ? statistics.getMax() : null;
    }
    long nulls = statistics.isSetNull_count() ? statistics.getNull_count() : Range.UNKNOWN;
    return range(footer, scalar, min, max, nulls, rows);
  }

  /** The range of some rows, whose bounds are given as the format encodes them. */
  static Range range(
      Footer footer,
      Scalar scalar,
      byte @Nullable [] min,
      byte @Nullable [] max,
      long nulls,
      long rows) {
    if (footer.calendar().isOld(scalar.column())) {
      return new Range(null, null, nulls, rows);
    }
    Range range = new Range(value(scalar, min, false), value(scalar, max, true), nulls, rows);
    boolean floating =
        scalar.column().type() == DataType.FLOAT || scalar.column().type() == DataType.DOUBLE;
    return floating && !footer.isTarns() ? range.withNanPossible() : range;
  }

  /** Whether the only order there ever was is that of signed numbers. */
  private static boolean isSigned(FileColumn column) {
    return switch (column.scalar().physical()) {
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> !column.scalar().unsigned();
      default -> false;
    };
  }

  private static @Nullable Object value(Scalar scalar, byte @Nullable [] encoded, boolean isMax) {
    FileColumn column = scalar.column();
    FileColumn.Leaf leaf = column.scalar();
    if (encoded == null
        || leaf.unsigned()
        || leaf.physical() == Type.INT96
        || column.isUuid()
        || column.foreign() != null) {
      return null;
    }
    byte[] bytes = encoded;
    if (scalar.wanted() == DataType.STRING) {
      bytes = validText(encoded, isMax);
    }
    if (bytes == null || (bytes.length == 0 && column.type() instanceof DecimalType)) {
      return null;
    }
    try {
      boolean sized =
          leaf.physical() == Type.BYTE_ARRAY || leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY;
      LeafDecoder values =
          sized
              ? new BytesDecoder(
                  scalar.column().name(),
                  scalar.wanted() == DataType.STRING ? DataType.STRING : DataType.BINARY,
                  bytes.length,
                  false)
              : LeafDecoder.of(column, scalar.wanted(), false, false);
      Slice slice = new Slice(bytes, 0, bytes.length);
      values.start(1);
      values.read(new PageCursor(DataPage.of(new ChunkPages.Dictionary(1, slice))), 0, 1);
      Object value =
          Conversion.of(column, scalar.wanted()).apply(values.finish(1, null)).canonicalAt(0);
      return floating(value, isMax);
    } catch (TarnException e) {
      throw e;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * Other writers cut bounds anywhere: a lower one stays one when cut further, an upper one does
   * not.
   */
  private static byte @Nullable [] validText(byte[] bytes, boolean isMax) {
    for (int length = bytes.length; length >= Math.max(0, bytes.length - 3); length--) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
        return isMax && length < bytes.length ? null : Arrays.copyOf(bytes, length);
      } catch (CharacterCodingException e) {
        // Try without the last byte.
      }
    }
    return null;
  }

  private static @Nullable Object floating(@Nullable Object value, boolean isMax) {
    if (value instanceof Double number) {
      return number.isNaN() ? null : number == 0 ? (Object) (isMax ? 0.0 : -0.0) : number;
    }
    if (value instanceof Float number) {
      return number.isNaN() ? null : number == 0 ? (Object) (isMax ? 0f : -0f) : number;
    }
    return value;
  }
}
