package org.tarnlake.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.tarnlake.Batches;
import org.tarnlake.Scan;
import org.tarnlake.cli.output.PartitionFolders;
import org.tarnlake.cli.output.Parts;
import org.tarnlake.cli.sort.RowSorter;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;

/** Writes the rows of a scan into files of a folder. One thread at a time. */
record FolderExport(Scan scan, Parts parts, Progress progress, Interruption interruption) {

  /** Writes the rows in their order. */
  void write() {
    try (Batches batches = scan.batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        interruption.check();
        parts.add(batch);
        progress.rows(batch.rowCount());
      }
    }
    parts.finish();
  }

  /**
   * Writes the rows of each partition into a folder of their own. They are brought together first,
   * so that one file is open at a time, however many partitions there are.
   *
   * @param temporary where rows wait that do not fit into memory
   */
  void write(PartitionFolders folders, Path temporary) {
    try (RowSorter sorter = new RowSorter(temporary, Long.MAX_VALUE)) {
      try (Batches batches = scan.batches()) {
        BatchRow row = new BatchRow(batches.columns());
        for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
          interruption.check();
          for (int i = 0; i < batch.rowCount(); i++) {
            row.moveTo(batch, i);
            byte[] folder = folders.of(row).getBytes(StandardCharsets.UTF_8);
            sorter.add(folder, parts.bytes(row));
            progress.row();
          }
        }
      }
      sorter.forEach(
          (key, row) -> {
            interruption.check();
            parts.moveTo(new String(key, StandardCharsets.UTF_8));
            parts.add(row);
          });
    }
    parts.finish();
  }
}
