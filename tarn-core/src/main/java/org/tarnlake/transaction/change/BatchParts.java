package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.spill.BatchFile;

/**
 * Rows divided by the hashes of their keys into parts on disk, so that rows of equal keys are in
 * parts of the same number. One thread at a time.
 */
final class BatchParts implements AutoCloseable {
  /** So many parts, each of which is to fit into memory. */
  static final int COUNT = 64;

  private static final int ROWS_AT_ONCE = 4096;

  private final StructType columns;
  private final List<BatchFile> files = new ArrayList<>();

  BatchParts(StructType columns) {
    this.columns = columns;
    try {
      for (int part = 0; part < COUNT; part++) {
        files.add(new BatchFile(columns));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Adds rows.
   *
   * @param hashes of their keys
   */
  void add(Batch rows, long[] hashes) {
    int[] counts = new int[COUNT];
    int[][] numbers = new int[COUNT][];
    for (int row = 0; row < rows.rowCount(); row++) {
      counts[part(hashes[row])]++;
    }
    for (int part = 0; part < COUNT; part++) {
      numbers[part] = new int[counts[part]];
      counts[part] = 0;
    }
    for (int row = 0; row < rows.rowCount(); row++) {
      int part = part(hashes[row]);
      numbers[part][counts[part]++] = row;
    }
    for (int part = 0; part < COUNT; part++) {
      if (counts[part] > 0) {
        files.get(part).write(rows.select(numbers[part], counts[part]));
      }
    }
  }

  /** Other bits than those by which keys are found within a part. */
  private static int part(long hash) {
    return (int) (hash >>> 56) & (COUNT - 1);
  }

  long rowCount() {
    return files.stream().mapToLong(BatchFile::rowCount).sum();
  }

  /** All rows of a part at once. */
  Batch all(int part) {
    List<Batch> batches = new ArrayList<>();
    files.get(part).forEach(batches::add);
    return batches.isEmpty() ? Concat.empty(columns) : Concat.of(columns, batches);
  }

  /** The rows of a part, in batches of some size. */
  void forEach(int part, Consumer<Batch> rows) {
    List<Batch> waiting = new ArrayList<>();
    int[] count = new int[1];
    files
        .get(part)
        .forEach(
            batch -> {
              waiting.add(batch);
              count[0] += batch.rowCount();
              if (count[0] >= ROWS_AT_ONCE) {
                rows.accept(Concat.of(columns, waiting));
                waiting.clear();
                count[0] = 0;
              }
            });
    if (!waiting.isEmpty()) {
      rows.accept(Concat.of(columns, waiting));
    }
  }

  /** The hashes of keys; of those that have a null, any, so that they are spread over all parts. */
  static long[] hashes(Vector[] keys, int count) {
    KeyBytes bytes = new KeyBytes();
    long[] hashes = new long[count];
    for (int row = 0; row < count; row++) {
      if (!KeyBytes.isNull(keys, row)) {
        bytes.set(keys, row);
        hashes[row] = bytes.hash();
      } else {
        hashes[row] = KeyHash.mix(row);
      }
    }
    return hashes;
  }

  @Override
  public void close() {
    files.forEach(BatchFile::close);
  }
}
