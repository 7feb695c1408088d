package org.tarnlake.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.Compression;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.Row;

/**
 * Files of text, compressed if their suffix says so: block by block, each a gzip member or a zstd
 * frame of its own, so that the size of a file is known before a block goes into it. One thread at
 * a time.
 */
public final class TextParts implements Parts {
  private static final int BLOCK_BYTES_MAX = 1 << 20;

  private final PartFolder folder;
  private final String suffix;
  private final long fileBytesMax;
  private final long blockBytesMax;
  private final RowWriter writer;
  private final byte[] header;

  /** What the writer has written; rows wait here until they make a block. */
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();

  private String within = "";
  private @Nullable OutputStream file;
  private long fileBytes;

  /**
   * @param suffix of the files' names, such as {@code .csv.gz}
   * @param fileBytesMax how large a file may get, unless one row is larger
   * @param writers makes the writer of the rows
   */
  public TextParts(
      PartFolder folder, String suffix, long fileBytesMax, Function<Sink, RowWriter> writers) {
    this.folder = folder;
    this.suffix = suffix;
    this.fileBytesMax = fileBytesMax;
    this.blockBytesMax = Math.min(BLOCK_BYTES_MAX, fileBytesMax / 4);
    this.writer = writers.apply(block::write);
    this.header = block.toByteArray();
    block.reset();
  }

  @Override
  public byte[] bytes(Row row) {
    return writer.bytes(row);
  }

  @Override
  public void add(byte[] row) {
    if (block.size() > 0 && block.size() + row.length > blockBytesMax) {
      endBlock();
    }
    writer.write(row);
  }

  @Override
  public void add(Batch rows) {
    BatchRow row = new BatchRow(rows.type());
    for (int i = 0; i < rows.rowCount(); i++) {
      row.moveTo(rows, i);
      add(bytes(row));
    }
  }

  private void endBlock() {
    byte[] bytes = compressed(block.toByteArray());
    block.reset();
    if (file != null && fileBytes + bytes.length > fileBytesMax) {
      endFile();
    }
    if (file == null) {
      startFile();
    }
    write(bytes);
  }

  private void startFile() {
    file = folder.newFile(within, suffix);
    fileBytes = 0;
    // Where there is no header, an empty text is compressed, too: no bytes are no gzip.
    write(compressed(header));
  }

  private void write(byte[] bytes) {
    OutputStream out = file;
    if (out == null) {
      throw new AssertionError("no file is open");
    }
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw folder.failed(e);
    }
    fileBytes += bytes.length;
  }

  private byte[] compressed(byte[] text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Compression.compressed(bytes, suffix)) {
      out.write(text);
    } catch (IOException e) {
      throw folder.failed(e);
    }
    return bytes.toByteArray();
  }

  private void endFile() {
    OutputStream out = file;
    file = null;
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw folder.failed(e);
      }
    }
  }

  @Override
  public void moveTo(String within) {
    if (!within.equals(this.within)) {
      end();
      this.within = within;
    }
  }

  private void end() {
    if (block.size() > 0) {
      endBlock();
    }
    endFile();
  }

  @Override
  public void finish() {
    end();
    if (folder.fileCount() == 0) {
      startFile();
      endFile();
    }
  }

  @Override
  public void close() {
    try {
      endFile();
    } catch (RuntimeException e) {
      // It is given up anyway.
    }
  }
}
