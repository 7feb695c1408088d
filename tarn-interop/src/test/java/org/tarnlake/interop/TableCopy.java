package org.tarnlake.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** Copies of Delta tables, to be changed. Stateless. */
final class TableCopy {
  private TableCopy() {}

  /** Copies a folder, times of change included; returns the copy. */
  static Path of(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  /** Deletes the JSON commits of some versions, and the checksums of theirs; returns how many. */
  static int deleteCommits(Path table, LongPredicate versions) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(table.resolve("_delta_log"))) {
      files = found.toList();
    }
    int deleted = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.matches("[0-9]{20}\\.(json|crc)")
          && versions.test(Long.parseLong(name.substring(0, 20)))) {
        Files.delete(file);
        deleted += name.endsWith(".json") ? 1 : 0;
      }
    }
    return deleted;
  }
}
