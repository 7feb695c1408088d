package org.tarnlake.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.ParquetWriter;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;

/** Parquet files. One thread at a time. */
public final class ParquetParts implements Parts {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int PIECE_ROWS = 1024;
  private static final int FOOTER_PART = 16;

  private final PartFolder folder;
  private final StructType columns;
  private final long fileBytesMax;
  private final RowBytes rows;
  private String within = "";
  private @Nullable OutputStream file;
  private @Nullable ParquetWriter writer;
  private int pieceRows = 1;

  /**
   * @param fileBytesMax about how large a file may get
   */
  public ParquetParts(PartFolder folder, StructType columns, long fileBytesMax) {
    this.folder = folder;
    this.columns = columns;
    this.fileBytesMax = fileBytesMax;
    this.rows = new RowBytes(columns);
  }

  @Override
  public byte[] bytes(Row row) {
    return rows.bytes(row);
  }

  @Override
  public void add(byte[] row) {
    ParquetWriter out = writer();
    out.append(rows.values(row));
    endIfLarge(out.sizeBytes());
  }

  /** Piece by piece, each about a quarter of what is left of the file, as far as can be told. */
  @Override
  public void add(Batch batch) {
    for (int from = 0; from < batch.rowCount(); ) {
      int count = Math.min(pieceRows, batch.rowCount() - from);
      ParquetWriter out = writer();
      long before = out.sizeBytes();
      out.write(batch.slice(from, count));
      from += count;
      long after = out.sizeBytes();
      long rowBytes = Math.max(1, (after - before) / count);
      pieceRows = (int) Math.max(1, Math.min(PIECE_ROWS, (fileBytesMax - after) / 4 / rowBytes));
      endIfLarge(after);
    }
  }

  private ParquetWriter writer() {
    ParquetWriter open = writer;
    if (open == null) {
      OutputStream out = new BufferedOutputStream(folder.newFile(within, ".parquet"), BUFFER_BYTES);
      file = out;
      open = ParquetWriter.open(out, columns);
      writer = open;
    }
    return open;
  }

  private void endIfLarge(long sizeBytes) {
    // What ends the file is not counted yet.
    if (sizeBytes >= fileBytesMax - fileBytesMax / FOOTER_PART) {
      endFile();
    }
  }

  /** Some systems tell only when a file is closed that they could not keep it. */
  private void endFile() {
    OutputStream out = file;
    if (writer == null || out == null) {
      return;
    }
    writer.finish();
    try {
      out.close();
    } catch (IOException e) {
      throw folder.failed(e);
    }
    close();
  }

  @Override
  public void moveTo(String within) {
    if (!within.equals(this.within)) {
      endFile();
      this.within = within;
    }
  }

  @Override
  public void finish() {
    endFile();
    if (folder.fileCount() == 0) {
      writer();
      endFile();
    }
  }

  @Override
  public void close() {
    OutputStream out = file;
    if (writer != null) {
      writer.close();
    }
    writer = null;
    file = null;
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      // It was closed before, or is given up.
    }
  }
}
