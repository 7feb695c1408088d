package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.NothingWrittenException;

/**
 * Gives a finished file its name, to at most one of all who want it. Safe for many threads.
 *
 * <p>A hard link does so on any number of machines. FAT, exFAT and some network shares have none:
 * there a lock on one file of the lake, an existence check and an atomic move take its place, which
 * serves the processes of one machine (and of several, where the share itself passes locks on).
 * Which of the two is found out once, when the first link fails.
 */
final class LocalNaming {
  /** The file that is locked where links are missing; never removed, or two could hold it. */
  static final String LOCK_FILE = "lock";

  private static final int PROBES = 3;

  /** What a system says that did not give a name, and what to do. */
  private static final Map<String, String> REFUSALS =
      Map.of(
          "Operation not permitted", "is the folder marked as immutable? let this process use it",
          "Read-only file system", "mount it for writing",
          "No space left on device", "make room",
          "Disk quota exceeded", "make room");

  /**
   * Holds off the other threads of this process: file locks belong to processes, and closing one
   * channel of a file drops the locks of all others.
   */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private enum Support {
    UNKNOWN,
    PRESENT,
    MISSING
  }

  private final LocalCalls calls;
  private final LocalTemporaries temporaries;
  private volatile Support support = Support.UNKNOWN;

  LocalNaming(LocalCalls calls, LocalTemporaries temporaries) {
    this.calls = calls;
    this.temporaries = temporaries;
  }

  /**
   * Gives the file the name unless it is taken.
   *
   * @return whether it did
   * @throws NoSuchFileException if the folder of the name is missing
   * @throws IOException if nothing was named
   */
  boolean give(Path file, Path name) throws IOException {
    if (support == Support.MISSING) {
      return moveLocked(file, name);
    }
    try {
      calls.link().link(name, file);
      support = Support.PRESENT;
      return true;
    } catch (FileAlreadyExistsException e) {
      return isSame(file, name) || refuseUnlessObject(name);
    } catch (IOException | UnsupportedOperationException e) {
      // A network file system may lose the answer to a link that it made.
      if (isSame(file, name)) {
        return true;
      }
      if (mayMeanNoLinks(e) && isWithoutLinks()) {
        return moveLocked(file, name);
      }
      String refusal = refusal(e);
      if (refusal != null) {
        throw new NothingWrittenException(
            "cannot create %s: %s".formatted(name, refusal), (IOException) e);
      }
      throw e;
    }
  }

  /**
   * Gives a file that has a name another one, unless that is taken.
   *
   * @return false if it was not given, for whatever reason: as when the file has all the names that
   *     the file system allows it, or is another user's
   */
  boolean share(Path file, Path name) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      calls.link().link(name, file);
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Why the file system refuses to give a name, now and later; null if it may have given it all the
   * same. The system may say so in another language; then that is not known.
   */
  private static @Nullable String refusal(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied; let this process use the folder";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : null;
    String remedy = reason == null ? null : REFUSALS.get(reason);
    return remedy == null ? null : "%s; %s".formatted(reason, remedy);
  }

  /** Also true if another thread found out since this one tried to link. */
  private boolean isWithoutLinks() throws IOException {
    if (support == Support.UNKNOWN && linksAreMissing()) {
      support = Support.MISSING;
    }
    return support == Support.MISSING;
  }

  /**
   * Returns false if a name that is taken is one of an object, or of a symbolic link.
   *
   * @throws NothingWrittenException if it is one of a folder
   */
  static boolean refuseUnlessObject(Path name) throws IOException {
    if (Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
      throw new NothingWrittenException(
          name + " is a folder: move it away", new FileSystemException(name.toString()));
    }
    return false;
  }

  private static boolean isSame(Path file, Path name) {
    try {
      return Files.isSameFile(file, name);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean mayMeanNoLinks(Exception e) {
    if (e instanceof NoSuchFileException || e instanceof AccessDeniedException) {
      return false;
    }
    return e instanceof UnsupportedOperationException || e instanceof FileSystemException;
  }

  /**
   * Whether files can be made but not linked, several times over. A full or failing disk must not
   * pass for one without links: who links and who moves do not see each other.
   */
  private boolean linksAreMissing() throws IOException {
    for (int i = 0; i < PROBES; i++) {
      try (LocalTemporary before = temporaries.create()) {
        Path linked = temporaries.next();
        try {
          calls.link().link(linked, before.path());
          Files.deleteIfExists(linked);
          return false;
        } catch (IOException | UnsupportedOperationException e) {
          if (isSame(before.path(), linked)) {
            Files.deleteIfExists(linked);
            return false;
          }
        }
        temporaries.create().close();
      }
    }
    return true;
  }

  private static void lock(FileChannel channel) throws IOException {
    try {
      channel.lock();
    } catch (OverlappingFileLockException e) {
      throw new IOException(
          "another copy of Tarn, loaded apart in this process, holds the lake's lock;"
              + " on a file system without hard links a process can load Tarn only once",
          e);
    }
  }

  private boolean moveLocked(Path file, Path name) throws IOException {
    IN_PROCESS.lock();
    try {
      return Uninterrupted.call(
          () -> {
            try (FileChannel lock =
                FileChannel.open(
                    temporaries.file(LOCK_FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
              lock(lock);
              if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
                return refuseUnlessObject(name);
              }
              Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
              return true;
            }
          });
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
