package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a row group, in ascending ranges that do not touch. Immutable.
 *
 * @param rowCount how many rows the row group has
 */
public record RowRanges(long rowCount, List<Range> ranges) {

  /**
   * Consecutive rows.
   *
   * @param from the first row
   * @param to the row behind the last
   */
  public record Range(long from, long to) {}

  public static RowRanges all(long rowCount) {
    return new RowRanges(rowCount, rowCount == 0 ? List.of() : List.of(new Range(0, rowCount)));
  }

  /** Joins ranges that touch; they are given in ascending order. */
  public static RowRanges of(long rowCount, List<Range> pieces) {
    List<Range> joined = new ArrayList<>();
    for (Range piece : pieces) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).to() == piece.from()) {
        joined.set(last, new Range(joined.get(last).from(), piece.to()));
      } else {
        joined.add(piece);
      }
    }
    return new RowRanges(rowCount, List.copyOf(joined));
  }

  /** Whether they are all the rows there are. */
  public boolean isAll() {
    return ranges.size() == 1 && ranges.get(0).from() == 0 && ranges.get(0).to() == rowCount;
  }

  /** Whether a row from {@code from} to {@code to}, exclusive, is among them. */
  boolean overlap(long from, long to) {
    for (Range range : ranges) {
      if (range.from() < to && from < range.to()) {
        return true;
      }
    }
    return false;
  }
}
