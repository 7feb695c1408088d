package org.tarnlake.store.local;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.ObjectNames;

/**
 * Turns object names into paths below a root and back. A file's name is the UTF-8 bytes of the
 * object's name, whatever the locale of the process: under {@code LC_ALL=C} the JDK would refuse
 * names beyond ASCII. Immutable.
 */
final class LocalNames {
  /** The folder of temporary files. No object is in it, and no listing shows it. */
  static final String TEMPORARY = "_tarn/tmp";

  private static final boolean UTF8_PATHS =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""))
          || File.separatorChar == '\\';

  private final Path root;

  LocalNames(Path root) {
    this.root = root;
  }

  /** As {@link LocalStore#requireNoLink}. */
  void requireNoLink(String folder) throws ForbiddenPathException {
    Path each = root;
    for (Path part : root.relativize(path(folder))) {
      each = each.resolve(part);
      if (Files.isSymbolicLink(each)) {
        throw new ForbiddenPathException(
            "%s is a symbolic link; name the folder itself, which must be inside %s"
                .formatted(each, root));
      }
    }
  }

  /**
   * The file of an object.
   *
   * @throws IllegalArgumentException if the name is not allowed
   */
  Path path(String name) {
    ObjectNames.check(name);
    if (isTemporary(name)) {
      throw new IllegalArgumentException(
          "object name '%s' is not allowed: %s/ holds the store's temporary files"
              .formatted(name, TEMPORARY));
    }
    if (File.separatorChar == '\\' && name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "object name '%s' is not allowed: Windows has no ':' in file names".formatted(name));
    }
    return resolve(name);
  }

  /** The folder of a listing's prefix, which is empty or ends in a slash. */
  Path folder(String prefix) {
    return prefix.isEmpty() ? root : resolve(prefix.substring(0, prefix.length() - 1));
  }

  /** The last part of a path; null if it cannot be part of an object's name. */
  @Nullable String part(Path path) {
    Path last = path.getFileName();
    if (last == null) {
      return null;
    }
    String text = last.toString();
    if (!isAscii(text) && (!UTF8_PATHS || text.indexOf('\uFFFD') >= 0)) {
      String decoded = decode(path.toUri().getRawPath());
      if (decoded == null) {
        return null;
      }
      text = decoded;
    }
    return ObjectNames.isValid(text) ? text : null;
  }

  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY)
        && (name.length() == TEMPORARY.length() || name.charAt(TEMPORARY.length()) == '/');
  }

  private Path resolve(String name) {
    if (UTF8_PATHS || isAscii(name)) {
      return root.resolve(name);
    }
    Path absolute = Path.of(URI.create("file:///" + encode(name)));
    Path top = absolute.getRoot();
    return root.resolve(top == null ? absolute : top.relativize(absolute));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String encode(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > 0 && (b == '/' || Character.isLetterOrDigit((char) b));
      if (plain) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
      }
    }
    return out.toString();
  }

  /** The last part of a URI's raw path; null if its bytes are not UTF-8. */
  private static @Nullable String decode(String rawPath) {
    int end = rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = rawPath.lastIndexOf('/', end - 1) + 1; i < end; i++) {
      char c = rawPath.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(rawPath.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
