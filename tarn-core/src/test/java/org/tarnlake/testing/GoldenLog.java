package org.tarnlake.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;

/**
 * The log of a table that other engines wrote, from an archive in the folder of golden tables, in
 * memory. Its objects have the times that the archive tells. Stateless.
 */
public final class GoldenLog {
  private static final Path FOLDER =
      Path.of(System.getProperty("tarn.golden", "../../shared/golden"));
  private static final String TABLE = "/delta/";

  private GoldenLog() {}

  /** Whether the folder of golden tables is there; says so if it is not. */
  public static boolean isThere() {
    boolean found = Files.isDirectory(FOLDER);
    if (!found) {
      System.out.println("no golden tables: " + FOLDER.toAbsolutePath() + " is missing");
    }
    return found;
  }

  /** A store that holds the files of the log and nothing else. */
  public static ObjectStore load(String name) throws IOException {
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);
    MemoryStore store = new MemoryStore(clock::get);
    TarArchive.read(
        FOLDER.resolve(name + ".tar.zst"),
        entry -> {
          String object = inTable(entry.name());
          if (object.startsWith("_delta_log/") && !entry.isFolder()) {
            clock.set(entry.modified());
            store.put(object, entry.content());
          }
        });
    return store;
  }

  private static String inTable(String path) {
    int at = path.indexOf(TABLE);
    return at < 0 ? "" : path.substring(at + TABLE.length());
  }
}
