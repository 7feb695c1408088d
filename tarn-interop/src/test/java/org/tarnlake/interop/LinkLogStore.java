package org.tarnlake.interop;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A log store for Spark that creates files on a local disk as Tarn does: a synced temporary file is
 * linked to its name, so that of all processes one succeeds. Spark's own looks whether the name is
 * taken and then renames over it. Set by {@code spark.delta.logStore.file.impl}. Stateless.
 */
public final class LinkLogStore extends HadoopFileSystemLogStore {
  public LinkLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public void write(
      Path path, Iterator<String> lines, Boolean overwrite, Configuration configuration)
      throws IOException {
    if (overwrite) {
      writeWithRename(path, lines, overwrite, configuration);
      return;
    }
    java.nio.file.Path file = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path folder = file.getParent();
    java.nio.file.Path temporary =
        Files.createTempFile(folder, "." + file.getFileName() + ".", ".tmp");
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
        while (lines.hasNext()) {
          writer.write(lines.next());
          writer.write('\n');
        }
      }
      sync(temporary, StandardOpenOption.WRITE);
      // Throws the FileAlreadyExistsException that Delta asks for where the name is taken.
      Files.createLink(file, temporary);
      sync(folder, StandardOpenOption.READ);
    } finally {
      Files.delete(temporary);
    }
  }

  private static void sync(java.nio.file.Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }
}
