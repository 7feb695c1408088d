package org.tarnlake.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file being written: content without a name. Closing it removes it. One thread at a
 * time.
 */
final class LocalTemporary implements Closeable {
  /** The JDK copies through a buffer of this size, and keeps one for each thread. */
  static final int CHUNK_BYTES = 256 << 10;

  private final Path path;
  private FileChannel channel;
  private long sizeBytes;

  private LocalTemporary(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Makes an empty file, which must not exist. */
  static LocalTemporary create(Path path) throws IOException {
    return new LocalTemporary(
        path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  Path path() {
    return path;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
    int end = source.limit();
    while (source.position() < end) {
      source.limit(Math.min(end, source.position() + CHUNK_BYTES));
      sizeBytes +=
          Uninterrupted.call(
              () -> {
                ByteBuffer chunk = source.duplicate();
                int written = openChannel().write(chunk, sizeBytes);
                source.position(chunk.position());
                return written;
              });
    }
  }

  /** Makes the content durable and ends the writing. */
  void sync() throws IOException {
    Uninterrupted.call(
        () -> {
          openChannel().force(true);
          return path;
        });
    channel.close();
  }

  /** Ends the writing of a hint, which a crash of the machine may tear. */
  void closeUnsynced() throws IOException {
    channel.close();
  }

  /** The channel; a new one if an interrupt closed it. */
  private FileChannel openChannel() throws IOException {
    if (!channel.isOpen()) {
      channel = FileChannel.open(path, StandardOpenOption.WRITE);
    }
    return channel;
  }

  /** Removes the file. One that cannot be removed now is removed by {@link LocalTemporaries}. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing depends on what was not synced.
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It has no name that anybody reads.
    }
  }
}
