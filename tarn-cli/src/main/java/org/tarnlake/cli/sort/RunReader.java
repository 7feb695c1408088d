package org.tarnlake.cli.sort;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a run of rows; in memory are the key of the next one and a buffer. One thread at a time.
 */
final class RunReader {
  private final FileChannel channel;
  private final int number;
  private final long end;
  private final ByteBuffer buffer;
  private long position;
  private byte[] key = new byte[0];
  private int rowBytes;

  /**
   * @param number of the run: of those with the same key, rows of the lowest come first
   */
  RunReader(FileChannel channel, int number, long start, long end) {
    this.channel = channel;
    this.number = number;
    this.position = start;
    this.end = end;
    this.buffer =
        ByteBuffer.allocate((int) Math.min(SortedRuns.BUFFER_BYTES, end - start)).limit(0);
  }

  /** Goes to the next row; the one before must have been read. False at the end. */
  boolean next() throws IOException {
    if (position == end && !buffer.hasRemaining()) {
      return false;
    }
    int keyBytes = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
    rowBytes = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
    key = read(keyBytes);
    return true;
  }

  byte[] key() {
    return key;
  }

  int number() {
    return number;
  }

  /** Reads the row, once. */
  byte[] row() throws IOException {
    return read(rowBytes);
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = new byte[count];
    int done = 0;
    while (done < count) {
      if (!buffer.hasRemaining()) {
        fill();
      }
      int some = Math.min(buffer.remaining(), count - done);
      buffer.get(bytes, done, some);
      done += some;
    }
    return bytes;
  }

  private void fill() throws IOException {
    buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
    int count = channel.read(buffer, position);
    if (count <= 0) {
      throw new EOFException("its temporary file was cut off");
    }
    position += count;
    buffer.flip();
  }
}
