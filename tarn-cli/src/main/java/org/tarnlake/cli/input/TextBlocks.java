package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file in blocks that end where records do, so that each can be read by another thread. One
 * thread at a time.
 */
final class TextBlocks implements AutoCloseable {
  private static final int MAX_BLOCK_BYTES = Integer.MAX_VALUE - 8;

  private final InputFile file;
  private final CsvDialect dialect;
  private final int blockBytes;
  private final InputStream in;
  private byte[] rest = {};
  private boolean ended;

  /**
   * @param in the open file
   */
  TextBlocks(InputFile file, InputStream in, CsvDialect dialect, int blockBytes) {
    this.file = file;
    this.dialect = dialect;
    this.blockBytes = blockBytes;
    this.in = in;
  }

  /** The next block; null at the end of the file. Throws OutOfMemoryError for a huge record. */
  @Nullable TextBlock next() {
    byte[] bytes = new byte[Math.max(blockBytes, grown(rest.length))];
    System.arraycopy(rest, 0, bytes, 0, rest.length);
    int length = rest.length;
    while (true) {
      length += fill(bytes, length);
      int end = ended ? length : dialect.lastRecordEnd(bytes, length);
      if (end > 0 || ended) {
        rest = Arrays.copyOfRange(bytes, end, length);
        return end == 0 ? null : new TextBlock(bytes, 0, end);
      }
      bytes = Arrays.copyOf(bytes, grown(length));
    }
  }

  private int grown(int length) {
    if (length == MAX_BLOCK_BYTES) {
      throw new OutOfMemoryError("a record of more than 2 GiB");
    }
    return (int) Math.min(2L * length, MAX_BLOCK_BYTES);
  }

  private int fill(byte[] bytes, int from) {
    try {
      int read = ended ? 0 : in.readNBytes(bytes, from, bytes.length - from);
      ended = from + read < bytes.length;
      return read;
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
