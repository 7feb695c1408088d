package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.Upload;

/**
 * An upload that is one put if it stays small. One thread at a time.
 *
 * <p>Up to {@code pieceBytes} stay in memory; what is larger goes on piece by piece.
 */
final class RemoteUpload extends Upload {
  private static final int FIRST_BUFFER_BYTES = 64 << 10;

  private final RemoteStore store;
  private final String name;
  private final String key;
  private final int pieceBytes;
  private byte[] buffer;
  private int buffered;
  private long sizeBytes;
  private boolean ended;
  private @Nullable LargeObject large;

  /** Set by the first failure: what follows a gap must never become an object. */
  private @Nullable IOException failure;

  RemoteUpload(RemoteStore store, String name, String key, int pieceBytes) {
    this.store = store;
    this.name = name;
    this.key = key;
    this.pieceBytes = pieceBytes;
    this.buffer = new byte[Math.min(FIRST_BUFFER_BYTES, pieceBytes)];
  }

  @Override
  public void write(int b) throws IOException {
    checkOpen();
    makeRoom();
    buffer[buffered++] = (byte) b;
    sizeBytes++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    int position = offset;
    int left = length;
    while (left > 0) {
      makeRoom();
      int count = Math.min(left, buffer.length - buffered);
      System.arraycopy(bytes, position, buffer, buffered, count);
      buffered += count;
      sizeBytes += count;
      position += count;
      left -= count;
    }
  }

  @Override
  public boolean commit() throws IOException {
    checkOpen();
    LargeObject rest = large;
    if (rest == null) {
      ended = true;
      byte[] all = buffer;
      buffer = new byte[0];
      return store.create(name, key, all, buffered);
    }
    try {
      if (buffered > 0) {
        rest.add(buffer, buffered);
      }
      ended = true;
      return rest.commit();
    } finally {
      ended = true;
      buffer = new byte[0];
      rest.close();
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      buffer = new byte[0];
      LargeObject rest = large;
      if (rest != null) {
        rest.close();
      }
    }
  }

  /** The buffer has room for a byte at least. */
  private void makeRoom() throws IOException {
    if (buffered < buffer.length) {
      return;
    }
    if (buffer.length < pieceBytes) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(pieceBytes, buffer.length * 4L));
      return;
    }
    try {
      LargeObject rest = large;
      if (rest == null) {
        rest = store.startLarge(name, key);
        large = rest;
      }
      rest.add(buffer, buffered);
      buffer = new byte[pieceBytes];
      buffered = 0;
    } catch (IOException e) {
      failure = e;
      throw e;
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
