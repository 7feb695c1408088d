package org.tarnlake.cli;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.tarnlake.Batches;
import org.tarnlake.Scan;
import org.tarnlake.cli.input.InOrder;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;

/**
 * The rows of a scan as text, in their order. Several threads make it, batch by batch. One thread
 * at a time.
 */
final class TextExport {
  private final Supplier<RowWriter> formatters;
  private final ExecutorService background;
  private final Progress progress;
  private final Interruption interruption;

  /**
   * @param formatters make writers of the same format, whose bytes alone are used
   * @param background helps
   */
  TextExport(
      Supplier<RowWriter> formatters,
      ExecutorService background,
      Progress progress,
      Interruption interruption) {
    this.formatters = formatters;
    this.background = background;
    this.progress = progress;
    this.interruption = interruption;
  }

  /** The text of some rows. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
  private record Text(byte[] bytes, int rowCount) {}

  /** Writes all rows. */
  void write(Scan scan, RowWriter writer) {
    try (Batches batches = scan.batches();
        InOrder<Batch, Text> texts =
            new InOrder<>(batches::next, batch -> 0, this::text, background)) {
      for (Text text = texts.next(); text != null; text = texts.next()) {
        writer.write(text.bytes);
        progress.rows(text.rowCount);
        interruption.check();
      }
      writer.end();
    }
  }

  private Text text(Batch batch) {
    RowWriter formatter = formatters.get();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BatchRow row = new BatchRow(batch.type());
    row.moveTo(batch, 0);
    for (int i = 0; i < batch.rowCount(); i++) {
      row.moveTo(i);
      bytes.writeBytes(formatter.bytes(row));
    }
    return new Text(bytes.toByteArray(), batch.rowCount());
  }
}
