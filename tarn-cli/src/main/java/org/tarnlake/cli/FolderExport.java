package org.tarnlake.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Batches;
import org.tarnlake.Scan;
import org.tarnlake.cli.output.PartitionFolders;
import org.tarnlake.cli.output.Parts;
import org.tarnlake.cli.sort.RowSorter;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.Row;

/**
 * Writes rows into files of a folder. One thread at a time.
 *
 * @param scan the rows, where they have no order
 * @param sorted the rows, where they have one
 * @param temporary where rows wait that do not fit into memory
 */
record FolderExport(
    Scan scan,
    @Nullable SortedScan sorted,
    Parts parts,
    Path temporary,
    Progress progress,
    Interruption interruption) {

  /** Writes the rows in their order; returns how many there are. */
  long write() {
    if (sorted != null) {
      long count =
          sorted.forEach(temporary, progress, interruption::check, parts::bytes, parts::add);
      parts.finish();
      return count;
    }
    try (Batches batches = scan.batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        interruption.check();
        parts.add(batch);
        progress.rows(batch.rowCount());
      }
    }
    parts.finish();
    return progress.rows();
  }

  /**
   * Writes the rows of each partition into a folder of their own; returns how many there are. They
   * are brought together first, so that one file is open at a time, however many partitions there
   * are.
   */
  long write(PartitionFolders folders) {
    long count;
    try (RowSorter sorter = new RowSorter(temporary, Long.MAX_VALUE)) {
      count =
          forEach(
              row -> withFolder(folders.of(row), parts.bytes(row)),
              bytes -> addTo(sorter, ByteBuffer.wrap(bytes)));
      sorter.forEach(
          (key, row) -> {
            interruption.check();
            parts.moveTo(new String(key, StandardCharsets.UTF_8));
            parts.add(row);
          });
    }
    parts.finish();
    return count;
  }

  private long forEach(Function<Row, byte[]> bytes, Consumer<byte[]> output) {
    if (sorted != null) {
      return sorted.forEach(temporary, progress, interruption::check, bytes, output);
    }
    try (Batches batches = scan.batches()) {
      BatchRow row = new BatchRow(batches.columns());
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        interruption.check();
        for (int i = 0; i < batch.rowCount(); i++) {
          row.moveTo(batch, i);
          output.accept(bytes.apply(row));
          progress.row();
        }
      }
    }
    return progress.rows();
  }

  private static byte[] withFolder(String folder, byte[] row) {
    byte[] name = folder.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + name.length + row.length)
        .putInt(name.length)
        .put(name)
        .put(row)
        .array();
  }

  private static void addTo(RowSorter sorter, ByteBuffer bytes) {
    byte[] folder = new byte[bytes.getInt()];
    bytes.get(folder);
    byte[] row = new byte[bytes.remaining()];
    bytes.get(row);
    sorter.add(folder, row);
  }
}
