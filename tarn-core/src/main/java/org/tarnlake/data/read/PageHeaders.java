package org.tarnlake.data.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.PageSeals;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.bytes.Thrift;

/**
 * The headers of the pages of a column chunk, in their order, and the bytes behind them, all
 * checksums verified. One thread at a time.
 *
 * <p>What breaks the format is an {@link IllegalArgumentException}.
 */
final class PageHeaders {
  private static final int HEADER_BYTES = 64 * 1024;
  private static final int SMALL_PAGE_BYTES = 64 << 20;

  private final ColumnMetaData metadata;
  private final ChunkBytes bytes;
  private final @Nullable List<PageLocation> locations;
  private final @Nullable List<Integer> seals;
  private long position;
  private int ordinal;
  private long entriesBefore;

  /** Pages that were looked at but not gone to. */
  private final ArrayDeque<Page> ahead = new ArrayDeque<>();

  /**
   * @param locations where the pages are, if that is known
   * @param seals the checksums of the headers, if there are any
   */
  PageHeaders(
      ColumnMetaData metadata,
      ChunkBytes bytes,
      @Nullable List<PageLocation> locations,
      @Nullable List<Integer> seals) {
    this.metadata = metadata;
    this.bytes = bytes;
    this.locations = locations;
    this.seals = seals;
    this.position = bytes.start();
  }

  /** A page whose content may be unread. */
  record Page(PageHeader header, long contentAt, int entries) {
    int rawBytes() {
      return header.getUncompressed_page_size();
    }

    /** Whether values of both may be put into one vector, whose size is then known beforehand. */
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

  /** Goes to the next page that has values; null if there is none. */
  @Nullable Page next() {
    Page looked = ahead.poll();
    return looked != null ? looked : find();
  }

  /** The next page that has values; null if there is none. */
  private @Nullable Page find() {
    while (entriesBefore < metadata.getNum_values()) {
      if (position >= bytes.end()) {
        throw new IllegalArgumentException(
            "it ends after %s of %s values".formatted(entriesBefore, metadata.getNum_values()));
      }
      Page found = readHeader(position, ordinal++);
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
   * @param current the page gone to, if some of its values are unread
   * @param left how many of them
   */
  int together(@Nullable Page current, int left, int wanted) {
    int entries = left;
    Page last = current;
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
    int which = 0;
    while (which + 1 < locations.size() && locations.get(which + 1).getFirst_row_index() <= row) {
      which++;
    }
    PageLocation location = locations.get(which);
    // A dictionary comes before the pages that are located.
    ordinal = which + (seals == null ? 0 : Math.max(0, seals.size() - locations.size()));
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

  /** The first page of the chunk, which is that of a dictionary if there is one. */
  Page first() {
    return readHeader(bytes.start(), 0);
  }

  /**
   * Reads a page header.
   *
   * @param which the number of the page in its chunk
   */
  private Page readHeader(long offset, int which) {
    Slice slice = bytes.readSome(offset, HEADER_BYTES);
    while (true) {
      ByteArrayInputStream in = slice.stream();
      try {
        PageHeader found = Thrift.read(in, new PageHeader(), bytes.end() - offset);
        int length = slice.length() - in.available();
        checkSeal(slice.part(0, length), which);
        long contentAt = offset + length;
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
        // Statistics make some headers very long, though never Tarn's.
        long wanted = Math.min(bytes.end() - offset, 16L * Math.max(HEADER_BYTES, slice.length()));
        if (in.available() > 0 || wanted <= slice.length() || wanted > Integer.MAX_VALUE / 2) {
          throw new IllegalArgumentException("a page header cannot be read", e);
        }
        slice = bytes.read(offset, (int) wanted);
      }
    }
  }

  private void checkSeal(Slice header, int which) {
    if (seals != null
        && (which >= seals.size()
            || PageSeals.crc(header.bytes, header.start, header.end) != seals.get(which))) {
      throw new IllegalArgumentException(
          "the header of page %s does not match its checksum".formatted(which));
    }
  }

  /** The bytes behind a header, as they are stored. */
  Slice content(Page page) {
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

  /**
   * Reads every page, and checks that they fill the chunk.
   *
   * @throws IllegalArgumentException if they do not, or one does not match its checksums
   */
  void verify() {
    int which = 0;
    long at = bytes.start();
    while (at < bytes.end()) {
      Page found = readHeader(at, which++);
      content(found);
      at = found.contentAt() + found.header().getCompressed_page_size();
    }
    if (seals != null && which != seals.size()) {
      throw new IllegalArgumentException("%s pages, not %s".formatted(which, seals.size()));
    }
  }

  static boolean isDictionary(@Nullable Encoding encoding) {
    return encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
  }
}
