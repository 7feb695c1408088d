package org.tarnlake.cli;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.tarnlake.Batches;
import org.tarnlake.Scan;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.output.Sink;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.work.InOrder;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;

/**
 * The rows of a scan as text, in their order. Several threads make it, batch by batch, a few MB
 * ahead of what is written. One thread at a time.
 */
final class TextExport {
  /** A batch whose text is longer is small by its values, of which each stands in many rows. */
  private static final int TEXT_BYTES_AHEAD = 4 << 20;

  private final Supplier<RowWriter> formatters;
  private final ExecutorService background;
  private final Progress progress;
  private final Interruption interruption;
  private int lastBytes;

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

  /**
   * The text of some rows of a batch.
   *
   * @param end the row behind them
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
  private record Text(Batch batch, byte[] bytes, int end) {}

  /** Writes all rows. */
  void write(Scan scan, Sink sink) {
    try (Batches batches = scan.batches();
        InOrder<Batch, Text> texts =
            new InOrder<>(batches::next, batch -> lastBytes, this::begin, background)) {
      for (Text text = texts.next(); text != null; text = texts.next()) {
        lastBytes = text.bytes.length;
        write(text, 0, sink);
        while (text.end < text.batch.rowCount()) {
          int start = text.end;
          text = text(text.batch, start);
          write(text, start, sink);
        }
      }
    }
  }

  private void write(Text text, int start, Sink sink) {
    sink.write(text.bytes, 0, text.bytes.length);
    progress.rows(text.end - start);
    interruption.check();
  }

  private Text begin(Batch batch) {
    return text(batch, 0);
  }

  private Text text(Batch batch, int start) {
    RowWriter formatter = formatters.get();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BatchRow row = new BatchRow(batch.type());
    int end = start;
    while (end < batch.rowCount() && bytes.size() < TEXT_BYTES_AHEAD) {
      row.moveTo(batch, end++);
      bytes.writeBytes(formatter.bytes(row));
    }
    return new Text(batch, bytes.toByteArray(), end);
  }
}
