package org.tarnlake.store.local;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The two calls of the file system that a commit rests on, passed in so that a test can make them
 * fail or lie.
 */
record LocalCalls(Link link, Sync sync) {
  static final LocalCalls REAL = new LocalCalls(Files::createLink, LocalCalls::syncFolder);

  /** Gives an existing file a second name, which must be free. */
  @FunctionalInterface
  interface Link {
    void link(Path name, Path existing) throws IOException;
  }

  /** Makes the entries of a folder durable. */
  @FunctionalInterface
  interface Sync {
    void sync(Path folder) throws IOException;
  }

  private static void syncFolder(Path folder) throws IOException {
    if (File.separatorChar == '\\') {
      // Windows offers no way to do so.
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
}
