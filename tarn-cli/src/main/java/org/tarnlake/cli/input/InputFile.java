package org.tarnlake.cli.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;

/**
 * A text file to read, plain or compressed by gzip (suffix {@code .gz}).
 *
 * @param path as the user gave it
 */
record InputFile(Path path) {
  private static final int BUFFER_BYTES = 1 << 16;

  String name() {
    return path.toString();
  }

  /** The text as UTF-8, checked to be that, without a byte order mark. */
  InputStream open() {
    if (Files.isDirectory(path)) {
      throw new Failure("%s is a folder; name a file in it".formatted(path));
    }
    if (!Files.exists(path)) {
      throw new Failure("%s does not exist; check the path".formatted(path));
    }
    InputStream in = null;
    try {
      in = Files.newInputStream(path);
      if (path.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        in = new GZIPInputStream(in, BUFFER_BYTES);
      }
      BufferedInputStream text = new BufferedInputStream(in, BUFFER_BYTES);
      skipByteOrderMark(text);
      return new Utf8Check(text, name());
    } catch (IOException | Failure e) {
      closeQuietly(in);
      throw e instanceof Failure failure ? failure : unreadable((IOException) e);
    }
  }

  Failure unreadable(IOException e) {
    return new Failure("cannot read %s: %s".formatted(path, e.getMessage()), e);
  }

  private void skipByteOrderMark(BufferedInputStream text) throws IOException {
    text.mark(3);
    byte[] first = text.readNBytes(3);
    text.reset();
    if (first.length >= 2 && isUtf16Mark(first[0] & 0xFF, first[1] & 0xFF)) {
      throw new Failure("%s is UTF-16; convert it with iconv -f UTF-16 -t UTF-8".formatted(path));
    }
    if (first.length == 3
        && first[0] == (byte) 0xEF
        && first[1] == (byte) 0xBB
        && first[2] == (byte) 0xBF) {
      text.skipNBytes(3);
    }
  }

  private static boolean isUtf16Mark(int first, int second) {
    return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
  }

  /** Closes a stream whose reading failed already. */
  static void closeQuietly(@Nullable InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // The failure that led here is told instead.
      }
    }
  }
}
