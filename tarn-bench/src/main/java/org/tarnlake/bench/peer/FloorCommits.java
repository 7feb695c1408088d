package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.tarnlake.bench.work.Commits;

/**
 * The calls that no durable commit can avoid: a synced put-if-absent of 1.5 KB, which is a
 * temporary file, its sync, a link to its name, the sync of the folder, and the removal of the
 * temporary name. Once, or twice for a data file and a log entry.
 */
final class FloorCommits implements Commits {
  private static final int SIZE_BYTES = 1500;

  private final List<Path> folders;
  private final byte[] content = new byte[SIZE_BYTES];

  /** Puts one object for each commit into each of the named folders. */
  FloorCommits(Path folder, String... names) throws IOException {
    List<Path> made = new ArrayList<>();
    for (String name : names) {
      made.add(Files.createDirectories(folder.resolve(name)));
    }
    folders = List.copyOf(made);
    new Random(1).nextBytes(content);
  }

  @Override
  public void commit(long id, String name) throws IOException {
    String file = String.format(Locale.ROOT, "%020d", id);
    for (Path folder : folders) {
      putIfAbsent(folder, file);
    }
  }

  private void putIfAbsent(Path folder, String name) throws IOException {
    Path temporary = folder.resolve(name + ".tmp");
    try (FileChannel out =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(content));
      out.force(true);
    }
    Files.createLink(folder.resolve(name), temporary);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    Files.delete(temporary);
  }

  @Override
  public void close() {}
}
