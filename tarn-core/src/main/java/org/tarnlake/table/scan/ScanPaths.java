package org.tarnlake.table.scan;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.table.action.DeltaNames;

/**
 * From the path of a file in the log, which is a URI, to its object. Stateless.
 *
 * <p>It is percent-decoded exactly once. {@code /x}, {@code file:/x} and {@code file:///x} are the
 * same file of a local disk, and are named {@code /x}.
 */
public final class ScanPaths {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern HOST = Pattern.compile("//(localhost)?(/.*)");
  private static final Pattern SLASHES = Pattern.compile("/+");

  private ScanPaths() {}

  /** The path within the table's location. */
  public static String relative(String path) {
    if (absolute(path) != null) {
      throw new UnsupportedTableException("file %s lies outside its table".formatted(path));
    }
    return checked(path, decoded(path, path));
  }

  /**
   * The object of a path.
   *
   * @param location the table's
   * @return its name within the store or, where it starts with a slash, within the local disk
   * @throws CorruptionException if no object can have such a path
   * @throws UnsupportedTableException if it lies where this version of Tarn cannot read
   */
  public static String object(String location, String path) {
    String absolute = absolute(path);
    return absolute == null ? DeltaNames.dataFile(location, relative(path)) : absolute;
  }

  /** The path within the local disk; null if it is relative. */
  private static @Nullable String absolute(String path) {
    String plain = path;
    if (path.indexOf(':') >= 0) {
      Matcher scheme = SCHEME.matcher(path);
      if (scheme.matches()) {
        Matcher host = HOST.matcher(scheme.group(2));
        plain = host.matches() ? host.group(2) : scheme.group(2);
        if (!scheme.group(1).equalsIgnoreCase("file")
            || !plain.startsWith("/")
            || plain.startsWith("//")) {
          throw new UnsupportedTableException(
              "file %s lies outside its table, where this version of Tarn cannot read"
                  .formatted(path));
        }
      }
    }
    if (!plain.startsWith("/")) {
      return null;
    }
    String name = SLASHES.matcher(decoded(path, plain)).replaceAll("/").substring(1);
    return "/" + checked(path, name);
  }

  private static String decoded(String path, String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte next = bytes[i];
      if (next == '%') {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw noUri(path, "a percent sign stands alone");
        }
        next = (byte) (high * 16 + low);
        i += 2;
      }
      bytes[length++] = next;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw noUri(path, "it is no UTF-8");
    }
  }

  private static String checked(String path, String name) {
    try {
      return ObjectNames.check(name);
    } catch (IllegalArgumentException e) {
      throw noUri(path, String.valueOf(e.getMessage()));
    }
  }

  private static CorruptionException noUri(String path, String why) {
    return new CorruptionException("the log names a file %s: %s".formatted(path, why));
  }
}
