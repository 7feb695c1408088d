package org.tarnlake.crash.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link DiskFileSystem}; it reads as the real one. Immutable. */
final class DiskPath implements Path {
  private final DiskFileSystem files;
  private final Path real;

  DiskPath(DiskFileSystem files, Path real) {
    this.files = files;
    this.real = real;
  }

  /** The real path behind one of this file system. */
  static Path real(Path path) {
    if (path instanceof DiskPath own) {
      return own.real;
    }
    throw new ProviderMismatchException(path + " goes past the layer");
  }

  private @Nullable Path wrap(@Nullable Path path) {
    return path == null ? null : files.path(path);
  }

  @Override
  public DiskFileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return real.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrap(real.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrap(real.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrap(real.getParent());
  }

  @Override
  public int getNameCount() {
    return real.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return files.path(real.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return files.path(real.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return real.startsWith(real(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return real.endsWith(real(other));
  }

  @Override
  public Path normalize() {
    return files.path(real.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return files.path(real.resolve(real(other)));
  }

  @Override
  public Path relativize(Path other) {
    return files.path(real.relativize(real(other)));
  }

  @Override
  public URI toUri() {
    return real.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return files.path(real.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return files.path(real.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return real.compareTo(real(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiskPath path && files == path.files && real.equals(path.real);
  }

  @Override
  public int hashCode() {
    return real.hashCode();
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
