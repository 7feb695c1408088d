package org.tarnlake.data.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.data.bytes.PageSeals;
import org.tarnlake.data.bytes.Thrift;
import org.tarnlake.row.Vector;

/** The finished data pages of a column chunk, with headers and checksums. One thread at a time. */
final class PagesWriter {
  /** A chunk that is a single page of fewer bytes is not worth compressing. */
  private static final int MIN_COMPRESSED_BYTES = 4096;

  /** So much goes into one array; a larger one would be copied again and again as it grows. */
  private static final int PART_BYTES = 4 << 20;

  private final PageScratch scratch;
  private final List<ByteOutput> fullParts = new ArrayList<>();
  private ByteOutput bytes = new ByteOutput(64);
  private long fullBytes;
  private final List<Page> pages = new ArrayList<>();
  private final List<Integer> headerCrcs = new ArrayList<>();
  private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
  private @Nullable CompressionCodec codec;
  private long rawBytes;
  private long rows;

  PagesWriter(PageScratch scratch) {
    this.scratch = scratch;
  }

  /**
   * A page as the page index tells of it.
   *
   * @param offset where its header starts
   * @param sizeBytes its size, header included
   * @param firstRow the row of the row group that it starts with
   * @param allNull whether it has no value
   * @param min a lower bound of its values, if there is one
   * @param max an upper bound
   */
  record Page(
      long offset,
      int sizeBytes,
      long firstRow,
      long nullCount,
      boolean allNull,
      @Nullable ByteBuffer min,
      @Nullable ByteBuffer max) {}

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  void reset() {
    bytes.reset();
    fullParts.clear();
    fullBytes = 0;
    pages.clear();
    headerCrcs.clear();
    encodings.clear();
    codec = null;
    rawBytes = 0;
    rows = 0;
  }

  boolean isEmpty() {
    return pages.isEmpty();
  }

  long sizeBytes() {
    return fullBytes + bytes.size();
  }

  /** The size before compression, headers included. */
  long rawBytes() {
    return rawBytes;
  }

  CompressionCodec codec() {
    return codec == null ? CompressionCodec.UNCOMPRESSED : codec;
  }

  Set<Encoding> encodings() {
    return encodings;
  }

  /** Adds the data page whose levels and values are in the scratch. */
  void add(Encoding encoding, int pageRows, int entries, int nulls, Bounds bounds, boolean last) {
    ByteOutput raw = scratch.raw;
    ByteOutput content = raw;
    if (codec == null && last && raw.size() < MIN_COMPRESSED_BYTES) {
      codec = CompressionCodec.UNCOMPRESSED;
    }
    if (codec != CompressionCodec.UNCOMPRESSED) {
      scratch.compress();
      content = scratch.compressed;
      if (codec == null && 20L * content.size() > 19L * raw.size()) {
        codec = CompressionCodec.UNCOMPRESSED;
        content = raw;
      } else if (codec == null) {
        codec = CompressionCodec.ZSTD;
      }
    }
    PageHeader header = new PageHeader(PageType.DATA_PAGE, raw.size(), content.size());
    header.setData_page_header(new DataPageHeader(entries, encoding, Encoding.RLE, Encoding.RLE));
    if (bytes.size() + (long) content.size() > PART_BYTES && bytes.size() > 0) {
      fullBytes += bytes.size();
      fullParts.add(bytes);
      bytes = new ByteOutput(content.size());
    }
    int start = bytes.size();
    headerCrcs.add(write(header, content, bytes));
    rawBytes += raw.size() - content.size();
    encodings.add(encoding);
    pages.add(
        new Page(
            fullBytes + start,
            bytes.size() - start,
            rows,
            nulls,
            nulls == entries,
            wrap(bounds.encodedMin()),
            wrap(bounds.encodedMax())));
    rows += pageRows;
  }

  /** Writes the dictionary, which precedes the data pages in the file. */
  void writeDictionary(Vector entries, ByteOutput out) {
    scratch.raw.reset();
    PlainEncoder values = new PlainEncoder();
    values.add(entries, 0, entries.size());
    values.writeTo(scratch.raw);
    ByteOutput content = scratch.raw;
    if (codec() != CompressionCodec.UNCOMPRESSED) {
      scratch.compress();
      content = scratch.compressed;
    }
    PageHeader header =
        new PageHeader(PageType.DICTIONARY_PAGE, scratch.raw.size(), content.size());
    header.setDictionary_page_header(new DictionaryPageHeader(entries.size(), Encoding.PLAIN));
    headerCrcs.add(0, write(header, content, out));
    rawBytes += scratch.raw.size() - content.size();
  }

  /** Appends a page; returns the checksum of its header. */
  private int write(PageHeader header, ByteOutput content, ByteOutput out) {
    header.setCrc(scratch.crcOf(content));
    int start = out.size();
    Thrift.write(header, out);
    int headerCrc = PageSeals.crc(out.array(), start, out.size());
    out.write(content.array(), 0, content.size());
    rawBytes += out.size() - start;
    return headerCrc;
  }

  void writeTo(FileOutput out) {
    fullParts.forEach(out::write);
    out.write(bytes);
  }

  /** The checksums of the headers of all pages, that of a dictionary first. */
  List<Integer> headerCrcs() {
    return List.copyOf(headerCrcs);
  }

  /** The pages, once it is known where in the file the first one starts. */
  List<Page> entries(long dataOffset) {
    return pages.stream()
        .map(
            page ->
                new Page(
                    dataOffset + page.offset(),
                    page.sizeBytes(),
                    page.firstRow(),
                    page.nullCount(),
                    page.allNull(),
                    page.min(),
                    page.max()))
        .toList();
  }
}
