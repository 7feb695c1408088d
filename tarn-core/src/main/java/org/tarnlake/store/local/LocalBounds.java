package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ForbiddenPathException;

/**
 * Where a store may go: it reads regular files below its root and below folders that were allowed,
 * and writes below its root only, wherever symbolic links lead. Real paths are compared. Safe for
 * many threads.
 *
 * <p>A folder is looked at once, from the root downwards and following no link, and known by its
 * identity from then on. Where the system can open a file by its folder (Linux, macOS), a file is
 * opened by the very folder that was looked at, so that nobody can put a link in its place
 * meanwhile. Elsewhere the folder is compared again once the file is open.
 *
 * <p>What is refused is refused in the same words whether or not it exists.
 */
final class LocalBounds {
  private static final int FOLDERS_MAX = 10_000;
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path root;

  /** The root as it was given and as it really is, then the allowed folders likewise. */
  private final List<Path> readable = new ArrayList<>();

  private final Map<Path, Known> folders = new ConcurrentHashMap<>();

  /**
   * A folder that may be read.
   *
   * @param key its identity; null where the system has none
   * @param isWritable whether it is below the root
   */
  private record Known(Path real, @Nullable Object key, boolean isWritable) {
    boolean is(Path folder, @Nullable Object otherKey) throws IOException {
      if (key == null || otherKey == null) {
        return folder.toRealPath().equals(real);
      }
      return key.equals(otherKey);
    }
  }

  /**
   * @param root absolute; a folder that exists
   * @param allowed folders that may be read, too
   * @throws NoSuchFileException if one of them does not exist
   */
  LocalBounds(Path root, List<Path> allowed) throws IOException {
    this.root = root;
    add(root);
    for (Path each : allowed) {
      if (!Files.isDirectory(each)) {
        throw new NoSuchFileException(
            each.toString(), null, "no such folder; allow one that exists to be read");
      }
      add(each.toAbsolutePath().normalize());
    }
  }

  private void add(Path folder) throws IOException {
    readable.add(folder);
    readable.add(folder.toRealPath());
  }

  /**
   * Opens a regular file.
   *
   * @throws NoSuchFileException if there is none, or a folder
   * @throws ForbiddenPathException if it is elsewhere, or no regular file
   */
  FileChannel open(Path path) throws IOException {
    Path file = file(path);
    Path folder = folderOf(file);
    Known known = known(folder);
    try (SecureDirectoryStream<Path> stream = secure(opened(folder))) {
      if (stream != null) {
        requireSame(folder, known, key(stream));
        return (FileChannel) stream.newByteChannel(nameOf(file), READ);
      }
    } catch (AccessDeniedException e) {
      // A folder may be entered and not listed: then its files are opened by their paths.
    }
    FileChannel channel = FileChannel.open(file, READ);
    try {
      requireSame(folder, known, keyOf(folder));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The attributes of a regular file or a folder; fails as {@link #open} does. */
  BasicFileAttributes find(Path path) throws IOException {
    return attributes(file(path));
  }

  /** The path of a file without links, which is that of a regular file. */
  private Path file(Path path) throws IOException {
    known(folderOf(path));
    BasicFileAttributes attributes = attributes(path);
    Path file = path;
    if (attributes.isSymbolicLink()) {
      Path target = target(path);
      if (target == null) {
        throw forbidden(path);
      }
      file = target;
      attributes = attributes(file);
    }
    if (attributes.isDirectory()) {
      throw new NoSuchFileException(path.toString());
    }
    if (!attributes.isRegularFile()) {
      throw new ForbiddenPathException(
          "%s is a pipe, a socket, a device or a link to one, and only regular files are read"
              .formatted(path));
    }
    return file;
  }

  /** Where a link leads; null if that may not be read or does not exist, which is not told. */
  @Nullable Path target(Path link) {
    try {
      Path real = link.toRealPath();
      return base(real) == null ? null : real;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Opens a folder for listing.
   *
   * @throws NoSuchFileException if there is none
   * @throws ForbiddenPathException if it is elsewhere, or a pipe, a socket or a device
   */
  DirectoryStream<Path> list(Path folder) throws IOException {
    Known known = known(folder);
    DirectoryStream<Path> stream = opened(folder);
    try {
      SecureDirectoryStream<Path> secure =
          stream instanceof SecureDirectoryStream<Path> found ? found : null;
      requireSame(folder, known, secure == null ? keyOf(folder) : key(secure));
      return stream;
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  /**
   * Checks that a folder is below the root, before something is written into it or deleted.
   *
   * @throws ForbiddenPathException if it is not
   */
  void requireWritable(Path folder) throws IOException {
    if (!known(folder).isWritable) {
      throw notWritable(folder);
    }
  }

  /** As {@link #requireWritable}, where the attributes of the folder were asked for anyway. */
  void requireUnchanged(Path folder, BasicFileAttributes now) throws IOException {
    Known known = folders.get(folder);
    boolean isOther = known != null && known.key != null && !known.key.equals(now.fileKey());
    if (known == null || isOther) {
      folders.remove(folder);
      requireWritable(folder);
    }
  }

  private void requireSame(Path folder, Known known, @Nullable Object key) throws IOException {
    if (!known.is(folder, key)) {
      folders.remove(folder);
      if (!known(folder).is(folder, key)) {
        throw forbidden(folder);
      }
    }
  }

  /**
   * What is known of a folder that may be read; it is looked at once.
   *
   * @throws NoSuchFileException if it does not exist, though it might
   * @throws ForbiddenPathException if it may not be read
   */
  private Known known(Path folder) throws IOException {
    Known known = folders.get(folder);
    if (known == null) {
      known = lookAt(folder);
      if (folders.size() >= FOLDERS_MAX) {
        folders.clear();
      }
      folders.put(folder, known);
    }
    return known;
  }

  private Known lookAt(Path folder) throws IOException {
    Path real;
    try {
      real = folder.toRealPath();
    } catch (IOException e) {
      requireInside(folder);
      throw e;
    }
    Path base = base(real);
    if (base == null) {
      throw forbidden(folder);
    }
    Object key = keyFrom(base, real);
    return new Known(real, key, real.startsWith(readable.get(1)));
  }

  /** Refuses a folder that cannot be found unless it could only be one that may be read. */
  private void requireInside(Path folder) throws IOException {
    Path each = base(folder);
    if (each == null) {
      throw forbidden(folder);
    }
    for (Path part : each.relativize(folder)) {
      each = each.resolve(part);
      Path target = Files.isSymbolicLink(each) ? target(each) : each;
      if (target == null) {
        throw forbidden(folder);
      }
      if (Files.exists(target)) {
        requireNoPipe(target, attributes(target));
      }
    }
  }

  /** Opening a pipe as a folder waits until somebody writes into it. */
  private static void requireNoPipe(Path folder, BasicFileAttributes attributes)
      throws ForbiddenPathException {
    if (attributes.isOther()) {
      throw new ForbiddenPathException(
          folder + " is a pipe, a socket or a device, where a folder has to be: move it away");
    }
  }

  /** The folder that allows a path without links to be read; null if there is none. */
  private @Nullable Path base(Path path) {
    for (Path each : readable) {
      if (path.startsWith(each)) {
        return each;
      }
    }
    return null;
  }

  /** The identity of a folder below another one, going down and following no link. */
  private static @Nullable Object keyFrom(Path base, Path folder) throws IOException {
    SecureDirectoryStream<Path> stream = null;
    try {
      stream = secure(opened(base));
      if (stream == null) {
        return attributes(folder).fileKey();
      }
      if (!folder.equals(base)) {
        Path each = base;
        for (Path part : base.relativize(folder)) {
          each = each.resolve(part);
          requireNoPipe(
              each,
              stream
                  .getFileAttributeView(
                      part, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                  .readAttributes());
          SecureDirectoryStream<Path> inner =
              stream.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS);
          stream.close();
          stream = inner;
        }
      }
      return key(stream);
    } catch (AccessDeniedException e) {
      // A folder on the way may be entered and not listed.
      return attributes(folder).fileKey();
    } finally {
      if (stream != null) {
        stream.close();
      }
    }
  }

  @SuppressWarnings("StreamResourceLeak") // Whoever asks for it closes it.
  private static DirectoryStream<Path> opened(Path folder) throws IOException {
    return Files.newDirectoryStream(folder);
  }

  private static @Nullable SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    return null;
  }

  private static @Nullable Object key(SecureDirectoryStream<Path> folder) throws IOException {
    return folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
  }

  private static @Nullable Object keyOf(Path folder) throws IOException {
    return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path folderOf(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new FileSystemException(file.toString(), null, "is in no folder");
    }
    return folder;
  }

  private static Path nameOf(Path file) {
    Path name = file.getFileName();
    if (name == null) {
      throw new AssertionError(file + " has no name");
    }
    return name;
  }

  private ForbiddenPathException forbidden(Path path) {
    return new ForbiddenPathException(
        "%s is not below %s, or is, or is reached by, a symbolic link that leads elsewhere or to nothing; a table reads only what is below its own folder or its lake's; if it may read more, name the folder: --allow-path FOLDER, or in Java Lake.open(..., folder)"
            .formatted(path, root));
  }

  private ForbiddenPathException notWritable(Path path) {
    return new ForbiddenPathException(
        "%s leads out of %s by a symbolic link, and nothing is written there; make it a folder"
            .formatted(path, root));
  }
}
