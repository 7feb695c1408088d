package org.tarnlake.store;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below a root: made when an object needs them and synced, since a file is only as
 * durable as the entries of all folders on its path. Safe for many threads.
 */
final class LocalFolders {
  private final Path root;

  /** Folders that exist and whose entry in their parent is durable. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  LocalFolders(Path root) {
    this.root = root;
    durable.add(root);
  }

  /** Makes sure that a folder below the root exists and survives a crash. */
  void ensure(Path folder) throws IOException {
    if (durable.contains(folder)) {
      return;
    }
    Path parent = parent(folder);
    ensure(parent);
    createIfAbsent(folder);
    // Also where it existed: who made it may not have come to sync it.
    sync(parent);
    durable.add(folder);
  }

  /** Forgets a folder that was found missing, and those above it. */
  void forget(Path folder) {
    for (Path each = folder; !each.equals(root); each = parent(each)) {
      durable.remove(each);
    }
  }

  /** Makes the entries of a folder durable. Windows offers no way to do so. */
  static void sync(Path folder) throws IOException {
    if (File.separatorChar == '\\') {
      return;
    }
    Uninterrupted.call(
        () -> {
          // A channel kept open would sync the old folder after it was replaced by another.
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          }
          return folder;
        });
  }

  /** Makes a folder and those above it, durably. */
  static void createRoot(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      createRoot(parent);
    }
    createIfAbsent(folder);
    if (parent != null) {
      sync(parent);
    }
  }

  static void createIfAbsent(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        NotDirectoryException notFolder = new NotDirectoryException(folder.toString());
        notFolder.initCause(e);
        throw notFolder;
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
}
