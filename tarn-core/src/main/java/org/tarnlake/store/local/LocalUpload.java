package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.Upload;

/** An upload into a temporary file. One thread at a time. */
final class LocalUpload extends Upload {
  private static final int FIRST_BUFFER_BYTES = 4 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  /** Syncs a file and gives it its name; false if that is taken. */
  @FunctionalInterface
  interface Creation {
    boolean create(LocalTemporary file) throws IOException;
  }

  private final String name;
  private final Path path;
  private final LocalTemporary file;
  private final Creation creation;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int buffered;
  private long sizeBytes;
  private boolean ended;

  /** Set by the first failure: what follows a gap must never become an object. */
  private @Nullable IOException failure;

  LocalUpload(String name, Path path, LocalTemporary file, Creation creation) {
    this.name = name;
    this.path = path;
    this.file = file;
    this.creation = creation;
  }

  @Override
  public void write(int b) throws IOException {
    checkOpen();
    makeRoom(1);
    buffer[buffered++] = (byte) b;
    sizeBytes++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    if (length >= BUFFER_BYTES) {
      writeBuffered();
      write(bytes, offset, length, file);
    } else {
      makeRoom(length);
      System.arraycopy(bytes, offset, buffer, buffered, length);
      buffered += length;
    }
    sizeBytes += length;
  }

  @Override
  public boolean commit() throws IOException {
    checkOpen();
    writeBuffered();
    ended = true;
    try (file) {
      return creation.create(file);
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      file.close();
    }
  }

  /** Has room for fewer bytes than the buffer may have at most. */
  private void makeRoom(int length) throws IOException {
    if (length > BUFFER_BYTES - buffered) {
      writeBuffered();
    }
    if (length > buffer.length - buffered) {
      buffer = Arrays.copyOf(buffer, BUFFER_BYTES);
    }
  }

  private void writeBuffered() throws IOException {
    write(buffer, 0, buffered, file);
    buffered = 0;
  }

  private void write(byte[] bytes, int offset, int length, LocalTemporary target)
      throws IOException {
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      failure = LocalFailure.of("write", name, path, e);
      throw failure;
    }
  }

  private void checkOpen() throws IOException {
    if (ended) {
      throw new IOException("the upload of %s has ended".formatted(name));
    }
    if (failure != null) {
      throw new IOException("the upload of %s failed before".formatted(name), failure);
    }
  }
}
