package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.env.Environment;

/**
 * The folder of temporary files. A file's name tells which process made it: {@code
 * <pid>-<random>-<counter>}. Safe for many threads.
 */
final class LocalTemporaries {
  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-[0-9a-f-]{36}-[0-9]+");
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private static final int EXAMINED_AT_MOST = 10_000;

  private final LocalFolders folders;
  private final LocalBounds bounds;
  private final Path folder;
  private final String nameStart;
  private final AtomicLong counter = new AtomicLong();

  LocalTemporaries(Path root, LocalFolders folders, LocalBounds bounds, Environment environment) {
    this.folders = folders;
    this.bounds = bounds;
    this.folder = root.resolve(LocalNames.TEMPORARY);
    // Processes in containers share their number, so it takes more to be unique.
    this.nameStart = ProcessHandle.current().pid() + "-" + environment.newUuid() + "-";
  }

  LocalTemporary create() throws IOException {
    try {
      bounds.requireWritable(folder);
      return LocalTemporary.create(next());
    } catch (NoSuchFileException e) {
      makeFolder();
      bounds.requireWritable(folder);
      return LocalTemporary.create(next());
    }
  }

  /** The path of a file in the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Makes the folder, which need not survive a crash. */
  void makeFolder() throws IOException {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new AssertionError(folder + " is not below the root");
    }
    folders.forget(parent);
    folders.ensure(parent);
    LocalFolders.createIfAbsent(folder);
  }

  /** A path for a new file in the folder. */
  Path next() {
    return folder.resolve(nameStart + counter.incrementAndGet());
  }

  /**
   * Removes what crashed processes left: files older than a day whose process, as far as this
   * machine can tell, has ended. Best effort and bounded; never fails.
   */
  void removeAbandoned(Instant now) {
    try (DirectoryStream<Path> files = bounds.list(folder)) {
      bounds.requireWritable(folder);
      int examined = 0;
      for (Path file : files) {
        if (++examined > EXAMINED_AT_MOST) {
          return;
        }
        Path name = file.getFileName();
        Matcher matcher = NAME.matcher(name == null ? "" : name.toString());
        if (matcher.matches()) {
          Instant modified = Files.getLastModifiedTime(file).toInstant();
          if (modified.isBefore(now.minus(ABANDONED_AFTER))
              && !mayBeAlive(Long.parseLong(matcher.group(1)), modified)) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The folder is missing or not ours to clean; whoever opens the lake next tries again.
    }
  }

  /** Whether a process of that number runs and is not younger than the file. */
  private static boolean mayBeAlive(long pid, Instant modified) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isPresent()
        && process.get().info().startInstant().map(start -> !start.isAfter(modified)).orElse(true);
  }
}
