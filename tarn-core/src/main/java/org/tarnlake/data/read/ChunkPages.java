package org.tarnlake.data.read;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.read.DataPage.Coding;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.error.UnsupportedTableException;

/**
 * The pages of a column chunk in their order, decompressed. One thread at a time.
 *
 * <p>What breaks the format is an {@link IllegalArgumentException}.
 */
final class ChunkPages {
  private final FileColumn column;
  private final ColumnMetaData metadata;
  private final PageHeaders headers;
  private final Decompressor decompressor;
  private final PageMemory memory;
  private byte[] reusable = new byte[0];
  private PageHeaders.@Nullable Page page;
  private long heldBytes;

  ChunkPages(
      FileColumn column,
      ColumnMetaData metadata,
      PageHeaders headers,
      Decompressor decompressor,
      PageMemory memory) {
    this.column = column;
    this.metadata = metadata;
    this.headers = headers;
    this.decompressor = decompressor;
    this.memory = memory;
  }

  /** A dictionary page: its values are plain. */
  record Dictionary(int entries, Slice values) {}

  /**
   * Goes to the next data page without reading its content.
   *
   * @return how many values it has, nulls included; -1 if there is no further page
   */
  int next() {
    page = headers.next();
    return page == null ? -1 : page.entries();
  }

  /**
   * How many of the {@code wanted} next values should be read together, see {@link
   * PageHeaders#together}.
   *
   * @param left how many values of the page gone to are unread
   */
  int together(int left, int wanted) {
    return headers.together(left > 0 ? page : null, left, wanted);
  }

  /** Whether it is known where each page starts, and with which row. */
  boolean hasLocations() {
    return headers.hasLocations();
  }

  /**
   * Makes {@link #next} go to the page with a row.
   *
   * @return the first row of that page
   */
  long seek(long row) {
    return headers.seek(row);
  }

  /** The dictionary of the chunk. */
  Dictionary dictionary() {
    PageHeaders.Page page = headers.first();
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
        decompressor.decompress(
            metadata.getCodec(), headers.content(page), page.rawBytes(), new byte[0]);
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
    PageHeaders.Page found = page;
    if (found == null) {
      throw new IllegalStateException("no page");
    }
    memory.take(column.name(), found.rawBytes(), heldBytes);
    heldBytes = found.rawBytes();
    return found.header().getType() == PageType.DATA_PAGE
        ? loadV1(found, found.header().getData_page_header(), kept)
        : loadV2(found, found.header().getData_page_header_v2(), kept);
  }

  private DataPage loadV1(PageHeaders.Page found, DataPageHeader details, boolean kept) {
    Slice content =
        decompress(headers.content(found), found.rawBytes(), details.getEncoding(), kept);
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
        levels[i] = content.part(at + 4, content.intAt(at));
        at += 4 + levels[i].length();
      } else {
        throw new IllegalArgumentException("levels are encoded as " + encodings[i]);
      }
    }
    Slice values = content.part(at, content.length() - at);
    return page(details.getNum_values(), levels[0], levels[1], details.getEncoding(), values);
  }

  private DataPage loadV2(PageHeaders.Page found, DataPageHeaderV2 details, boolean kept) {
    Slice content = headers.content(found);
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
                && !PageHeaders.isDictionary(encoding));
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
    if (PageHeaders.isDictionary(encoding)) {
      coding = Coding.DICTIONARY;
    } else if (encoding == Encoding.RLE && column.scalar().physical() == Type.BOOLEAN) {
      coding = Coding.RUNS;
      plain = values.part(4, values.intAt(0));
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
}
