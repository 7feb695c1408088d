package org.tarnlake.data.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.data.bytes.Utf8;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * Decodes strings and binaries. A vector from one plain page points into the page, one from
 * dictionary pages has the dictionary of the chunk; only one from several sources is copied
 * together.
 */
final class BytesDecoder extends LeafDecoder {
  /** The width of values that each have their length in front. */
  static final int VARIABLE = -1;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final String name;
  private final DataType type;
  private final int width;
  private final boolean textChecked;
  private @Nullable BytesVector dictionary;

  /** Which entries of the dictionary are no text though the type is; null if all are. */
  private boolean @Nullable [] invalid;

  private int[] starts = new int[0];
  private int[] ends = new int[0];
  private int capacity;

  /** Numbers of dictionary entries, where values came from dictionary pages. */
  private int[] ids = new int[0];

  private final List<Source> sources = new ArrayList<>();

  /**
   * Where values come from, as of some place: the bytes of a plain page, or null for the
   * dictionary.
   */
  private static final class Source {
    final byte @Nullable [] data;
    final int from;

    Source(byte @Nullable [] data, int from) {
      this.data = data;
      this.from = from;
    }
  }

  /**
   * @param name of the column, for messages
   * @param type string or binary
   * @param width how many bytes each value has, or {@link #VARIABLE}
   * @param textChecked whether strings that are no UTF-8 are an error
   */
  BytesDecoder(String name, DataType type, int width, boolean textChecked) {
    this.name = name;
    this.type = type;
    this.width = width;
    this.textChecked = textChecked && type == DataType.STRING;
  }

  @Override
  void setDictionary(ChunkPages.Dictionary page) {
    Slice values = page.values();
    int least = width == VARIABLE ? 4 : width;
    if (page.entries() > values.length() / least) {
      throw new IllegalArgumentException(
          "a dictionary of %s entries in %s bytes".formatted(page.entries(), values.length()));
    }
    PageCursor plain = new PageCursor(DataPage.of(page));
    int[] entryStarts = new int[page.entries()];
    int[] entryEnds = new int[page.entries()];
    locate(plain, entryStarts, entryEnds, 0, page.entries());
    dictionary = new BytesVector(type, values.bytes, entryStarts, entryEnds, page.entries(), null);
    invalid = textChecked ? invalidEntries(dictionary) : null;
  }

  /** An entry that no value has does no harm, so it is no error yet. */
  private static boolean @Nullable [] invalidEntries(BytesVector entries) {
    boolean[] found = null;
    for (int id = 0; id < entries.size(); id++) {
      if (Utf8.indexOfInvalid(entries.data(), entries.startAt(id), entries.endAt(id)) >= 0) {
        found = found == null ? new boolean[entries.size()] : found;
        found[id] = true;
      }
    }
    return found;
  }

  @Override
  void start(int wanted) {
    sources.clear();
    starts = new int[0];
    ends = new int[0];
    ids = new int[0];
    capacity = wanted;
  }

  @Override
  void grow(int wanted) {
    capacity = wanted;
    starts = starts.length == 0 ? starts : Arrays.copyOf(starts, wanted);
    ends = ends.length == 0 ? ends : Arrays.copyOf(ends, wanted);
    ids = ids.length == 0 ? ids : Arrays.copyOf(ids, wanted);
  }

  @Override
  void read(PageCursor page, int at, int count) {
    boolean plain = page.coding == DataPage.Coding.PLAIN;
    byte[] data = plain ? page.bytes : null;
    if (sources.isEmpty() || sources.get(sources.size() - 1).data != data) {
      sources.add(new Source(data, at));
    }
    if (plain) {
      if (starts.length < capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
      }
      locate(page, starts, ends, at, count);
    } else {
      if (ids.length < capacity) {
        ids = Arrays.copyOf(ids, capacity);
      }
      page.runs.read(ids, at, count);
      int greatest = -1;
      for (int i = at; i < at + count; i++) {
        greatest = Math.max(greatest, ids[i]);
        if (ids[i] < 0) {
          throw new IllegalArgumentException("a negative number of a dictionary entry");
        }
      }
      if (dictionary == null || greatest >= dictionary.size()) {
        throw new IllegalArgumentException("its dictionary has no entry " + greatest);
      }
    }
  }

  private void locate(PageCursor page, int[] startsTo, int[] endsTo, int at, int count) {
    if (width != VARIABLE) {
      int from = page.take((long) width * count);
      for (int i = 0; i < count; i++) {
        startsTo[at + i] = from + i * width;
        endsTo[at + i] = from + (i + 1) * width;
      }
      return;
    }
    byte[] bytes = page.bytes;
    int end = page.end;
    int position = page.position;
    for (int i = at; i < at + count; i++) {
      if (end - position < 4) {
        throw new IllegalArgumentException("values end too early");
      }
      int length = (int) INT.get(bytes, position);
      position += 4;
      if (length < 0 || length > end - position) {
        throw new IllegalArgumentException("a value of %s bytes leaves its page".formatted(length));
      }
      startsTo[i] = position;
      position += length;
      endsTo[i] = position;
    }
    page.position = position;
  }

  @Override
  void skip(PageCursor page, int count) {
    if (page.coding != DataPage.Coding.PLAIN) {
      page.runs.skip(count);
    } else if (width != VARIABLE) {
      page.take((long) width * count);
    } else {
      for (int i = 0; i < count; i++) {
        int at = page.take(4);
        int length = (int) INT.get(page.bytes, at);
        if (length < 0) {
          throw new IllegalArgumentException("a value of %s bytes".formatted(length));
        }
        page.take(length);
      }
    }
  }

  @Override
  void spread(int at, int slots, boolean[] nulls, int present) {
    boolean plain = starts.length > 0;
    boolean numbered = ids.length > 0;
    int from = at + present - 1;
    for (int to = at + slots - 1; from < to; to--) {
      if (!nulls[to]) {
        if (plain) {
          starts[to] = starts[from];
          ends[to] = ends[from];
        }
        if (numbered) {
          ids[to] = ids[from];
        }
        from--;
      }
    }
  }

  @Override
  Vector finish(int size, boolean @Nullable [] nulls) {
    if (textChecked) {
      for (int s = 0; s < sources.size(); s++) {
        requireText(sources.get(s), s + 1 < sources.size() ? sources.get(s + 1).from : size, nulls);
      }
    }
    if (sources.isEmpty()) {
      int[] none = new int[size];
      return new BytesVector(type, new byte[0], none, none, size, nulls);
    }
    byte[] only = sources.get(0).data;
    if (sources.size() > 1) {
      return copy(size, nulls);
    }
    if (only != null) {
      return new BytesVector(type, only, starts, ends, size, nulls);
    }
    if (dictionary == null) {
      throw new IllegalArgumentException("it has no dictionary");
    }
    return new BytesVector(dictionary, ids, size, nulls);
  }

  /**
   * Whoever makes a String of bytes that are none puts another character in their place, and two
   * values become one.
   */
  private void requireText(Source source, int to, boolean @Nullable [] nulls) {
    byte[] data = source.data;
    if (data == null) {
      requireTextEntries(source.from, to, nulls);
      return;
    }
    int first = source.from;
    int last = to - 1;
    while (nulls != null && first <= last && nulls[first]) {
      first++;
    }
    while (nulls != null && last > first && nulls[last]) {
      last--;
    }
    // Values lie one behind the other, so that one look at all of them is enough nearly always.
    if (first > last || Utf8.isAscii(data, starts[first], ends[last])) {
      return;
    }
    for (int i = first; i <= last; i++) {
      if (nulls == null || !nulls[i]) {
        requireText(i, data, starts[i], ends[i]);
      }
    }
  }

  private void requireTextEntries(int from, int to, boolean @Nullable [] nulls) {
    BytesVector entries = dictionary;
    if (invalid == null || entries == null) {
      return;
    }
    for (int i = from; i < to; i++) {
      if ((nulls == null || !nulls[i]) && invalid[ids[i]]) {
        requireText(i, entries.data(), entries.startAt(ids[i]), entries.endAt(ids[i]));
      }
    }
  }

  private static void requireText(int index, byte[] data, int start, int end) {
    int at = Utf8.indexOfInvalid(data, start, end);
    if (at >= 0) {
      throw new BadValueException(
          index,
          "byte 0x%s is no valid UTF-8 in '%s'"
              .formatted(Utf8.hex(data[at]), Utf8.shown(data, start, end)),
          "write text as UTF-8, or as a column of bytes");
    }
  }

  private long copiedBytes(int size, boolean @Nullable [] nulls) {
    long bytes = 0;
    for (int s = 0; s < sources.size(); s++) {
      boolean plain = sources.get(s).data != null;
      int to = s + 1 < sources.size() ? sources.get(s + 1).from : size;
      for (int i = sources.get(s).from; i < to; i++) {
        if (nulls == null || !nulls[i]) {
          bytes += plain ? ends[i] - starts[i] : length(ids[i]);
        }
      }
    }
    ReadLimits.checkRow(name, bytes);
    return bytes;
  }

  private int length(int id) {
    return dictionary == null ? 0 : dictionary.endAt(id) - dictionary.startAt(id);
  }

  /** Brings values from several sources into one array. */
  private Vector copy(int size, boolean @Nullable [] nulls) {
    ByteOutput data = new ByteOutput((int) copiedBytes(size, nulls));
    int[] newStarts = new int[size];
    int[] newEnds = new int[size];
    for (int s = 0; s < sources.size(); s++) {
      byte[] source = sources.get(s).data;
      int to = s + 1 < sources.size() ? sources.get(s + 1).from : size;
      for (int i = sources.get(s).from; i < to; i++) {
        newStarts[i] = data.size();
        if (nulls == null || !nulls[i]) {
          if (source != null) {
            data.write(source, starts[i], ends[i] - starts[i]);
          } else if (dictionary != null) {
            int start = dictionary.startAt(ids[i]);
            data.write(dictionary.data(), start, dictionary.endAt(ids[i]) - start);
          }
        }
        newEnds[i] = data.size();
      }
    }
    return new BytesVector(type, data.array(), newStarts, newEnds, size, nulls);
  }
}
