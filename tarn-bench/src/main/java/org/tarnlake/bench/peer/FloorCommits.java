package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;
import org.tarnlake.bench.work.Commits;

/**
 * The calls that no durable commit of a data file and a log entry can avoid: twice a synced
 * put-if-absent of 1.5 KB, each a temporary file, its sync, a link to its name, the sync of the
 * folder, and the removal of the temporary name.
 */
final class FloorCommits implements Commits {
  private static final int SIZE_BYTES = 1500;

  private final Path data;
  private final Path log;
  private final byte[] content = new byte[SIZE_BYTES];

  FloorCommits(Path folder) throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    log = Files.createDirectories(folder.resolve("log"));
    new Random(1).nextBytes(content);
  }

  @Override
  public void commit(long id, String name) throws IOException {
    String file = String.format(Locale.ROOT, "%020d", id);
    putIfAbsent(data, file);
    putIfAbsent(log, file);
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
