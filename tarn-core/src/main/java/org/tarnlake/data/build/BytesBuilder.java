package org.tarnlake.data.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Values;

/**
 * Builds vectors of strings or binaries. Strings that repeat become the entries of a dictionary, so
 * that each is encoded once; when they turn out not to, it goes on without one.
 */
final class BytesBuilder extends ColumnBuilder {
  private static final int SAMPLE = 4096;
  private static final int MAX_ENTRIES = 8192;

  private ByteOutput data = new ByteOutput(64);
  private int[] starts = new int[0];
  private int[] ends = new int[0];

  /**
   * The values of the dictionary layout; {@link #starts} and {@link #ends} are its entries' then.
   */
  private int[] ids = new int[0];

  private @Nullable StringTable table;

  BytesBuilder(DataType type) {
    super(type);
    clearValues();
  }

  @Override
  void put(int i, Object value) {
    boolean isText = value instanceof String && type() == DataType.STRING;
    putCanonical(i, isText ? value : Values.canonical(type(), value));
  }

  @Override
  void putCanonical(int i, Object value) {
    if (type() == DataType.BINARY) {
      store(i, (byte[]) value);
      return;
    }
    String text = (String) value;
    if (table == null) {
      store(i, encode(text));
      return;
    }
    int id = table.find(text);
    if (id < 0) {
      byte[] bytes = encode(text);
      id = table.add(text);
      store(id, bytes);
    }
    putId(i, id);
    int entries = table.size();
    if (entries > MAX_ENTRIES || (i >= SAMPLE && 2 * entries > i)) {
      leaveDictionary(i + 1);
    }
  }

  private void putId(int i, int id) {
    if (i == ids.length) {
      ids = Arrays.copyOf(ids, grown(i, i + 1));
    }
    ids[i] = id;
  }

  private void store(int i, byte[] bytes) {
    if (i == starts.length) {
      int capacity = grown(i, i + 1);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    if ((long) data.size() + bytes.length > Integer.MAX_VALUE - 64) {
      throw new InvalidDataException(
          "%s values of more than 2 GiB do not fit one batch; write fewer rows at a time"
              .formatted(type().text()));
    }
    starts[i] = data.size();
    data.write(bytes, 0, bytes.length);
    ends[i] = data.size();
  }

  private static byte[] encode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    // The encoder puts a question mark where a surrogate has no partner.
    if (indexOfQuestionMark(bytes) >= 0 && !new String(bytes, UTF_8).equals(text)) {
      throw new InvalidDataException(
          "a string of %s characters is not valid Unicode: it has half of a surrogate pair"
              .formatted(text.length()));
    }
    return bytes;
  }

  private static int indexOfQuestionMark(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '?') {
        return i;
      }
    }
    return -1;
  }

  private void leaveDictionary(int count) {
    int[] entryStarts = starts;
    int[] entryEnds = ends;
    starts = new int[Math.max(ids.length, 16)];
    ends = new int[starts.length];
    for (int i = 0; i < count; i++) {
      starts[i] = entryStarts[ids[i]];
      ends[i] = entryEnds[ids[i]];
    }
    ids = new int[0];
    table = null;
  }

  @Override
  void putNull(int i) {
    if (table != null) {
      // Entry 0 may not exist yet; a null's id is never looked up.
      putId(i, 0);
    } else {
      store(i, new byte[0]);
    }
  }

  @Override
  void truncateValues(int count) {}

  @Override
  void clearValues() {
    int capacity = Math.max(ids.length, table == null ? starts.length : 0);
    data = new ByteOutput(data.size() == 0 ? 64 : data.size());
    table = type() == DataType.STRING ? new StringTable() : null;
    ids = new int[table == null ? 0 : capacity];
    starts = new int[table == null ? capacity : 0];
    ends = new int[starts.length];
  }

  @Override
  Vector vector(int count, boolean @Nullable [] nulls) {
    if (table == null) {
      return new BytesVector(type(), data.array(), starts, ends, count, nulls);
    }
    BytesVector entries = new BytesVector(type(), data.array(), starts, ends, table.size(), null);
    return new BytesVector(entries, ids, count, nulls);
  }

  @Override
  long sizeBytes() {
    return (long) data.size() + 4L * size();
  }
}
