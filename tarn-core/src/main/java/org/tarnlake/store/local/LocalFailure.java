package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tarnlake.store.ForbiddenPathException;

/** Puts failures of the file system into words: what was tried, where, why not, what to do. */
final class LocalFailure {
  private LocalFailure() {}

  /** The failure to {@code doing} the object of that name, whose file is {@code path}. */
  static IOException of(String doing, String name, Path path, IOException cause) {
    if (cause instanceof ForbiddenPathException) {
      return cause;
    }
    return new IOException(
        "cannot %s %s (%s): %s".formatted(doing, name, path, reason(path, cause)), cause);
  }

  private static String reason(Path path, IOException e) {
    if (!(e instanceof FileSystemException failed)) {
      return String.valueOf(e.getMessage());
    }
    String reason = failed.getReason();
    if (e instanceof AccessDeniedException) {
      reason = "permission denied; let this process use the folder";
    } else if (e instanceof NoSuchFileException) {
      reason = "missing; was the folder removed?";
    } else if (crosses(failed)) {
      reason = "on another file system than the temporary files; a lake lies on one file system";
    } else if (reason == null) {
      reason = e.getClass().getSimpleName();
    }
    return path.toString().equals(failed.getFile()) ? reason : failed.getFile() + ": " + reason;
  }

  /** Whether a link or a move failed because its two names are on different file systems. */
  private static boolean crosses(FileSystemException e) {
    if (e instanceof AtomicMoveNotSupportedException) {
      return true;
    }
    if (e.getOtherFile() == null) {
      return false;
    }
    try {
      Path name = Path.of(e.getFile()).toAbsolutePath().getParent();
      Path file = Path.of(e.getOtherFile()).toAbsolutePath().getParent();
      return name != null
          && file != null
          && !Files.getFileStore(name).equals(Files.getFileStore(file));
    } catch (IOException | IllegalArgumentException unknown) {
      return false;
    }
  }

  /**
   * Whether reading failed because there is no such object: its name is a folder's, or a folder on
   * its path is another object.
   */
  static boolean isMissing(Path root, Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return false;
    }
    if (Files.isDirectory(path)) {
      return true;
    }
    for (Path each = path.getParent();
        each != null && !each.equals(root);
        each = each.getParent()) {
      if (Files.isRegularFile(each)) {
        return true;
      }
    }
    return false;
  }
}
