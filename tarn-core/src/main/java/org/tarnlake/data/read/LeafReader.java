package org.tarnlake.data.read;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.BitWidth;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.Vector;

/**
 * Reads the entries of one scalar inside a nested column: their levels, and the values that are not
 * null. One thread at a time.
 */
final class LeafReader {
  private final FileColumn column;
  private final ChunkPages pages;
  private final LeafDecoder values;
  private final Conversion conversion;
  private final boolean strict;

  private boolean hasDictionary;
  private long row;
  private Page page = Page.NONE;
  private int position;

  /** Pages that were read to see how many rows fit into memory. */
  private final ArrayDeque<Page> ahead = new ArrayDeque<>();

  private int[] repetitions = new int[0];
  private int[] definitions = new int[0];
  private int count;
  private int present;
  private long readBytes;
  private int capacity;

  /** A page, its levels decoded. */
  private static final class Page {
    static final Page NONE = new Page(null, new int[0], new int[0], 0, 0);

    /** Null where there is no page. */
    final @Nullable PageCursor values;

    final int[] repetitions;
    final int[] definitions;
    final int entries;

    /** About what it takes, encoded. */
    final long bytes;

    Page(
        @Nullable PageCursor values,
        int[] repetitions,
        int[] definitions,
        int entries,
        long bytes) {
      this.values = values;
      this.repetitions = repetitions;
      this.definitions = definitions;
      this.entries = entries;
      this.bytes = bytes;
    }

    /** What it takes in memory. */
    long heldBytes() {
      return bytes + 8L * entries;
    }

    /** How many rows start from a position on; more than {@code max} are not counted. */
    int rowsFrom(int from, int max) {
      int rows = 0;
      for (int i = from; i < entries && rows <= max; i++) {
        rows += repetitions[i] == 0 ? 1 : 0;
      }
      return rows;
    }

    boolean isCodedAs(Page other) {
      return values == null || other.values == null || values.coding == other.values.coding;
    }
  }

  /**
   * @param strict whether a page must end with its last value
   */
  LeafReader(
      FileColumn column,
      ChunkPages pages,
      LeafDecoder values,
      Conversion conversion,
      boolean strict) {
    this.column = column;
    this.pages = pages;
    this.values = values;
    this.conversion = conversion;
    this.strict = strict;
  }

  FileColumn column() {
    return column;
  }

  /** How many entries the rows read last have. */
  int count() {
    return count;
  }

  int[] repetitions() {
    return repetitions;
  }

  int[] definitions() {
    return definitions;
  }

  /** The values of the rows read last that are not null. */
  Vector dense() {
    return conversion.apply(values.finish(present, null));
  }

  /** As {@link ColumnReader#fit}: whether a row goes on in the next page is seen only there. */
  int fit(int rows) {
    int started = page.rowsFrom(position, rows);
    Page last = position < page.entries ? page : Page.NONE;
    long bytes = last.heldBytes();
    Iterator<Page> looked = List.copyOf(ahead).iterator();
    while (started <= rows && !(started == rows && endsWithPage())) {
      Page next = looked.hasNext() ? looked.next() : look();
      if (next == null) {
        return rows;
      }
      bytes += next.heldBytes();
      int ended = endsWithPage() || next.repetitions[0] == 0 ? started : started - 1;
      if (ended > 0 && (bytes > ReadLimits.BATCH_BYTES || !next.isCodedAs(last))) {
        return ended;
      }
      started += next.rowsFrom(0, rows - started);
      last = next;
    }
    return rows;
  }

  /** Whether no row goes on in the next page. */
  private boolean endsWithPage() {
    return pages.hasLocations() || column.repetition() == 0;
  }

  private @Nullable Page look() {
    Page next = load(true);
    if (next != null) {
      ahead.add(next);
    }
    return next;
  }

  /** Reads the entries of the next rows. */
  void read(int rows) {
    capacity = Math.max(16, rows);
    values.start(capacity);
    count = 0;
    present = 0;
    readBytes = page.bytes;
    walk(rows, true);
  }

  void skip(long rows) {
    long target = row + rows;
    if (pages.hasLocations() && rows > page.entries - position) {
      row = pages.seek(target);
      ahead.clear();
      position = 0;
      page = Page.NONE;
    }
    walk(target - row, false);
  }

  private void walk(long rows, boolean keep) {
    long seen = 0;
    while (true) {
      if (position == page.entries) {
        // A row may go on in the next page, unless it is known that pages start with rows.
        if (seen == rows && endsWithPage()) {
          break;
        }
        if (!nextPage()) {
          if (seen < rows) {
            throw new IllegalArgumentException("it has fewer rows than the row group");
          }
          break;
        }
      }
      int from = position;
      while (position < page.entries) {
        if (page.repetitions[position] == 0) {
          if (seen == rows) {
            break;
          }
          seen++;
        } else if (seen == 0 && row == 0 && position == 0) {
          throw new IllegalArgumentException("its first row starts in the middle");
        }
        position++;
      }
      take(from, position, keep);
      if (position < page.entries) {
        break;
      }
    }
    row += rows;
  }

  private void take(int from, int to, boolean keep) {
    int some = 0;
    for (int i = from; i < to; i++) {
      some += page.definitions[i] == column.definition() ? 1 : 0;
    }
    PageCursor current = page.values;
    if (current == null) {
      return;
    }
    if (!keep) {
      values.skip(current, some);
    } else {
      keep(current, from, to, some);
    }
    if (strict && to == page.entries && !current.isExhausted()) {
      throw new IllegalArgumentException("a page has more values than it claims");
    }
  }

  private void keep(PageCursor current, int from, int to, int some) {
    int length = to - from;
    Claims.checkValues((long) count + length, readBytes);
    ReadLimits.checkRow(column.name(), readBytes + 8L * (count + length));
    if (present + some > capacity) {
      capacity = Math.max(present + some, 2 * capacity);
      values.grow(capacity);
    }
    values.read(current, present, some);
    present += some;
    if (repetitions.length < count + length) {
      repetitions = Arrays.copyOf(repetitions, Math.max(count + length, 2 * repetitions.length));
      definitions = Arrays.copyOf(definitions, repetitions.length);
    }
    System.arraycopy(page.repetitions, from, repetitions, count, length);
    System.arraycopy(page.definitions, from, definitions, count, length);
    count += length;
  }

  private boolean nextPage() {
    Page looked = ahead.poll();
    Page next = looked != null ? looked : load(false);
    if (next == null) {
      return false;
    }
    page = next;
    position = 0;
    readBytes += next.bytes;
    return true;
  }

  /** The page behind all that were read; null if there is none. */
  private @Nullable Page load(boolean kept) {
    int entries = pages.next();
    if (entries < 0) {
      return null;
    }
    DataPage data = pages.load(kept);
    if (data.coding() == DataPage.Coding.DICTIONARY && !hasDictionary) {
      values.setDictionary(pages.dictionary());
      hasDictionary = true;
    }
    long bytes = (long) data.repetitions().length() + data.definitions().length();
    bytes += data.values().length();
    Claims.checkValues(entries, bytes);
    return new Page(
        new PageCursor(data),
        levels(data.repetitions(), column.repetition(), entries),
        levels(data.definitions(), column.definition(), entries),
        entries,
        bytes);
  }

  private static int[] levels(Slice source, int max, int entries) {
    int[] levels = new int[entries];
    if (max > 0) {
      new RunLengthDecoder(source, BitWidth.of(max)).read(levels, 0, entries);
      for (int level : levels) {
        if (level > max) {
          throw new IllegalArgumentException("a level of %s above %s".formatted(level, max));
        }
      }
    }
    return levels;
  }
}
