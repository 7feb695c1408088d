package org.tarnlake.crash.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tarnlake.crash.disk.DiskCall.Kind;
import org.tarnlake.crash.disk.UnsyncedDisk.DiskFullException;

/** An open file or folder of an {@link UnsyncedDisk}. Safe for many threads. */
final class DiskChannel extends FileChannel {
  private final UnsyncedDisk disk;
  private final Path path;
  private final FileChannel real;

  DiskChannel(UnsyncedDisk disk, Path path, FileChannel real) {
    this.disk = disk;
    this.path = path;
    this.real = real;
    disk.opened(this);
  }

  private <T> T call(Kind kind, UnsyncedDisk.Effect<T> effect) throws IOException {
    try {
      return disk.call(kind, path, effect);
    } catch (ClosedByInterruptException e) {
      close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return call(Kind.READ, () -> real.read(target));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return call(Kind.READ, () -> real.read(target, position));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = write(source, real.position());
    real.position(real.position() + written);
    return written;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    try {
      return call(Kind.WRITE, () -> writeThrough(source, position));
    } catch (DiskFullException e) {
      ByteBuffer half = source.duplicate();
      half.limit(half.position() + half.remaining() / 2);
      writeThrough(half, position);
      throw e;
    }
  }

  private int writeThrough(ByteBuffer source, long position) throws IOException {
    ByteBuffer copy = source.duplicate();
    int written = real.write(source, position);
    copy.limit(copy.position() + written);
    disk.unsynced().write(path, copy, position);
    return written;
  }

  /** Syncs as far as the layer goes: real disks take long, and keep power here. */
  @Override
  public void force(boolean metadata) throws IOException {
    try {
      call(
          Files.isDirectory(path) ? Kind.SYNC_FOLDER : Kind.SYNC,
          () -> {
            disk.unsynced().sync(path);
            return path;
          });
    } catch (IOException e) {
      disk.unsynced().failSync(path);
      throw e;
    }
  }

  @Override
  public long size() throws IOException {
    return call(Kind.LOOK, real::size);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    real.position(newPosition);
    return this;
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    disk.closed(this);
    real.close();
  }

  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }
}
