package org.tarnlake.cli.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Files and folders that are not complete: until they are, they have a temporary name, and a lock
 * that goes when the process does. What a process that was killed has left, nobody locks.
 * Stateless.
 *
 * <p>A folder without its lock file is never deleted: a process may just have made it, or be about
 * to give it its name. One that dies right then leaves it for good.
 */
final class Leftovers {
  private static final String PART = ".part";

  /** The file that is locked in the place of a folder. */
  private static final String LOCK = ".lock";

  private Leftovers() {}

  /** The temporary name of this process. */
  static Path name(Path folder, String prefix) {
    return folder.resolve(prefix + ProcessHandle.current().pid() + PART);
  }

  /** Makes a file, and locks it until the channel is closed. */
  static FileChannel create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    isLocked(channel);
    return channel;
  }

  /** Makes a folder, and locks it until the channel is closed. */
  static FileChannel createFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    return create(folder.resolve(LOCK));
  }

  /**
   * Ends the lock of a folder, whose content alone stays. The lock file goes first: who gets the
   * lock afterwards sees that it is gone, and leaves the folder alone.
   */
  static void unlock(Path folder, FileChannel lock) throws IOException {
    Files.deleteIfExists(folder.resolve(LOCK));
    lock.close();
  }

  /** Deletes what was left in a folder under temporary names with a prefix. */
  static void delete(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            folder,
            each -> {
              String name = String.valueOf(each.getFileName());
              return name.startsWith(prefix) && name.endsWith(PART);
            })) {
      for (Path each : found) {
        try {
          deleteUnlessInUse(each);
        } catch (IOException e) {
          // Somebody else's, or no file: it is not in the way.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void deleteUnlessInUse(Path left) throws IOException {
    Path lock = Files.isDirectory(left) ? left.resolve(LOCK) : left;
    boolean isLeft;
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      isLeft = isLocked(channel) && Files.exists(lock);
    }
    if (isLeft) {
      deleteAll(left);
    }
  }

  /** Deletes a file, or a folder with all that is in it. */
  static void deleteAll(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Locks a file until it is closed; false if somebody else has, or where there are no locks. */
  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }
}
