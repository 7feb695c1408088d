package org.tarnlake.data.write;

import java.util.Arrays;
import org.tarnlake.data.bytes.BitWidth;
import org.tarnlake.data.bytes.ByteOutput;

/**
 * The definition or repetition levels of a page being written. Levels that are all the same, as
 * those of a column without nulls, take no memory. One thread at a time.
 */
final class LevelBuffer {
  private final int width;
  private int[] levels = new int[0];
  private int count;
  private int first;
  private boolean uniform = true;

  LevelBuffer(int maxLevel) {
    this.width = BitWidth.of(maxLevel);
  }

  /** Adds one level, repeated. */
  void addRun(int level, int times) {
    if (times == 0) {
      return;
    }
    if (count == 0) {
      first = level;
    } else if (uniform && level != first) {
      grow(count);
      Arrays.fill(levels, 0, count, first);
      uniform = false;
    }
    if (!uniform) {
      grow(count + times);
      Arrays.fill(levels, count, count + times, level);
    }
    count += times;
  }

  void add(int[] more, int from, int to) {
    for (int i = from; i < to; i++) {
      addRun(more[i], 1);
    }
  }

  /**
   * Writes the levels as a version 1 data page has them, with their length in front, and forgets
   * them.
   */
  void writeTo(ByteOutput out) {
    if (width > 0) {
      int lengthAt = out.reserve(4);
      out.advance(4);
      if (uniform) {
        RunLengthEncoder.run(first, count, width, out);
      } else {
        RunLengthEncoder.encode(levels, count, width, out);
      }
      out.setInt(lengthAt, out.size() - lengthAt - 4);
    }
    count = 0;
    uniform = true;
  }

  int sizeBytes() {
    return uniform ? 4 : count * width / 8;
  }

  private void grow(int wanted) {
    if (levels.length < wanted) {
      levels = Arrays.copyOf(levels, Math.max(wanted, 2 * levels.length));
    }
  }
}
