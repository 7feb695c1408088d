package org.tarnlake.data.read;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.BloomFilter;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.bytes.XxHash64;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumns;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/** Asks the Bloom filters of column chunks, Tarn's or of other writers, about values. Stateless. */
final class ChunkFilter {
  /** No writer makes larger ones. */
  private static final int BYTES_MAX = 128 << 20;

  /** What others write in front of the bits takes less. */
  private static final int HEADER_BYTES = 64;

  private ChunkFilter() {}

  /**
   * False only if a chunk has none of some values, coded as {@link
   * org.tarnlake.predicate.StatisticsLookup#mayHaveAny} says.
   */
  static boolean mayHaveAny(
      Footer footer, int rowGroup, FileColumns.Scalar scalar, Supplier<List<Object>> values) {
    FileColumn column = scalar.column();
    ColumnMetaData chunk = footer.chunk(rowGroup, column);
    if (!chunk.isSetBloom_filter_offset() || !isAsWanted(footer, scalar)) {
      return true;
    }
    BloomFilter filter = load(footer, rowGroup, column);
    return filter == null
        || values.get().stream().anyMatch(value -> mayHave(filter, column, value));
  }

  /** Whether a value has the same bytes in the file as its code, but for their number. */
  private static boolean isAsWanted(Footer footer, FileColumns.Scalar scalar) {
    FileColumn column = scalar.column();
    FileColumn.Leaf leaf = column.scalar();
    if (leaf.unsigned() || column.foreign() != null || footer.calendar().isOld(column)) {
      return false;
    }
    return switch (leaf.physical()) {
      case INT32, INT64 -> isWholeNumber(scalar.wanted()) && hasSameUnit(scalar);
      case BYTE_ARRAY -> scalar.wanted() == DataType.STRING || scalar.wanted() == DataType.BINARY;
      default -> false;
    };
  }

  private static boolean isWholeNumber(DataType type) {
    return type != DataType.FLOAT && type != DataType.DOUBLE && type != DataType.BOOLEAN;
  }

  /** A file may have decimals of another scale, and times of another unit, than its table. */
  private static boolean hasSameUnit(FileColumns.Scalar scalar) {
    DataType wanted = scalar.wanted();
    DataType stored = scalar.column().type();
    if (wanted instanceof DecimalType || stored instanceof DecimalType) {
      return wanted.equals(stored);
    }
    if (wanted == DataType.TIMESTAMP || wanted == DataType.TIMESTAMP_NTZ) {
      return wanted.equals(stored) && scalar.column().scalar().unit() == FileColumn.Unit.MICROS;
    }
    return (wanted == DataType.DATE) == (stored == DataType.DATE);
  }

  private static boolean mayHave(BloomFilter filter, FileColumn column, Object value) {
    if (value instanceof byte[] bytes) {
      return filter.mayHave(XxHash64.hash(bytes, 0, bytes.length));
    }
    long number = (Long) value;
    if (column.scalar().physical() == Type.INT64) {
      return filter.mayHave(XxHash64.hash(number));
    }
    return number == (int) number && filter.mayHave(XxHash64.hash((int) number));
  }

  /** The filter of a chunk; null if it is none that can be read, which then tells nothing. */
  static @Nullable BloomFilter load(Footer footer, int rowGroup, FileColumn column) {
    ColumnMetaData chunk = footer.chunk(rowGroup, column);
    byte[] bytes = bytes(footer, chunk);
    if (bytes == null) {
      return null;
    }
    if (footer.isTarns()) {
      requireSealed(footer, chunk.getBloom_filter_offset(), bytes);
    }
    try {
      return BloomFilter.read(bytes);
    } catch (IOException | RuntimeException e) {
      if (footer.isTarns()) {
        throw footer.file().corrupt("a Bloom filter cannot be read: " + e.getMessage(), e);
      }
      return null;
    }
  }

  /** Not every writer tells how long its filters are. */
  private static byte @Nullable [] bytes(Footer footer, ColumnMetaData chunk) {
    long offset = chunk.getBloom_filter_offset();
    long left = footer.file().sizeBytes() - offset;
    if (offset <= 0 || left <= 0) {
      return null;
    }
    if (chunk.isSetBloom_filter_length()) {
      int length = chunk.getBloom_filter_length();
      return length <= 0 || length > Math.min(left, BYTES_MAX)
          ? null
          : footer.bytes(offset, length);
    }
    byte[] beginning = footer.bytes(offset, (int) Math.min(left, HEADER_BYTES));
    int length = BloomFilter.lengthBytes(beginning);
    return length <= 0 || length > Math.min(left, BYTES_MAX) ? null : footer.bytes(offset, length);
  }

  /** Throws CorruptionException if a filter does not match the checksum that Tarn wrote of it. */
  private static void requireSealed(Footer footer, long offset, byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (!String.format(Locale.ROOT, "%08x", crc.getValue()).equals(seals(footer).get(offset))) {
      throw footer
          .file()
          .corrupt("the Bloom filter at %s does not match its checksum".formatted(offset));
    }
  }

  /** The checksums of a file's filters, by their places. */
  private static Map<Long, String> seals(Footer footer) {
    List<String> crcs = List.of();
    for (KeyValue each : footer.properties()) {
      if (each.getKey().equals(FooterFormat.FILTERS)) {
        crcs = List.of(each.getValue().split(","));
      }
    }
    TreeSet<Long> offsets = new TreeSet<>();
    for (RowGroup group : footer.rowGroups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        if (chunk.getMeta_data().isSetBloom_filter_offset()) {
          offsets.add(chunk.getMeta_data().getBloom_filter_offset());
        }
      }
    }
    Map<Long, String> seals = new HashMap<>();
    Iterator<String> next = crcs.iterator();
    for (long offset : offsets) {
      seals.put(offset, next.hasNext() ? next.next() : "none");
    }
    return seals;
  }
}
