package org.tarnlake.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tar file compressed by zstd. Stateless. */
final class TarArchive {
  private static final int BLOCK_BYTES = 512;

  private TarArchive() {}

  /** Unpacks files and folders; whatever else an archive may hold is passed over. */
  static void unpack(Path archive, Path folder) throws IOException {
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
          write(folder, name, type, content);
        }
      }
    }
  }

  private static void write(Path folder, String name, char type, byte[] content)
      throws IOException {
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException(name + " leads out of the folder");
    }
    if (type == '5') {
      Files.createDirectories(path);
    } else if (type == '0' || type == 0) {
      Files.createDirectories(path.getParent());
      Files.write(path, content);
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
