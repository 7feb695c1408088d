package org.tarnlake.crash.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tarnlake.crash.disk.DiskCall.Kind;

/** Does to the real files what is asked for, call by call. Safe for many threads. */
final class DiskProvider extends FileSystemProvider {
  private final UnsyncedDisk disk;
  private final DiskFileSystem files;

  DiskProvider(UnsyncedDisk disk, DiskFileSystem files) {
    this.disk = disk;
    this.files = files;
  }

  @Override
  public String getScheme() {
    return "unsynced";
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = DiskPath.real(path);
    boolean creates =
        options.contains(StandardOpenOption.CREATE_NEW)
            || (options.contains(StandardOpenOption.CREATE) && !Files.exists(real));
    if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      throw new UnsupportedOperationException();
    }
    return disk.call(
        creates ? Kind.CREATE : Kind.OPEN,
        real,
        () -> {
          FileChannel channel = FileChannel.open(real, options);
          if (creates) {
            disk.unsynced().create(real);
          }
          return new DiskChannel(disk, real, channel);
        });
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Path real = DiskPath.real(folder);
    List<Path> children = new ArrayList<>();
    disk.call(
        Kind.LIST,
        real,
        () -> {
          try (DirectoryStream<Path> stream = Files.newDirectoryStream(real)) {
            stream.forEach(child -> children.add(files.path(child)));
          }
          return children;
        });
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return children.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    Path real = DiskPath.real(folder);
    disk.call(
        Kind.MAKE_FOLDER,
        real,
        () -> {
          Files.createDirectory(real, attributes);
          disk.unsynced().makeFolder(real);
          return real;
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Path real = DiskPath.real(link);
    disk.call(
        Kind.LINK,
        real,
        () -> {
          Files.createLink(real, DiskPath.real(existing));
          disk.unsynced().link(real, DiskPath.real(existing));
          return real;
        });
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    Path real = DiskPath.real(to);
    disk.call(
        Kind.MOVE,
        real,
        () -> {
          Files.move(DiskPath.real(from), real, options);
          disk.unsynced().move(DiskPath.real(from), real);
          return real;
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    Path real = DiskPath.real(path);
    disk.call(
        Kind.DELETE,
        real,
        () -> {
          Files.delete(real);
          disk.unsynced().delete(real);
          return real;
        });
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Path real = DiskPath.real(path);
    disk.call(
        Kind.LOOK,
        real,
        () -> {
          real.getFileSystem().provider().checkAccess(real, modes);
          return real;
        });
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    Path real = DiskPath.real(path);
    return disk.call(Kind.LOOK, real, () -> Files.readAttributes(real, type, options));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    Path real = DiskPath.real(path);
    return disk.call(Kind.LOOK, real, () -> Files.readAttributes(real, names, options));
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    Path real = DiskPath.real(one);
    return disk.call(Kind.LOOK, real, () -> Files.isSameFile(real, DiskPath.real(other)));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(DiskPath.real(path), type, options);
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(DiskPath.real(path));
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
