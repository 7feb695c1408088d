package org.tarnlake.data.write;

import java.io.IOException;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.Upload;

/** The bytes of a file being written, on their way into an upload. One thread at a time. */
final class FileOutput {
  private static final int FLUSH_BYTES = 1 << 20;

  private final Upload upload;
  private final ByteOutput buffer = new ByteOutput(2048);
  private long flushedBytes;

  FileOutput(Upload upload) {
    this.upload = upload;
  }

  /** Takes more bytes; {@link #flushIfLarge} is due after much of them. */
  ByteOutput buffer() {
    return buffer;
  }

  /** Appends bytes, without keeping a copy if they are many. */
  void write(ByteOutput bytes) {
    if (bytes.size() < FLUSH_BYTES) {
      buffer.write(bytes.array(), 0, bytes.size());
    } else {
      flush();
      send(bytes);
    }
  }

  /** How many bytes the file has so far. */
  long sizeBytes() {
    return flushedBytes + buffer.size();
  }

  void flushIfLarge() {
    if (buffer.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  /**
   * Hands all bytes to the upload.
   *
   * @throws StorageException if the store fails
   */
  void flush() {
    send(buffer);
    buffer.reset();
  }

  private void send(ByteOutput bytes) {
    try {
      bytes.writeTo(upload);
    } catch (IOException e) {
      throw new StorageException("cannot write a data file: " + e.getMessage(), e);
    }
    flushedBytes += bytes.size();
  }
}
