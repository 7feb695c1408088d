package org.tarnlake.data.write;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.BitWidth;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;

/**
 * Encodes the values of the page being written as numbers of dictionary entries, and has the
 * dictionary of the column chunk. One thread at a time.
 *
 * <p>It is worth its while only where values repeat; see {@link #isWorthless}.
 */
final class DictionaryEncoder {
  private static final int SAMPLE = 4096;
  private static final int MAX_BYTES = 512 * 1024;

  private final DictionaryEntries entries;
  private int[] ids = new int[16];
  private int count;
  private long total;
  private boolean[] used = new boolean[16];
  private @Nullable BytesVector knownDictionary;
  private int[] knownIds = new int[0];

  DictionaryEncoder(DictionaryEntries entries) {
    this.entries = entries;
  }

  /** How many values to add at most before asking {@link #isWorthless} again. */
  int room() {
    return total < SAMPLE ? SAMPLE - (int) total : Integer.MAX_VALUE;
  }

  /** Adds {@code more} values, none null, from {@code from} on. */
  void add(Vector values, int from, int more) {
    if (ids.length < count + more) {
      ids = Arrays.copyOf(ids, Math.max(count + more, 2 * ids.length));
    }
    if (values instanceof BytesVector bytes && bytes.dictionary() != null) {
      addKnown(bytes, bytes.dictionary(), from, more);
    } else {
      entries.find(values, from, more, ids, count);
    }
    if (used.length < entries.size()) {
      used = Arrays.copyOf(used, Math.max(entries.size(), 2 * used.length));
    }
    for (int i = count; i < count + more; i++) {
      used[ids[i]] = true;
    }
    count += more;
    total += more;
  }

  /** Looks up each entry of the vector's own dictionary once. */
  private void addKnown(BytesVector values, BytesVector dictionary, int from, int more) {
    if (dictionary != knownDictionary) {
      knownDictionary = dictionary;
      knownIds = new int[dictionary.size()];
      Arrays.fill(knownIds, -1);
    }
    for (int i = 0; i < more; i++) {
      int theirs = values.idAt(from + i);
      int ours = knownIds[theirs];
      if (ours < 0) {
        entries.find(dictionary, theirs, 1, knownIds, theirs);
        ours = knownIds[theirs];
      }
      ids[count + i] = ours;
    }
  }

  /**
   * Whether the values seen hardly repeat, or differ in more ways than a dictionary should hold.
   */
  boolean isWorthless() {
    return entries.sizeBytes() > MAX_BYTES || (total >= SAMPLE && 2L * entries.size() > total);
  }

  /** Whether a chunk that ends here is better off without: few values, or hardly repeating ones. */
  boolean isWorthlessAtEnd() {
    return total < 32 || 2L * entries.size() > total;
  }

  /** What the values of the page would take without the dictionary. */
  long plainBytes() {
    return VectorSizes.sizeBytes(toVector(), 0, count);
  }

  int sizeBytes() {
    return (int) ((long) count * BitWidth.of(entries.size() - 1) / 8);
  }

  /** Adds the values of the page to bounds, each different one once. */
  void addTo(Bounds bounds) {
    Vector all = entries.toVector();
    for (int id = 0; id < entries.size(); id++) {
      if (used[id]) {
        bounds.add(all, id, 1);
      }
    }
  }

  /** The values of the page, for another encoding. */
  Vector toVector() {
    return entries.toVector().select(ids, count);
  }

  int count() {
    return count;
  }

  /** The dictionary, as the content of its page. */
  Vector dictionary() {
    return entries.toVector();
  }

  /** Writes the page's numbers as RLE_DICTIONARY has them, and forgets them. */
  void writeTo(ByteOutput out) {
    int width = BitWidth.of(Math.max(0, entries.size() - 1));
    out.write(width);
    RunLengthEncoder.encode(ids, count, width, out);
    forgetPage();
  }

  void forgetPage() {
    count = 0;
    Arrays.fill(used, false);
  }
}
