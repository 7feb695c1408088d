package org.tarnlake.table.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells the files of a table apart (PROTOCOL.md, "Action Reconciliation"): of one path there
 * may be a file with each of its deletion vectors.
 *
 * @param path canonical: percent-decoded once, and without {@code file:} before a local one
 * @param vectorId the vector's unique id; empty without one
 */
public record FileKey(String path, String vectorId) {
  private static final String FILE = "file:";

  public static FileKey of(AddFile add) {
    return of(add.path(), add.deletionVector());
  }

  public static FileKey of(RemoveFile remove) {
    return of(remove.path(), remove.deletionVector());
  }

  public static FileKey of(String path, @Nullable DeletionVector vector) {
    return new FileKey(canonical(path), vector == null ? "" : vector.uniqueId());
  }

  /**
   * The path of a file that one commit names twice, which it must not (PROTOCOL.md, "Add File and
   * Remove File"): lines have no order, so that some engines take the file for removed and others
   * for added. Null if there is none.
   */
  public static @Nullable String namedTwice(List<Action> commit) {
    Set<FileKey> named = new HashSet<>();
    for (Action action : commit) {
      FileKey key = null;
      if (action instanceof AddFile add) {
        key = of(add);
      } else if (action instanceof RemoveFile remove) {
        key = of(remove);
      }
      if (key != null && !named.add(key)) {
        return key.path();
      }
    }
    return null;
  }

  private static String canonical(String path) {
    String local = path;
    if (path.startsWith(FILE + "///")) {
      local = path.substring(FILE.length() + 2);
    } else if (path.startsWith(FILE + "/") && !path.startsWith(FILE + "//")) {
      local = path.substring(FILE.length());
    }
    return local.indexOf('%') < 0 ? local : decoded(local);
  }

  /** Decodes what is a valid escape, and leaves the rest as it is. */
  private static String decoded(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    byte[] utf8 = path.getBytes(UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      int high = utf8[i] == '%' && i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(utf8[i + 2], 16);
      if (low < 0) {
        bytes.write(utf8[i]);
      } else {
        bytes.write(high << 4 | low);
        i += 2;
      }
    }
    return bytes.toString(UTF_8);
  }

  // Those of a record are linked at their first use, for which the JVM makes a dozen classes: a
  // short command starts faster without.
  @Override
  public int hashCode() {
    return 31 * path.hashCode() + vectorId.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileKey key && path.equals(key.path) && vectorId.equals(key.vectorId);
  }
}
