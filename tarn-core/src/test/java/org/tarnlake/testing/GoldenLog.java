package org.tarnlake.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
  private static final int BLOCK_BYTES = 512;
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
    Path archive = FOLDER.resolve(name + ".tar.zst");
    try (InputStream in =
        new ZstdInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
      String longName = null;
      for (byte[] header = in.readNBytes(BLOCK_BYTES);
          header.length == BLOCK_BYTES && header[0] != 0;
          header = in.readNBytes(BLOCK_BYTES)) {
        byte[] content = in.readNBytes((int) octal(header, 124, 12));
        in.skipNBytes((BLOCK_BYTES - content.length % BLOCK_BYTES) % BLOCK_BYTES);
        char type = (char) header[156];
        if (type == 'x' || type == 'L') {
          longName = type == 'L' ? text(content, 0, content.length) : paxPath(content, longName);
          continue;
        }
        String object = inTable(longName == null ? name(header) : longName);
        longName = null;
        if (object.startsWith("_delta_log/") && (type == '0' || type == 0)) {
          clock.set(Instant.ofEpochSecond(octal(header, 136, 12)));
          store.put(object, content);
        }
      }
    }
    return store;
  }

  private static String inTable(String path) {
    int at = path.indexOf(TABLE);
    return at < 0 ? "" : path.substring(at + TABLE.length());
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** Lines of a length, a space, a key, an equals sign and a value. */
  private static String paxPath(byte[] content, String otherwise) {
    for (String line : new String(content, UTF_8).split("\n")) {
      int at = line.indexOf(" path=");
      if (at >= 0) {
        return line.substring(at + " path=".length());
      }
    }
    return otherwise;
  }

  private static long octal(byte[] header, int from, int length) {
    return Long.parseLong(text(header, from, length).strip(), 8);
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, UTF_8);
  }
}
