package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below a root: made when an object needs them and synced, since a file is only as
 * durable as the entries of all folders on its path. Safe for many threads.
 */
final class LocalFolders {
  /** A path may have 4,095 bytes on Linux, and an object's name about a thousand. */
  private static final int ROOT_LENGTH_MAX = 3000;

  private final Path root;
  private final LocalCalls calls;
  private final LocalBounds bounds;

  /** Folders that exist and whose entry in their parent is durable. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  LocalFolders(Path root, LocalCalls calls, LocalBounds bounds) {
    this.root = root;
    this.calls = calls;
    this.bounds = bounds;
    durable.add(root);
  }

  /** Makes sure that a folder below the root exists and survives a crash. */
  void ensure(Path folder) throws IOException {
    if (folder.equals(root) || isStillThere(folder)) {
      return;
    }
    Path parent = parent(folder);
    ensure(parent);
    if (Files.isSymbolicLink(folder)) {
      // Asked before the folder is, so that an error does not tell what is behind the link.
      bounds.requireWritable(folder);
    }
    createIfAbsent(folder);
    bounds.requireWritable(folder);
    // Also where it existed: who made it may not have come to sync it.
    sync(parent);
    durable.add(folder);
  }

  /** Whether a folder is durable. One that has become a link since is refused if it leads out. */
  private boolean isStillThere(Path folder) throws IOException {
    if (!durable.contains(folder)) {
      return false;
    }
    try {
      bounds.requireUnchanged(folder, Files.readAttributes(folder, BasicFileAttributes.class));
      return true;
    } catch (NoSuchFileException e) {
      forget(folder);
      return false;
    }
  }

  /** Forgets a folder that was found missing, and those above it. */
  void forget(Path folder) {
    for (Path each = folder; !each.equals(root); each = parent(each)) {
      durable.remove(each);
    }
  }

  /**
   * Makes the entries of a folder durable.
   *
   * <p>XFS that has shut down, as it does when its log cannot be written, syncs a folder without an
   * error and without effect; asking it anything else fails. The answer also tells whether another
   * folder took its place.
   */
  void sync(Path folder) throws IOException {
    calls.sync().sync(folder);
    bounds.requireUnchanged(folder, Files.readAttributes(folder, BasicFileAttributes.class));
  }

  /** That a folder exists, and that objects in it can have a path. */
  static void requireRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      if (Files.exists(root)) {
        throw new FileSystemException(root.toString(), null, "is not a folder; name one");
      }
      throw new NoSuchFileException(
          root.toString(), null, "no such folder; make a lake with 'tarn init' or Lake.create");
    }
    if (root.toAbsolutePath().toString().length() > ROOT_LENGTH_MAX) {
      throw new FileSystemException(
          root.toString(), null, "its path is so long that objects in it could have none");
    }
  }

  /** Makes a folder and those above it, durably. */
  static void createRoot(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    boolean existed = Files.isDirectory(folder);
    if (!existed && parent != null) {
      createRoot(parent);
    }
    createIfAbsent(folder);
    if (parent == null) {
      return;
    }
    try {
      // Also where it existed: who made it may have failed to sync it.
      LocalCalls.REAL.sync().sync(parent);
    } catch (AccessDeniedException e) {
      if (!existed) {
        throw e;
      }
      // Then it was made by somebody who may enter the folder above it.
    }
  }

  static void createIfAbsent(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new FileSystemException(folder.toString(), null, "is not a folder: move it away");
      }
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new AssertionError(path + " is not below the root");
    }
    return parent;
  }

  /**
   * Hadoop keeps a checksum in a hidden file beside each that it wrote on a local disk, and cannot
   * read one whose content is another since: Spark would do without our hints, after some seconds.
   */
  static void removeForeignChecksum(Path path) throws IOException {
    Path checksum = path.resolveSibling("." + path.getFileName() + ".crc");
    // Asked first, since the longest names have none: it would not be a file's name.
    if (Files.exists(checksum)) {
      Files.deleteIfExists(checksum);
    }
  }

  /** The folder that an object is in. */
  static Path of(Path path) {
    Path folder = path.getParent();
    if (folder == null) {
      throw new AssertionError(path + " is not below the root");
    }
    return folder;
  }
}
