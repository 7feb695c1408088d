package org.tarnlake.crash.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.SplittableRandom;

/** Copies a lake file by file, as a tool does that knows nothing of lakes. Stateless. */
final class FolderCopy {
  private FolderCopy() {}

  /** Copies a lake; between two steps something else happens. */
  static void run(
      Path lake, Path target, CopyOrder order, SplittableRandom random, Runnable between)
      throws IOException {
    for (CopyOrder.Step step : order.steps(lake, random)) {
      for (Path file : step.files()) {
        copy(file, target.resolve(lake.relativize(file).toString()));
      }
      between.run();
    }
  }

  private static void copy(Path file, Path copy) throws IOException {
    try {
      if (Files.exists(copy) && isSame(file, copy)) {
        return;
      }
      Files.createDirectories(copy.getParent());
      FileTime time = Files.getLastModifiedTime(file);
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(copy, time);
    } catch (NoSuchFileException e) {
      // It was a temporary file, or a hint that is being replaced.
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.size(one) == Files.size(other)
        && Files.getLastModifiedTime(one).equals(Files.getLastModifiedTime(other));
  }
}
