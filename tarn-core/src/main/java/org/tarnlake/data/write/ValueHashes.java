package org.tarnlake.data.write;

import java.util.Arrays;
import org.apache.parquet.format.Type;
import org.tarnlake.data.bytes.BloomFilter;
import org.tarnlake.data.bytes.XxHash64;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;

/** The hashes of a column chunk's values, of which a Bloom filter is made. One thread at a time. */
final class ValueHashes {
  private final FileColumn column;
  private long[] hashes = new long[1024];
  private int count;

  ValueHashes(FileColumn column) {
    this.column = column;
  }

  /**
   * Whether a filter is made of such a column: floats have several ways to write one number, and
   * the others that are left out are few.
   */
  static boolean suit(FileColumn column) {
    return switch (column.scalar().physical()) {
      case INT32, INT64, BYTE_ARRAY -> true;
      default -> false;
    };
  }

  void add(Vector values, int from, int some) {
    if (count + some > hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(count + some, 2 * hashes.length));
    }
    for (int row = from; row < from + some; row++) {
      hashes[count++] = hash(values, row);
    }
  }

  private long hash(Vector values, int row) {
    if (values instanceof BytesVector bytes) {
      return XxHash64.hash(bytes.data(), bytes.startAt(row), bytes.endAt(row));
    }
    if (values instanceof LongVector longs) {
      return XxHash64.hash(longs.longAt(row));
    }
    if (values instanceof IntVector ints) {
      return XxHash64.hash(ints.intAt(row));
    }
    long unscaled = ((DecimalVector) values).unscaledAt(row);
    return column.scalar().physical() == Type.INT32
        ? XxHash64.hash((int) unscaled)
        : XxHash64.hash(unscaled);
  }

  /** The filter of the values so far, which are forgotten. */
  BloomFilter finish() {
    Arrays.sort(hashes, 0, count);
    int different = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[different++] = hashes[i];
      }
    }
    BloomFilter filter = BloomFilter.of(different);
    for (int i = 0; i < different; i++) {
      filter.add(hashes[i]);
    }
    count = 0;
    return filter;
  }
}
