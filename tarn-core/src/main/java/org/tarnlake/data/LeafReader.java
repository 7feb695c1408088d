package org.tarnlake.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Vector;

/**
 * Reads the entries of one scalar inside a nested column: their levels, and the values that are not
 * null. One thread at a time.
 */
final class LeafReader {
  private final FileColumn column;
  private final ChunkPages pages;
  private final LeafValues values;
  private final Conversion conversion;
  private final boolean strict;

  private boolean hasDictionary;
  private long row;
  private @Nullable PageValues page;
  private int[] pageRepetitions = new int[0];
  private int[] pageDefinitions = new int[0];
  private int pageEntries;
  private int position;

  private int[] repetitions = new int[0];
  private int[] definitions = new int[0];
  private int count;
  private int present;
  private long pageBytes;
  private long readBytes;
  private int capacity;

  /**
   * @param strict whether a page must end with its last value
   */
  LeafReader(
      FileColumn column,
      ChunkPages pages,
      LeafValues values,
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

  /** Reads the entries of the next rows. */
  void read(int rows) {
    capacity = Math.max(16, rows);
    values.start(capacity);
    count = 0;
    present = 0;
    readBytes = pageBytes;
    walk(rows, true);
  }

  void skip(long rows) {
    long target = row + rows;
    if (pages.hasLocations() && rows > pageEntries - position) {
      row = pages.seek(target);
      position = 0;
      pageEntries = 0;
    }
    walk(target - row, false);
  }

  private void walk(long rows, boolean keep) {
    long seen = 0;
    while (true) {
      if (position == pageEntries) {
        // A row may go on in the next page, unless it is known that pages start with rows.
        if (seen == rows && (pages.hasLocations() || column.repetition() == 0)) {
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
      while (position < pageEntries) {
        if (pageRepetitions[position] == 0) {
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
      if (position < pageEntries) {
        break;
      }
    }
    row += rows;
  }

  private void take(int from, int to, boolean keep) {
    int some = 0;
    for (int i = from; i < to; i++) {
      some += pageDefinitions[i] == column.definition() ? 1 : 0;
    }
    PageValues current = page;
    if (current == null) {
      return;
    }
    if (!keep) {
      values.skip(current, some);
    } else {
      keep(current, from, to, some);
    }
    if (strict && to == pageEntries && !current.isExhausted()) {
      throw new IllegalArgumentException("a page has more values than it claims");
    }
  }

  private void keep(PageValues current, int from, int to, int some) {
    int length = to - from;
    Claims.checkValues((long) count + length, readBytes);
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
    System.arraycopy(pageRepetitions, from, repetitions, count, length);
    System.arraycopy(pageDefinitions, from, definitions, count, length);
    count += length;
  }

  private boolean nextPage() {
    int entries = pages.next();
    if (entries < 0) {
      return false;
    }
    DataPage data = pages.load();
    if (data.coding() == DataPage.Coding.DICTIONARY && !hasDictionary) {
      values.setDictionary(pages.dictionary());
      hasDictionary = true;
    }
    pageBytes = (long) data.repetitions().length() + data.definitions().length();
    pageBytes += data.values().length();
    readBytes += pageBytes;
    Claims.checkValues(entries, pageBytes);
    pageRepetitions = levels(data.repetitions(), column.repetition(), entries);
    pageDefinitions = levels(data.definitions(), column.definition(), entries);
    pageEntries = entries;
    position = 0;
    page = new PageValues(data);
    return true;
  }

  private static int[] levels(Slice source, int max, int entries) {
    int[] levels = new int[entries];
    if (max > 0) {
      new RunLengthDecoder(source, RunLengthEncoder.width(max)).read(levels, 0, entries);
      for (int level : levels) {
        if (level > max) {
          throw new IllegalArgumentException("a level of %s above %s".formatted(level, max));
        }
      }
    }
    return levels;
  }
}
