package org.tarnlake.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.DataPage.Coding;
import org.tarnlake.error.UnsupportedTableException;

/**
 * The pages of a column chunk in their order, checksums verified. One thread at a time.
 *
 * <p>What breaks the format is an {@link IllegalArgumentException}.
 */
final class ChunkPages {
  private static final int HEADER_BYTES = 64 * 1024;
  private static final int SMALL_PAGE_BYTES = 64 << 20;

  private final FileColumn column;
  private final ColumnMetaData metadata;
  private final ChunkBytes bytes;
  private final @Nullable List<PageLocation> locations;
  private final Decompressor decompressor;
  private final PageMemory memory;
  private byte[] reusable = new byte[0];
  private long position;
  private long entriesBefore;
  private @Nullable Page page;
  private long heldBytes;

  /** Pages behind {@link #page} that were looked at but not gone to. */
  private final ArrayDeque<Page> ahead = new ArrayDeque<>();

  /** A page whose content may be unread. */
  private record Page(PageHeader header, long contentAt, int entries) {
    int rawBytes() {
      return header.getUncompressed_page_size();
    }

    /** Whether values of both may be brought together: what they come to then is known. */
    boolean isLike(Page other) {
      Encoding mine = encoding();
      Encoding others = other.encoding();
      return isDictionary(mine) == isDictionary(others)
          && mine != Encoding.DELTA_BYTE_ARRAY
          && others != Encoding.DELTA_BYTE_ARRAY;
    }

    private @Nullable Encoding encoding() {
      return header.getType() == PageType.DATA_PAGE
          ? header.getData_page_header().getEncoding()
          : header.getData_page_header_v2().getEncoding();
    }
  }

  ChunkPages(
      FileColumn column,
      ColumnMetaData metadata,
      ChunkBytes bytes,
      @Nullable List<PageLocation> locations,
      Decompressor decompressor,
      PageMemory memory) {
    this.column = column;
    this.metadata = metadata;
    this.bytes = bytes;
    this.locations = locations;
    this.decompressor = decompressor;
    this.memory = memory;
    this.position = bytes.start();
  }

  /** A dictionary page: its values are plain. */
  record Dictionary(int entries, Slice values) {}

  /**
   * Goes to the next data page without reading its content.
   *
   * @return how many values it has, nulls included; -1 if there is no further page
   */
  int next() {
    Page looked = ahead.poll();
    page = looked != null ? looked : find();
    return page == null ? -1 : page.entries();
  }

  /** The next page that has values; null if there is none. */
  private @Nullable Page find() {
    while (entriesBefore < metadata.getNum_values()) {
      if (position >= bytes.end()) {
        throw new IllegalArgumentException(
            "it ends after %s of %s values".formatted(entriesBefore, metadata.getNum_values()));
      }
      Page found = readHeader(position);
      PageType type = found.header().getType();
      position = found.contentAt() + found.header().getCompressed_page_size();
      if (type == PageType.DATA_PAGE || type == PageType.DATA_PAGE_V2) {
        int entries = entries(found.header());
        if (entries < 0 || entries > metadata.getNum_values() - entriesBefore) {
          throw new IllegalArgumentException(
              "a page claims %s values, after %s of %s"
                  .formatted(entries, entriesBefore, metadata.getNum_values()));
        }
        entriesBefore += entries;
        if (entries > 0) {
          return new Page(found.header(), found.contentAt(), entries);
        }
      }
    }
    return null;
  }

  /**
   * How many of the {@code wanted} next values should be read together: as many as are in the page
   * gone to, or else in as many pages as are coded alike and can be held at once.
   *
   * @param left how many values of the page gone to are unread
   */
  int together(int left, int wanted) {
    int entries = left;
    Page last = left > 0 ? page : null;
    long rawBytes = last == null ? 0 : last.rawBytes();
    Iterator<Page> looked = List.copyOf(ahead).iterator();
    while (entries < wanted) {
      Page next = looked.hasNext() ? looked.next() : look();
      if (next == null) {
        return wanted; // There are too few, as reading them will tell.
      }
      rawBytes += next.rawBytes();
      boolean alike = last == null || last.isLike(next);
      if (entries > 0 && (rawBytes > ReadLimits.BATCH_BYTES || !alike)) {
        return entries;
      }
      entries += next.entries();
      last = next;
    }
    return wanted;
  }

  private @Nullable Page look() {
    Page found = find();
    if (found != null) {
      ahead.add(found);
    }
    return found;
  }

  /** Whether it is known where each page starts, and with which row. */
  boolean hasLocations() {
    return locations != null;
  }

  /**
   * Makes {@link #next} go to the page with a row.
   *
   * @return the first row of that page
   */
  long seek(long row) {
    if (locations == null) {
      throw new IllegalStateException("no page locations");
    }
    PageLocation location = locations.get(0);
    for (PageLocation next : locations) {
      location = next.getFirst_row_index() <= row ? next : location;
    }
    position = location.getOffset();
    ahead.clear();
    // No value of a row is in an earlier page, so at least so many precede.
    entriesBefore = location.getFirst_row_index();
    return location.getFirst_row_index();
  }

  private static int entries(PageHeader header) {
    if (header.getType() == PageType.DATA_PAGE && header.isSetData_page_header()) {
      return header.getData_page_header().getNum_values();
    }
    if (header.getType() == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()) {
      return header.getData_page_header_v2().getNum_values();
    }
    throw new IllegalArgumentException("a page header contradicts its type");
  }

  private Page readHeader(long offset) {
    Slice slice = bytes.readSome(offset, HEADER_BYTES);
    while (true) {
      ByteArrayInputStream in = slice.stream();
      try {
        PageHeader found = Thrift.read(in, new PageHeader(), bytes.end() - offset);
        long contentAt = offset + slice.length() - in.available();
        int size = found.getCompressed_page_size();
        if (size < 0 || size > bytes.end() - contentAt) {
          throw new IllegalArgumentException("a page of %s bytes leaves its chunk".formatted(size));
        }
        // Before memory is taken for it; some writers count their chunks wrongly.
        int raw = found.getUncompressed_page_size();
        if (raw < 0 || raw > Math.max(SMALL_PAGE_BYTES, metadata.getTotal_uncompressed_size())) {
          throw new IllegalArgumentException(
              "a page claims %s bytes, more than its chunk".formatted(raw));
        }
        return new Page(found, contentAt, 0);
      } catch (IOException e) {
        // Statistics make some headers very long.
        long wanted = Math.min(bytes.end() - offset, 16L * Math.max(HEADER_BYTES, slice.length()));
        if (in.available() > 0 || wanted <= slice.length() || wanted > Integer.MAX_VALUE / 2) {
          throw new IllegalArgumentException("a page header cannot be read", e);
        }
        slice = bytes.read(offset, (int) wanted);
      }
    }
  }

  private Slice content(Page page) {
    PageHeader found = page.header();
    Slice content = bytes.read(page.contentAt(), found.getCompressed_page_size());
    if (found.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(content.bytes, content.start, content.length());
      if ((int) crc.getValue() != found.getCrc()) {
        throw new IllegalArgumentException(
            "the page at offset %s does not match its checksum".formatted(page.contentAt()));
      }
    }
    return content;
  }

  /** The dictionary of the chunk. */
  Dictionary dictionary() {
    Page page = readHeader(bytes.start());
    PageHeader found = page.header();
    if (found.getType() != PageType.DICTIONARY_PAGE || !found.isSetDictionary_page_header()) {
      throw new IllegalArgumentException("it has no dictionary");
    }
    DictionaryPageHeader details = found.getDictionary_page_header();
    Encoding encoding = details.getEncoding();
    if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
      throw new IllegalArgumentException("its dictionary is encoded as " + encoding);
    }
    memory.take(column.name(), page.rawBytes(), 0);
    Slice values =
        decompressor.decompress(metadata.getCodec(), content(page), page.rawBytes(), new byte[0]);
    if (details.getNum_values() < 0) {
      throw new IllegalArgumentException("its dictionary has a negative size");
    }
    return new Dictionary(details.getNum_values(), values);
  }

  /**
   * The content of the page that {@link #next} went to.
   *
   * @param kept whether it is needed beyond the next call
   */
  DataPage load(boolean kept) {
    Page found = page;
    if (found == null) {
      throw new IllegalStateException("no page");
    }
    memory.take(column.name(), found.rawBytes(), heldBytes);
    heldBytes = found.rawBytes();
    return found.header().getType() == PageType.DATA_PAGE
        ? loadV1(found, found.header().getData_page_header(), kept)
        : loadV2(found, found.header().getData_page_header_v2(), kept);
  }

  private DataPage loadV1(Page found, DataPageHeader details, boolean kept) {
    Slice content = decompress(content(found), found.rawBytes(), details.getEncoding(), kept);
    int at = 0;
    Slice[] levels = new Slice[2];
    int[] max = {column.repetition(), column.definition()};
    Encoding[] encodings = {
      details.getRepetition_level_encoding(), details.getDefinition_level_encoding()
    };
    for (int i = 0; i < 2; i++) {
      if (max[i] == 0) {
        levels[i] = content.part(at, 0);
      } else if (encodings[i] == Encoding.RLE) {
        levels[i] = content.part(at + 4, littleEndian(content.part(at, 4)));
        at += 4 + levels[i].length();
      } else {
        throw new IllegalArgumentException("levels are encoded as " + encodings[i]);
      }
    }
    Slice values = content.part(at, content.length() - at);
    return page(details.getNum_values(), levels[0], levels[1], details.getEncoding(), values);
  }

  private DataPage loadV2(Page found, DataPageHeaderV2 details, boolean kept) {
    Slice content = content(found);
    int repetitions = details.getRepetition_levels_byte_length();
    int definitions = details.getDefinition_levels_byte_length();
    Slice repetition = content.part(0, repetitions);
    Slice definition = content.part(repetitions, definitions);
    int before = repetitions + definitions;
    Slice values = content.part(before, content.length() - before);
    if (details.isIs_compressed() || !details.isSetIs_compressed()) {
      int length = found.rawBytes() - before;
      boolean none = length == 0 && values.length() == 0;
      values = none ? values : decompress(values, length, details.getEncoding(), kept);
    }
    return page(details.getNum_values(), repetition, definition, details.getEncoding(), values);
  }

  /**
   * Values that are kept, or that vectors will point into, get memory of their own, others that of
   * the page before.
   */
  private Slice decompress(Slice content, int length, @Nullable Encoding encoding, boolean kept) {
    Type physical = column.scalar().physical();
    boolean pointedInto =
        kept
            || ((physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY)
                && !isDictionary(encoding));
    Slice raw =
        decompressor.decompress(
            metadata.getCodec(), content, length, pointedInto ? new byte[0] : reusable);
    if (!pointedInto && raw.bytes != content.bytes) {
      reusable = raw.bytes;
    }
    return raw;
  }

  private DataPage page(
      int entries,
      Slice repetitions,
      Slice definitions,
      @Nullable Encoding encoding,
      Slice values) {
    Coding coding = Coding.PLAIN;
    Slice plain = values;
    if (isDictionary(encoding)) {
      coding = Coding.DICTIONARY;
    } else if (encoding == Encoding.RLE && column.scalar().physical() == Type.BOOLEAN) {
      coding = Coding.RUNS;
      plain = values.part(4, littleEndian(values.part(0, 4)));
    } else if (encoding != Encoding.PLAIN) {
      plain = toPlain(encoding, values, entries);
    }
    return new DataPage(entries, repetitions, definitions, coding, plain);
  }

  private Slice toPlain(@Nullable Encoding encoding, Slice values, int entries) {
    FileColumn.Leaf leaf = column.scalar();
    if (encoding != null) {
      switch (encoding) {
        case DELTA_BINARY_PACKED -> {
          return DeltaEncodings.numbers(values, entries, leaf.physical());
        }
        case DELTA_LENGTH_BYTE_ARRAY -> {
          return DeltaEncodings.lengths(values, entries);
        }
        case DELTA_BYTE_ARRAY -> {
          return DeltaEncodings.prefixes(values, entries, leaf);
        }
        case BYTE_STREAM_SPLIT -> {
          return DeltaEncodings.streams(values, leaf);
        }
        default -> {
          // Named below.
        }
      }
    }
    throw new UnsupportedTableException(
        "column '%s' is encoded as %s, which Tarn cannot read".formatted(column.name(), encoding));
  }

  private static boolean isDictionary(@Nullable Encoding encoding) {
    return encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
  }

  private static int littleEndian(Slice four) {
    byte[] bytes = four.bytes;
    int at = four.start;
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }
}
