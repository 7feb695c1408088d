package org.tarnlake.data.write;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.BloomFilter;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;

/**
 * One scalar of the row group being written: its pages so far, and the page that fills. One thread
 * at a time.
 *
 * <p>Values go into a dictionary as long as they repeat, and from then on are written plain. The
 * first page decides whether the chunk is compressed.
 */
final class ColumnChunkWriter {
  private static final int PAGE_BYTES = 1 << 20;

  /** What a page's values may come to when they leave the dictionary. */
  private static final int EXPANDED_BYTES_MAX = 4 * PAGE_BYTES;

  private final List<FileColumn> path;
  private final int pageRowsMax;
  private final FileColumn column;
  private final PageScratch scratch;
  private final Shredder shredder;
  private final LevelBuffer definitions;
  private final LevelBuffer repetitions;
  private final PlainEncoder plain = new PlainEncoder();
  private final Bounds pageBounds;
  private final Bounds chunkBounds;
  private final Bounds fileBounds;
  private final PagesWriter pages;
  private final @Nullable ValueHashes hashes;

  private @Nullable DictionaryEncoder dictionary;
  private boolean usesDictionary;

  /** Whether it is used for the last time in the page that fills. */
  private boolean endsDictionary;

  private long fileNulls;
  private long chunkNulls;
  private long chunkEntries;
  private int pageRows;
  private int pageEntries;
  private int pageNulls;

  /**
   * @param path from a top-level column to the scalar
   * @param pageRowsMax how many rows a page has at most
   * @param filtered whether its chunks get Bloom filters, if such a column can have them
   */
  ColumnChunkWriter(List<FileColumn> path, int pageRowsMax, PageScratch scratch, boolean filtered) {
    this.path = path;
    this.pageRowsMax = pageRowsMax;
    this.column = path.get(path.size() - 1);
    this.scratch = scratch;
    this.shredder = new Shredder(path);
    this.definitions = new LevelBuffer(column.definition());
    this.repetitions = new LevelBuffer(column.repetition());
    this.pageBounds = Bounds.of(column.type());
    this.chunkBounds = Bounds.of(column.type());
    this.fileBounds = Bounds.of(column.type());
    this.pages = new PagesWriter(scratch);
    this.hashes = filtered && ValueHashes.suit(column) ? new ValueHashes(column) : null;
    startChunk();
  }

  private void startChunk() {
    chunkBounds.reset();
    chunkNulls = 0;
    chunkEntries = 0;
    usesDictionary = DictionaryEntries.suit(column.type());
    dictionary = usesDictionary ? new DictionaryEncoder(DictionaryEntries.of(column.type())) : null;
    pages.reset();
  }

  /** About how many bytes the chunk will take in the file. */
  long sizeBytes() {
    return pages.sizeBytes() + pageBytes();
  }

  /** How many bytes it has before compression. */
  long rawBytes() {
    return pages.rawBytes() + pageBytes();
  }

  private int pageBytes() {
    int values = dictionary != null && usesDictionary ? dictionary.sizeBytes() : plain.sizeBytes();
    return values + definitions.sizeBytes() + repetitions.sizeBytes();
  }

  /** Writes {@code count} rows of the top-level column from {@code from} on. */
  void write(Vector top, int from, int count) {
    for (int at = from; at < from + count; ) {
      int rows = Math.min(from + count - at, room(top, at, from + count));
      if (path.size() == 1) {
        writeFlat(top, at, rows);
      } else {
        writeNested(top, at, rows);
      }
      pageRows += rows;
      at += rows;
      if (pageRows >= pageRowsMax || pageBytes() >= PAGE_BYTES || endsDictionary) {
        finishPage(false);
      }
    }
  }

  /** How many rows still fit the page, judged by the average size of those to come. */
  private int room(Vector top, int from, int to) {
    int rows = pageRowsMax - pageRows;
    if (path.size() == 1 && !(top instanceof BytesVector)) {
      return rows;
    }
    int next = Math.min(rows, to - from);
    long average = 1 + VectorSizes.sizeBytes(top, from, from + next) / next;
    return (int) Math.max(1, Math.min(rows, (PAGE_BYTES - pageBytes()) / average));
  }

  private void writeFlat(Vector vector, int from, int rows) {
    if (!vector.hasNulls()) {
      definitions.addRun(column.definition(), rows);
      repetitions.addRun(0, rows);
      addValues(vector, from, rows);
      pageEntries += rows;
      return;
    }
    int[] present = new int[rows];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      boolean isNull = vector.isNull(from + i);
      definitions.addRun(isNull ? column.definition() - 1 : column.definition(), 1);
      if (!isNull) {
        present[count++] = from + i;
      }
    }
    if (count < rows && !column.optional()) {
      throw nullIn(column);
    }
    repetitions.addRun(0, rows);
    addValues(vector.select(present, count), 0, count);
    pageEntries += rows;
    pageNulls += rows - count;
  }

  private void writeNested(Vector top, int from, int rows) {
    Vector values = shredder.shred(top, from, rows);
    definitions.add(shredder.definitions(), 0, shredder.count());
    repetitions.add(shredder.repetitions(), 0, shredder.count());
    addValues(values, 0, values.size());
    pageEntries += shredder.count();
    pageNulls += shredder.count() - values.size();
  }

  private void addValues(Vector values, int from, int count) {
    if (hashes != null) {
      hashes.add(values, from, count);
    }
    int at = from;
    int to = from + count;
    while (usesDictionary && dictionary != null && at < to) {
      int some = Math.min(to - at, dictionary.room());
      dictionary.add(values, at, some);
      at += some;
      if (dictionary.isWorthless() && !endsDictionary) {
        endsDictionary = dictionary.plainBytes() > EXPANDED_BYTES_MAX;
        if (!endsDictionary) {
          leaveDictionary(dictionary);
        }
      }
    }
    if (at < to) {
      plain.add(values, at, to - at);
      pageBounds.add(values, at, to - at);
    }
  }

  /** Goes on with plain values; pages already written keep their dictionary. */
  private void leaveDictionary(DictionaryEncoder from) {
    Vector values = from.toVector();
    plain.add(values, 0, values.size());
    pageBounds.add(values, 0, values.size());
    from.forgetPage();
    usesDictionary = false;
    if (pages.isEmpty()) {
      dictionary = null;
    }
  }

  private void finishPage(boolean last) {
    if (pageRows == 0) {
      return;
    }
    DictionaryEncoder entries = usesDictionary ? dictionary : null;
    if (entries != null
        && last
        && pages.isEmpty()
        && entries.isWorthlessAtEnd()
        && entries.plainBytes() <= EXPANDED_BYTES_MAX) {
      leaveDictionary(entries);
      entries = null;
    }
    scratch.raw.reset();
    repetitions.writeTo(scratch.raw);
    definitions.writeTo(scratch.raw);
    if (entries != null) {
      entries.addTo(pageBounds);
      entries.writeTo(scratch.raw);
    } else {
      plain.writeTo(scratch.raw);
    }
    Encoding encoding = entries != null ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
    pages.add(encoding, pageRows, pageEntries, pageNulls, pageBounds, last);
    chunkBounds.add(pageBounds);
    pageBounds.reset();
    chunkNulls += pageNulls;
    chunkEntries += pageEntries;
    usesDictionary &= !endsDictionary;
    endsDictionary = false;
    pageRows = 0;
    pageEntries = 0;
    pageNulls = 0;
  }

  /** Ends the chunk, appends it to {@code out} and starts the next one. */
  ColumnChunkEnd finishChunk(FileOutput out) {
    finishPage(true);
    long start = out.sizeBytes();
    if (dictionary != null) {
      pages.writeDictionary(dictionary.dictionary(), out.buffer());
    }
    long dataOffset = out.sizeBytes();
    pages.writeTo(out);
    Set<Encoding> encodings = EnumSet.of(Encoding.RLE);
    encodings.addAll(pages.encodings());
    if (dictionary != null) {
      encodings.add(Encoding.PLAIN);
    }
    long sizeBytes = out.sizeBytes() - start;
    ColumnMetaData metadata =
        new ColumnMetaData(
            column.scalar().physical(),
            new ArrayList<>(encodings),
            column.scalar().path(),
            pages.codec(),
            chunkEntries,
            pages.rawBytes(),
            sizeBytes,
            dataOffset);
    if (dictionary != null) {
      metadata.setDictionary_page_offset(start);
    }
    metadata.setStatistics(FooterStatistics.of(chunkBounds, chunkNulls));
    ColumnChunkEnd end =
        new ColumnChunkEnd(
            metadata,
            pages.entries(dataOffset),
            pages.headerCrcs(),
            hashes == null ? null : hashes.finish());
    fileBounds.add(chunkBounds);
    fileNulls += chunkNulls;
    startChunk();
    return end;
  }

  /** What the file has of the scalar, if that can be told: not inside lists and maps. */
  @Nullable ColumnStatistics statistics() {
    return column.repetition() > 0
        ? null
        : new ColumnStatistics(
            path.stream().map(FileColumn::name).toList(),
            column.type(),
            fileBounds.min(),
            fileBounds.max(),
            fileNulls);
  }

  static InvalidDataException nullIn(FileColumn column) {
    return new InvalidDataException(
        "column '%s' must not be null; pass a value, or let the column be null (tarn alter ... null)"
            .formatted(column.name()));
  }

  /** A finished chunk: its metadata but for what the whole file decides, and its pages. */
  record ColumnChunkEnd(
      ColumnMetaData metadata,
      List<PagesWriter.Page> pages,
      List<Integer> headerCrcs,
      @Nullable BloomFilter filter) {}
}
