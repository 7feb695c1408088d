package org.tarnlake.data.read;

import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * Decodes the values of one scalar from pages into a vector of its physical type: int, long, float,
 * double, boolean, string or binary. One thread at a time.
 *
 * <p>Values are read densely; {@link #spread} then moves them to where they belong among nulls.
 * What breaks the format is an {@link IllegalArgumentException} or an {@link
 * IndexOutOfBoundsException}.
 */
abstract sealed class LeafDecoder permits NumberDecoder, BytesDecoder {

  /**
   * @param wanted the type it will be read as, which tells strings from binaries
   * @param exact whether a time finer than microseconds is an error
   * @param textChecked whether bytes that are no UTF-8 are an error where text is wanted
   */
  static LeafDecoder of(FileColumn column, DataType wanted, boolean exact, boolean textChecked) {
    FileColumn.Leaf leaf = column.scalar();
    return leaf.physical() == Type.BYTE_ARRAY || leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY
        ? new BytesDecoder(
            column.name(),
            wanted == DataType.STRING && !column.isUuid() ? DataType.STRING : DataType.BINARY,
            leaf.physical() == Type.BYTE_ARRAY ? BytesDecoder.VARIABLE : leaf.length(),
            textChecked)
        : new NumberDecoder(leaf, exact);
  }

  /** Sets the dictionary of the chunk. */
  abstract void setDictionary(ChunkPages.Dictionary page);

  /** Begins a vector of so many values. */
  abstract void start(int capacity);

  /** Makes room for more values in the vector begun. */
  abstract void grow(int capacity);

  /** Reads {@code count} values into the places from {@code at} on. */
  abstract void read(PageCursor page, int at, int count);

  abstract void skip(PageCursor page, int count);

  /**
   * Moves the {@code present} values from {@code at} on to those of the {@code slots} places from
   * there on that are not null.
   */
  abstract void spread(int at, int slots, boolean[] nulls, int present);

  /** The vector begun. */
  abstract Vector finish(int size, boolean @Nullable [] nulls);
}
