package org.tarnlake.data.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.bytes.PageSeals;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.bytes.StoredFile;
import org.tarnlake.data.bytes.Thrift;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumn.Unit;
import org.tarnlake.data.schema.FileSchema;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;

/**
 * What the end of a data file says of it, checked against itself. Immutable but for the page
 * indexes, which are loaded when first asked for; safe for many threads.
 */
final class Footer {
  private static final long MAX_INDEX_BYTES = 32L << 20;

  private final StoredFile file;
  private final String crc;
  private final FileMetaData metadata;
  private final FileSchema schema;
  private final FileCalendar calendar;
  private final boolean byTarn;
  private final int indexCrc;
  private final @Nullable PageSeals seals;
  private final FileEnd end;
  private final boolean exact;
  private volatile byte @Nullable [] indexes;

  private Footer(
      StoredFile file,
      String crc,
      FileMetaData metadata,
      FileSchema schema,
      @Nullable String checksums,
      FileEnd end) {
    this.file = file;
    this.crc = crc;
    this.metadata = metadata;
    this.schema = schema;
    this.calendar = FileCalendar.of(properties());
    this.byTarn = checksums != null;
    this.indexCrc = checksums == null ? 0 : Integer.parseUnsignedInt(checksums, 0, 8, 16);
    this.seals = byTarn ? seals(metadata) : null;
    this.end = end;
    this.exact = false;
  }

  private Footer(Footer other, FileEnd end, boolean exact) {
    this.file = other.file;
    this.crc = other.crc;
    this.metadata = other.metadata;
    this.schema = other.schema;
    this.calendar = other.calendar;
    this.byTarn = other.byTarn;
    this.indexCrc = other.indexCrc;
    this.seals = other.seals;
    this.end = end;
    this.exact = exact;
  }

  /**
   * Reads and checks the footer of a file.
   *
   * @param known what the footer is known by; null if that is not known
   * @throws CorruptionException if the file is none of Parquet's, or contradicts itself, or is
   *     another one
   * @throws UnsupportedTableException if it or a column is encrypted, or no table can have such
   *     columns
   */
  static Footer load(StoredFile file, @Nullable String known) {
    FileEnd end = FileEnd.load(file);
    byte[] bytes = end.bytes();
    int from = end.footerFrom();
    int to = end.footerTo();
    String checksums = FooterFormat.verify(file, bytes, from, to);
    String crc = FooterFormat.crc32c(bytes, from, bytes.length);
    if (known != null && !known.equals(crc)) {
      file.forgetCached();
      throw new CorruptionException(
          "data file %s is not the one that was committed: its footer has the checksum %s, but the table's log says %s; a file of another table or version was put in its place; restore it from a backup; 'tarn check' lists all"
              .formatted(file.name(), crc, known));
    }
    try {
      FileMetaData metadata =
          Thrift.read(
              new ByteArrayInputStream(bytes, from, to - from), new FileMetaData(), to - from);
      FileSchema schema = FileSchema.parse(metadata.getSchema());
      Footer footer = new Footer(file, crc, metadata, schema, checksums, end);
      footer.check();
      return footer.withoutData();
    } catch (CorruptionException e) {
      throw e;
    } catch (UnsupportedTableException e) {
      throw new UnsupportedTableException(
          "data file %s: %s".formatted(file.name(), e.getMessage()), e);
    } catch (IOException | RuntimeException e) {
      throw file.corrupt("its footer cannot be read: " + e.getMessage(), e);
    }
  }

  /** Lets go of data that came along, and of all that a store which is near has soon again. */
  private Footer withoutData() {
    long kept = Math.min(pagesEnd(), filtersStart());
    return new Footer(this, end.from(file.isDistant() ? kept : file.sizeBytes()), exact);
  }

  private static @Nullable PageSeals seals(FileMetaData metadata) {
    int chunks = 0;
    for (RowGroup group : metadata.getRow_groups()) {
      chunks += group.getColumnsSize();
    }
    for (KeyValue each : metadata.getKey_value_metadata()) {
      if (each.getKey().equals(PageSeals.KEY)) {
        return PageSeals.parse(each.getValue(), chunks);
      }
    }
    return null; // Written before there were any.
  }

  private void check() {
    if (!byTarn && FooterFormat.CREATED_BY.equals(metadata.getCreated_by())) {
      throw file.corrupt("its footer lacks the checksum that Tarn writes");
    }
    if (!byTarn && properties().stream().anyMatch(p -> p.getKey().equals(FooterFormat.CHECKSUMS))) {
      throw file.corrupt("its footer has a checksum that cannot be read");
    }
    long rows = 0;
    for (RowGroup group : rowGroups()) {
      if (group.getNum_rows() < 0 || group.getColumnsSize() != schema.scalars().size()) {
        throw file.corrupt("a row group contradicts the schema");
      }
      rows += group.getNum_rows();
      for (ColumnChunk chunk : group.getColumns()) {
        if (chunk.isSetCrypto_metadata()) {
          throw new UnsupportedTableException("it has an encrypted column, which Tarn cannot read");
        }
        if (chunk.isSetFile_path() || !chunk.isSetMeta_data()) {
          throw file.corrupt("a column chunk is not in the file");
        }
      }
    }
    // Some writers of other formats into Parquet leave the number of rows at 0.
    if (rows != metadata.getNum_rows() && (byTarn || metadata.getNum_rows() != 0)) {
      throw file.corrupt("it claims %s rows and has %s".formatted(metadata.getNum_rows(), rows));
    }
  }

  /** Reads the first bytes of the file; throws CorruptionException if they are not Parquet's. */
  void checkStart() {
    byte[] magic = FooterFormat.magic();
    if (!Arrays.equals(file.read(0, magic.length), magic)) {
      throw file.corrupt("it does not start as a Parquet file does");
    }
  }

  StoredFile file() {
    return file;
  }

  /** What the footer is known by, see {@link DataFiles#open}. */
  String crc() {
    return crc;
  }

  FileSchema schema() {
    return schema;
  }

  long rowCount() {
    return rowGroups().stream().mapToLong(RowGroup::getNum_rows).sum();
  }

  List<RowGroup> rowGroups() {
    List<RowGroup> groups = metadata.getRow_groups();
    return groups == null ? List.of() : groups;
  }

  /** The program that wrote the file, as it says. */
  String writer() {
    return metadata.isSetCreated_by() ? metadata.getCreated_by() : "an unknown program";
  }

  /** What the writer noted beside the data. */
  List<KeyValue> properties() {
    List<KeyValue> properties = metadata.getKey_value_metadata();
    return properties == null ? List.of() : properties;
  }

  /** The same, with times that are not cut to microseconds. */
  Footer exact() {
    return new Footer(this, end, true);
  }

  /** Whether a time finer than microseconds is an error. */
  boolean isExact() {
    return exact;
  }

  /**
   * The conversion from what the file has to what is wanted.
   *
   * @throws UnsupportedTableException if the file has values that Delta has no type for
   */
  Conversion conversion(FileColumn column, DataType wanted) {
    if (column.foreign() != null && wanted != DataType.BINARY) {
      throw new UnsupportedTableException(
          "column '%s' is %s, which Delta has no type for, and cannot be read as %s; have it written as another type"
              .formatted(column.name(), column.foreign(), wanted.text()));
    }
    Conversion conversion = calendar.conversion(column, wanted);
    boolean nanos =
        column.scalar().unit() == Unit.NANOS && column.scalar().physical() == Type.INT64;
    return exact && nanos
        ? vector -> conversion.apply(Conversion.requireMicros(vector))
        : conversion;
  }

  /** In which calendar its writer counted. */
  FileCalendar calendar() {
    return calendar;
  }

  /**
   * The decoder of a scalar's values. Text that Tarn wrote is valid UTF-8 as long as the checksums
   * hold; it is checked all the same where the file is read exactly.
   */
  LeafDecoder decoder(FileColumn column, DataType wanted) {
    return LeafDecoder.of(column, wanted, exact, exact || !isTarns());
  }

  /** Whether Tarn wrote the file: statistics count NaN then, and pages end where they say. */
  boolean isTarns() {
    return byTarn;
  }

  /**
   * Whether the order of a scalar's bounds in the statistics is the one that the format defines.
   */
  boolean hasDefinedOrder(FileColumn scalar) {
    int index = scalar.scalar().index();
    return metadata.isSetColumn_orders()
        && index < metadata.getColumn_ordersSize()
        && metadata.getColumn_orders().get(index).isSetTYPE_ORDER();
  }

  /** The checksums of the page headers of a chunk; null if there are none. */
  @Nullable List<Integer> seals(int rowGroup, FileColumn scalar) {
    int chunk = rowGroup * schema.scalars().size() + scalar.scalar().index();
    return seals == null ? null : seals.chunk(chunk);
  }

  /** What the footer says of a scalar in a row group. */
  ColumnMetaData chunk(int rowGroup, FileColumn scalar) {
    return rowGroups().get(rowGroup).getColumns().get(scalar.scalar().index()).getMeta_data();
  }

  /** Some bytes of the file, which has so many. */
  byte[] bytes(long offset, int length) {
    return end.bytes(offset, length);
  }

  /** Where the page indexes start, behind the last page; the footer if there are none. */
  long pagesEnd() {
    List<Long> offsets = new ArrayList<>();
    for (RowGroup group : rowGroups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        if (chunk.isSetColumn_index_offset()) {
          offsets.add(chunk.getColumn_index_offset());
        }
        if (chunk.isSetOffset_index_offset()) {
          offsets.add(chunk.getOffset_index_offset());
        }
      }
    }
    return offsets.stream().mapToLong(Long::longValue).min().orElse(end.footerStart());
  }

  /** Where the first Bloom filter starts; the end of the file if there is none. */
  private long filtersStart() {
    long first = file.sizeBytes();
    for (RowGroup group : rowGroups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        ColumnMetaData metadata = chunk.getMeta_data();
        if (metadata.isSetBloom_filter_offset()) {
          first = Math.min(first, metadata.getBloom_filter_offset());
        }
      }
    }
    return Math.max(first, 0);
  }

  /** What is in memory of the file, such as all of a small one. */
  FileEnd end() {
    return end;
  }

  /** About how many bytes of memory it takes. */
  long weight() {
    return end.bytes().length + 8 * (file.sizeBytes() - end.footerStart());
  }

  /**
   * Some bytes of the page indexes, from an offset in the file; null if there are too many to load.
   */
  @Nullable Slice index(long offset, int length) {
    byte[] all = indexes();
    long first = end.footerStart() - all.length;
    if (offset < first || length < 0 || offset + length > end.footerStart()) {
      if (all.length == 0) {
        return null;
      }
      throw file.corrupt("a page index lies outside the page indexes");
    }
    return new Slice(all, (int) (offset - first), (int) (offset - first) + length);
  }

  /**
   * All page indexes; empty if there are none, or too many to load.
   *
   * @throws CorruptionException if they do not match their checksum
   */
  byte[] indexes() {
    byte[] all = indexes;
    if (all == null) {
      all = loadIndexes();
      indexes = all;
    }
    return all;
  }

  private byte[] loadIndexes() {
    long first = pagesEnd();
    long start = end.footerStart();
    if (first < 0 || first > start) {
      throw file.corrupt("a page index lies outside the file");
    }
    if (start - first > MAX_INDEX_BYTES) {
      return new byte[0];
    }
    int length = (int) (start - first);
    byte[] bytes = bytes(first, length);
    if (byTarn) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if ((int) crc.getValue() != indexCrc) {
        throw file.corrupt("its page indexes do not match their checksum");
      }
    }
    return bytes;
  }
}
