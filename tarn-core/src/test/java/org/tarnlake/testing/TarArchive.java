package org.tarnlake.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A tar file compressed by zstd. Stateless. */
public final class TarArchive {
  private static final int BLOCK_BYTES = 512;

  private TarArchive() {}

  /**
   * A file or a folder.
   *
   * @param modified to the second
   */
  public record Entry(String name, boolean isFolder, Instant modified, byte[] content) {}

  /** Who looks at the entries. */
  @FunctionalInterface
  public interface Visitor {
    void visit(Entry entry) throws IOException;
  }

  /** Unpacks files and folders. */
  public static void unpack(Path archive, Path folder) throws IOException {
    read(
        archive,
        entry -> {
          Path path = folder.resolve(entry.name()).normalize();
          if (!path.startsWith(folder)) {
            throw new IOException(entry.name() + " leads out of the folder");
          }
          Files.createDirectories(entry.isFolder() ? path : path.getParent());
          if (!entry.isFolder()) {
            Files.write(path, entry.content());
          }
        });
  }

  /** Reads files and folders in their order; whatever else an archive may hold is passed over. */
  static void read(Path archive, Visitor visitor) throws IOException {
    try (InputStream in =
        new ZstdInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
      String longName = null;
      for (byte[] header = in.readNBytes(BLOCK_BYTES);
          header.length == BLOCK_BYTES && header[0] != 0;
          header = in.readNBytes(BLOCK_BYTES)) {
        int size = (int) octal(header, 124, 12);
        byte[] content = in.readNBytes(size);
        in.skipNBytes((BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES);
        char type = (char) header[156];
        if (type == 'x') {
          longName = paxPath(new String(content, UTF_8), longName);
        } else if (type == 'L') {
          longName = text(content, 0, content.length);
        } else {
          String name = longName == null ? name(header) : longName;
          longName = null;
          if (type == '5' || type == '0' || type == 0) {
            Instant modified = Instant.ofEpochSecond(octal(header, 136, 12));
            visitor.visit(new Entry(name, type == '5', modified, content));
          }
        }
      }
    }
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    String name = text(header, 0, 100);
    return text(header, 257, 5).equals("ustar") && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  /** The path of a pax header, whose records are {@code length key=value\n}. */
  private static String paxPath(String records, String otherwise) {
    for (String line : records.split("\n", -1)) {
      int path = line.indexOf(" path=");
      if (path > 0) {
        return line.substring(path + 6);
      }
    }
    return otherwise;
  }

  private static long octal(byte[] header, int from, int length) {
    String digits = text(header, from, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, UTF_8);
  }
}
