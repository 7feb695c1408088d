package org.tarnlake.data.read;

import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.Vector;

/**
 * Reads a top-level scalar column of a row group. One thread at a time.
 *
 * <p>Without repetition every entry is a row, so definition levels are only ever asked for nulls,
 * and pages that are skipped as a whole are not even decompressed.
 */
final class ScalarReader implements ColumnReader {
  private final FileColumn column;
  private final ChunkPages pages;
  private final LeafDecoder values;
  private final Conversion conversion;
  private final boolean strict;
  private boolean hasDictionary;
  private long row;
  private int pageLeft;
  private @Nullable PageCursor page;
  private @Nullable RunLengthDecoder definitions;

  /**
   * @param strict whether a page must end with its last value
   */
  ScalarReader(
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

  @Override
  public int fit(int rows) {
    // Numbers are copied out of their pages, so one page at a time is in memory.
    return rows <= pageLeft || values instanceof NumberDecoder
        ? rows
        : pages.together(pageLeft, rows);
  }

  @Override
  public Vector read(int rows) {
    values.start(rows);
    boolean[] nulls = null;
    boolean someNull = false;
    int at = 0;
    while (at < rows) {
      PageCursor current = currentPage();
      int some = Math.min(rows - at, pageLeft);
      if (definitions == null || definitions.skipRunOf(column.definition(), some)) {
        values.read(current, at, some);
      } else {
        nulls = nulls == null ? new boolean[rows] : nulls;
        int present = definitions.readNulls(nulls, at, some, column.definition());
        values.read(current, at, present);
        if (present < some) {
          someNull = true;
          values.spread(at, some, nulls, present);
        }
      }
      at += some;
      advance(current, some);
    }
    row += rows;
    return conversion.apply(values.finish(rows, someNull ? nulls : null));
  }

  private void advance(PageCursor current, int rows) {
    pageLeft -= rows;
    if (pageLeft == 0 && strict && !current.isExhausted()) {
      throw new IllegalArgumentException("a page has more values than it claims");
    }
  }

  private PageCursor currentPage() {
    if (pageLeft == 0) {
      pageLeft = pages.next();
      if (pageLeft < 0) {
        throw new IllegalArgumentException("it has fewer values than the row group has rows");
      }
      page = null;
    }
    PageCursor current = page;
    if (current == null) {
      current = load();
      page = current;
    }
    return current;
  }

  private PageCursor load() {
    DataPage data = pages.load(false);
    if (data.coding() == DataPage.Coding.DICTIONARY && !hasDictionary) {
      values.setDictionary(pages.dictionary());
      hasDictionary = true;
    }
    definitions = column.definition() == 0 ? null : new RunLengthDecoder(data.definitions(), 1);
    return new PageCursor(data);
  }

  @Override
  public void skip(long rows) {
    long target = row + rows;
    if (rows > pageLeft && pages.hasLocations()) {
      row = pages.seek(target);
      pageLeft = 0;
      page = null;
    }
    long left = target - row;
    row = target;
    while (left > 0) {
      if (pageLeft == 0) {
        pageLeft = pages.next();
        page = null;
        if (pageLeft < 0) {
          throw new IllegalArgumentException("it has fewer values than the row group has rows");
        }
      }
      int some = (int) Math.min(left, pageLeft);
      if (page != null || some < pageLeft) {
        PageCursor current = currentPage();
        values.skip(current, present(some));
      }
      pageLeft -= some;
      left -= some;
    }
  }

  private int present(int rows) {
    if (definitions == null || definitions.skipRunOf(column.definition(), rows)) {
      return rows;
    }
    return definitions.readNulls(new boolean[rows], 0, rows, column.definition());
  }
}
