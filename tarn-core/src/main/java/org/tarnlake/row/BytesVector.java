package org.tarnlake.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.DataType;

/**
 * Strings in UTF-8, or binaries. Immutable; may be read by many threads.
 *
 * <p>Two layouts: <em>plain</em>, where every value is a range of one array, and
 * <em>dictionary</em>, where every value is the number of an entry of a plain vector. A dictionary
 * may hold entries that no value uses, and equal entries; a String is made of each entry once.
 * Selecting and slicing copy no bytes.
 */
public final class BytesVector extends Vector {
  private final byte[] data;
  private final int[] starts;
  private final int[] ends;
  private final int[] ids;
  private final @Nullable BytesVector dictionary;
  private String @Nullable [] strings;

  /**
   * The plain layout.
   *
   * @param starts where in {@code data} each value starts
   * @param ends where it ends
   */
  public BytesVector(
      DataType type, byte[] data, int[] starts, int[] ends, int size, boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a DataType");
    Argument.require(data, "data", "a byte array");
    Argument.require(starts, "starts", "an int array");
    Argument.require(ends, "ends", "an int array");
    this.data = data;
    this.starts = starts;
    this.ends = ends;
    this.ids = new int[0];
    this.dictionary = null;
  }

  /**
   * The dictionary layout.
   *
   * @param dictionary a plain vector without nulls
   * @param ids the entry of each value; anything where null
   */
  public BytesVector(BytesVector dictionary, int[] ids, int size, boolean @Nullable [] nulls) {
    super(Argument.require(dictionary, "dictionary", "a BytesVector").type(), size, nulls);
    if (dictionary.isDictionary() || dictionary.hasNulls()) {
      throw new IllegalArgumentException("a dictionary must be plain and without nulls");
    }
    this.data = dictionary.data;
    this.starts = dictionary.starts;
    this.ends = dictionary.ends;
    this.ids = ids;
    this.dictionary = dictionary;
  }

  /** A plain vector of one canonical value. */
  static BytesVector of(DataType type, Object canonical) {
    byte[] bytes = canonical instanceof String text ? text.getBytes(UTF_8) : (byte[]) canonical;
    return new BytesVector(type, bytes, new int[1], new int[] {bytes.length}, 1, null);
  }

  public boolean isDictionary() {
    return dictionary != null;
  }

  /** The entries of the dictionary layout; null in the plain one. */
  public @Nullable BytesVector dictionary() {
    return dictionary;
  }

  /** The number of a value's entry, in the dictionary layout. */
  public int idAt(int i) {
    return ids[i];
  }

  /** The array that all values are ranges of, from {@link #startAt} to {@link #endAt}. */
  public byte[] data() {
    return data;
  }

  /** Where in {@link #data} a value that is not null starts. */
  public int startAt(int i) {
    return starts[dictionary == null ? i : ids[i]];
  }

  /** Where in {@link #data} a value that is not null ends, exclusive. */
  public int endAt(int i) {
    return ends[dictionary == null ? i : ids[i]];
  }

  @Override
  public String stringAt(int i) {
    if (type() != DataType.STRING) {
      return super.stringAt(i);
    }
    return dictionary == null ? decode(i) : dictionary.cachedString(ids[i]);
  }

  @Override
  public byte[] bytesAt(int i) {
    return Arrays.copyOfRange(data, startAt(i), endAt(i));
  }

  @Override
  Object canonical(int i) {
    return type() == DataType.STRING ? stringAt(i) : bytesAt(i);
  }

  @Override
  public BytesVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    boolean[] nulls = selectNulls(rows, count);
    if (dictionary != null) {
      return new BytesVector(dictionary, selectOf(ids, rows, count), count, nulls);
    }
    int[] keptStarts = selectOf(starts, rows, count);
    return new BytesVector(type(), data, keptStarts, selectOf(ends, rows, count), count, nulls);
  }

  @Override
  public BytesVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return dictionary != null
        ? new BytesVector(dictionary, ids, size(), nulls)
        : new BytesVector(type(), data, starts, ends, size(), nulls);
  }

  @Override
  public BytesVector slice(int from, int count) {
    boolean[] nulls = sliceNulls(from, count);
    if (dictionary != null) {
      return new BytesVector(dictionary, sliceOf(ids, from, count), count, nulls);
    }
    int[] keptStarts = sliceOf(starts, from, count);
    return new BytesVector(type(), data, keptStarts, sliceOf(ends, from, count), count, nulls);
  }

  private String decode(int i) {
    return new String(data, starts[i], ends[i] - starts[i], UTF_8);
  }

  /**
   * Threads may race to fill an entry: they store equal strings, and a String is safe to publish
   * so.
   */
  private String cachedString(int id) {
    String[] cache = strings;
    if (cache == null) {
      cache = new String[size()];
      strings = cache;
    }
    String text = cache[id];
    if (text == null) {
      text = decode(id);
      cache[id] = text;
    }
    return text;
  }
}
