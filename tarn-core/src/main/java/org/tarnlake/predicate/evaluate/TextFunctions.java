package org.tarnlake.predicate.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * Functions of strings, which count characters (code points of Unicode) from 1 on. Entries of a
 * dictionary are looked at once. Stateless.
 */
public final class TextFunctions {
  private TextFunctions() {}

  /** Small letters, by the rules of Unicode that need no language. */
  public static Vector lower(Vector strings) {
    return perEntry((BytesVector) strings, entries -> cased(entries, 'A', 'Z'));
  }

  /** Capital letters. */
  public static Vector upper(Vector strings) {
    return perEntry((BytesVector) strings, entries -> cased(entries, 'a', 'z'));
  }

  private interface OfEntries {
    BytesVector apply(BytesVector entries);
  }

  private static Vector perEntry(BytesVector strings, OfEntries function) {
    BytesVector dictionary = strings.dictionary();
    if (dictionary == null || dictionary.size() > strings.size()) {
      return function.apply(strings);
    }
    int[] ids = new int[strings.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = strings.isNull(i) ? 0 : strings.idAt(i);
    }
    return dictionary.size() == 0
        ? strings
        : new BytesVector(function.apply(dictionary), ids, ids.length, strings.nulls());
  }

  /** Exchanges the case of the letters from one to another, and of those like them. */
  private static BytesVector cased(BytesVector strings, char from, char to) {
    BytesColumn out = new BytesColumn(strings.size());
    byte[] data = strings.data();
    byte[] changed = new byte[64];
    for (int i = 0; i < strings.size(); i++) {
      if (strings.isNull(i)) {
        continue;
      }
      int start = strings.startAt(i);
      int length = strings.endAt(i) - start;
      changed = changed.length < length ? new byte[2 * length] : changed;
      int all = 0;
      for (int k = 0; k < length; k++) {
        byte each = data[start + k];
        all |= each;
        changed[k] = each >= from && each <= to ? (byte) (each ^ 0x20) : each;
      }
      if (all >= 0) {
        int at = out.length();
        out.append(changed, 0, length);
        out.end(i, at);
      } else {
        String text = strings.stringAt(i);
        out.set(i, from == 'A' ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT));
      }
    }
    return out.vector(DataType.STRING, strings.nulls());
  }

  /** How many characters each string has. */
  public static Vector length(Vector strings) {
    BytesVector bytes = (BytesVector) strings;
    long[] out = new long[bytes.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = bytes.isNull(i) ? 0 : characters(bytes.data(), bytes.startAt(i), bytes.endAt(i));
    }
    return new LongVector(DataType.LONG, out, out.length, bytes.nulls());
  }

  private static int characters(byte[] data, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += Utf8.isStart(data[i]) ? 1 : 0;
    }
    return count;
  }

  /** The strings without the spaces at their ends. */
  public static Vector trim(Vector strings) {
    BytesVector bytes = (BytesVector) strings;
    byte[] data = bytes.data();
    int[] starts = new int[bytes.size()];
    int[] ends = new int[bytes.size()];
    for (int i = 0; i < starts.length; i++) {
      if (!bytes.isNull(i)) {
        int from = bytes.startAt(i);
        int to = bytes.endAt(i);
        while (from < to && data[from] == ' ') {
          from++;
        }
        while (from < to && data[to - 1] == ' ') {
          to--;
        }
        starts[i] = from;
        ends[i] = to;
      }
    }
    return new BytesVector(DataType.STRING, data, starts, ends, starts.length, bytes.nulls());
  }

  /**
   * The characters from a position on, which counts from the end if it is negative; 0 is as 1. What
   * lies before the start of the string counts, too, but is not there.
   */
  public static Vector substring(Vector strings, Vector positions, Vector lengths) {
    BytesVector bytes = (BytesVector) strings;
    long[] position = Lanes.longs(positions);
    long[] length = Lanes.longs(lengths);
    boolean[] nulls = Lanes.nulls(bytes, positions);
    byte[] data = bytes.data();
    int[] starts = new int[bytes.size()];
    int[] ends = new int[bytes.size()];
    for (int i = 0; i < starts.length; i++) {
      if (Lanes.isNull(nulls, i) || lengths.isNull(i)) {
        continue;
      }
      int start = bytes.startAt(i);
      int end = bytes.endAt(i);
      long from = position[i] > 0 ? position[i] - 1 : position[i];
      if (from < 0) {
        from += characters(data, start, end);
      }
      long to = length[i] > Integer.MAX_VALUE ? Integer.MAX_VALUE : from + Math.max(0, length[i]);
      starts[i] = Utf8.skip(data, start, end, from);
      ends[i] = to <= from ? starts[i] : Utf8.skip(data, start, end, to);
    }
    boolean[] all = nulls;
    if (lengths.nulls() != null) {
      all = new boolean[starts.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = Lanes.isNull(nulls, i) || lengths.isNull(i);
      }
    }
    return new BytesVector(DataType.STRING, data, starts, ends, starts.length, all);
  }

  /** Strings one behind the other; null where one is. */
  public static Evaluator concat(List<Evaluator> parts) {
    return batch -> joined(parts, batch);
  }

  private static Vector joined(List<Evaluator> parts, Batch batch) {
    int size = batch.rowCount();
    BytesVector[] strings = new BytesVector[parts.size()];
    boolean[] nulls = new boolean[size];
    boolean some = false;
    for (int p = 0; p < strings.length; p++) {
      strings[p] = (BytesVector) parts.get(p).evaluate(batch);
      for (int i = 0; strings[p].hasNulls() && i < size; i++) {
        nulls[i] |= strings[p].isNull(i);
        some |= nulls[i];
      }
    }
    BytesColumn out = new BytesColumn(size);
    for (int i = 0; i < size; i++) {
      int start = out.length();
      for (int p = 0; p < strings.length && !nulls[i]; p++) {
        out.append(strings[p].data(), strings[p].startAt(i), strings[p].endAt(i));
      }
      out.end(i, start);
    }
    return out.vector(DataType.STRING, some ? nulls : null);
  }

  /** Whether a string starts with another. */
  public static Vector startsWith(Vector strings, Vector prefixes) {
    BytesVector whole = (BytesVector) strings;
    BytesVector start = (BytesVector) prefixes;
    boolean[] nulls = Lanes.nulls(whole, start);
    boolean[] out = new boolean[whole.size()];
    for (int i = 0; i < out.length; i++) {
      if (!Lanes.isNull(nulls, i)) {
        int length = start.endAt(i) - start.startAt(i);
        int from = whole.startAt(i);
        out[i] =
            length <= whole.endAt(i) - from
                && Arrays.equals(
                    whole.data(),
                    from,
                    from + length,
                    start.data(),
                    start.startAt(i),
                    start.endAt(i));
      }
    }
    return new BooleanVector(out, out.length, nulls);
  }

  /** Whether a string matches a pattern. */
  public static Conversion like(LikePattern pattern) {
    return strings -> {
      BytesVector bytes = (BytesVector) strings;
      BytesVector dictionary = bytes.dictionary();
      boolean[] out = new boolean[bytes.size()];
      if (dictionary == null || dictionary.size() > bytes.size()) {
        for (int i = 0; i < out.length; i++) {
          out[i] = !bytes.isNull(i) && pattern.matches(bytes, i);
        }
      } else {
        boolean[] entries = new boolean[dictionary.size()];
        for (int i = 0; i < entries.length; i++) {
          entries[i] = pattern.matches(dictionary, i);
        }
        for (int i = 0; i < out.length; i++) {
          out[i] = !bytes.isNull(i) && entries[bytes.idAt(i)];
        }
      }
      return new BooleanVector(out, out.length, bytes.nulls());
    };
  }
}
