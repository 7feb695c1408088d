package org.tarnlake.predicate.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.BytesVector;
import org.tarnlake.schema.DataType;

/** Strings or binaries as they are computed, one behind the other. One thread at a time. */
final class BytesColumn {
  private static final int LENGTH_MAX = Integer.MAX_VALUE - 16;

  private final int[] starts;
  private final int[] ends;
  private byte[] data;
  private int length;

  BytesColumn(int size) {
    starts = new int[size];
    ends = new int[size];
    data = new byte[Math.max(16, 8 * size)];
  }

  /** Appends bytes to the value at hand, which {@link #end} ends. */
  void append(byte[] bytes, int from, int to) {
    int added = to - from;
    if (added > data.length - length) {
      long wanted = Math.max((long) length + added, 2L * data.length);
      if ((long) length + added > LENGTH_MAX) {
        throw new InvalidDataException(
            "the strings of %s rows come to more than 2 GiB".formatted(starts.length));
      }
      data = Arrays.copyOf(data, (int) Math.min(wanted, LENGTH_MAX));
    }
    System.arraycopy(bytes, from, data, length, added);
    length += added;
  }

  void append(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    append(bytes, 0, bytes.length);
  }

  /** Makes what was appended since the last call the value at a position. */
  void end(int i, int start) {
    starts[i] = start;
    ends[i] = length;
  }

  /** Where the next value starts. */
  int length() {
    return length;
  }

  void set(int i, String text) {
    int start = length;
    append(text);
    end(i, start);
  }

  BytesVector vector(DataType type, boolean @Nullable [] nulls) {
    return new BytesVector(type, data, starts, ends, starts.length, nulls);
  }
}
