package org.tarnlake.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.Catalog;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;

/**
 * Chooses where a new table lives: in a folder like its name, such as {@code sales/orders}. Some
 * digits of its id are added where that will not do: the name is no folder's, there is a file of
 * that name, or the folder holds a table, was left by one, or lies within one, whether the table is
 * in a lake or not. Immutable.
 */
final class Locations {
  /** With the names in it, a key of an object store then stays below 1,024 bytes. */
  private static final int MAX_BYTES = 700;

  private final ObjectStore store;
  private final LakeLog log;
  private final Catalog catalog;
  private final Collection<OwnTable> own;

  Locations(ObjectStore store, LakeLog log, Catalog catalog, Collection<OwnTable> own) {
    this.store = store;
    this.log = log;
    this.catalog = catalog;
    this.own = own;
  }

  /**
   * A folder as a location within a lake.
   *
   * @param root where the lake is
   * @param folder relative to that, or absolute
   * @throws InvalidDataException if it is not inside the lake's folder
   */
  static String within(String root, String folder) {
    String path = folder.replace('\\', '/');
    List<String> parts = parts(path);
    if (path.startsWith("/")) {
      List<String> rootParts = parts(root.replace('\\', '/'));
      boolean inside =
          parts.size() > rootParts.size() && parts.subList(0, rootParts.size()).equals(rootParts);
      if (!inside) {
        throw outside(root, folder);
      }
      parts = parts.subList(rootParts.size(), parts.size());
    }
    if (parts.isEmpty() || parts.get(0).equals("..")) {
      throw outside(root, folder);
    }
    String location = String.join("/", parts);
    try {
      ObjectNames.check(location);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "'%s' cannot be a table's folder: %s".formatted(folder, e.getMessage()), e);
    }
    if (location.getBytes(UTF_8).length > MAX_BYTES) {
      throw new InvalidDataException(
          String.format(
              Locale.ROOT,
              "'%s...' cannot be a table's folder: its path within the lake is longer than %d bytes, so that names in it could be longer than a store takes",
              location.substring(0, 60),
              MAX_BYTES));
    }
    if (location.startsWith("_")) {
      throw new InvalidDataException(
          "'%s' cannot be a table's folder: names that start with an underscore belong to Tarn"
              .formatted(folder));
    }
    return location;
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      boolean up = part.equals("..") && !parts.isEmpty() && !parts.get(0).equals("..");
      if (up) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static InvalidDataException outside(String root, String folder) {
    return new InvalidDataException(
        "'%s' is no folder inside %s, the lake's; move the table there and attach it then"
            .formatted(folder, root));
  }

  String choose(TableName name, String tableId) {
    StringBuilder plain = new StringBuilder();
    for (String part : name.parts()) {
      plain.append(plain.isEmpty() ? "" : "/").append(folder(part));
    }
    boolean exact = plain.toString().equals(String.join("/", name.parts()));
    if (exact && isFree(plain.toString())) {
      return plain.toString();
    }
    String suffixed = plain + "-" + tableId.substring(0, 8);
    // A parent folder may itself be a table: then the table gets a folder of one level.
    return isFree(suffixed) ? suffixed : plain.toString().replace('/', '-') + "-" + tableId;
  }

  private static String folder(String part) {
    StringBuilder folder = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean kept = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      folder.append(kept && (i > 0 || c != '_') ? c : i > 0 ? '_' : 't');
    }
    return folder.toString();
  }

  private boolean isFree(String location) {
    return catalog.isFree(location)
        && own.stream().noneMatch(table -> overlap(table.location(), location))
        && !log.publication().isAwaiting(log, theirs -> overlap(theirs, location))
        && !isFile(location)
        && !isWithinATable(location)
        && !isAroundATable(location);
  }

  /** Whether a file has the name; so has a pipe, or a link that leads out of the lake. */
  private boolean isFile(String name) {
    try {
      return StoreAccess.exists(store, name);
    } catch (UnsupportedTableException e) {
      return true;
    }
  }

  private boolean isAroundATable(String location) {
    // A commit that nobody listed yet may be there: a put whose answer was lost.
    if (StoreAccess.exists(store, DeltaNames.commit(location, 0))) {
      return true;
    }
    return StoreAccess.list(store, location + "/", "").stream()
        .anyMatch(object -> object.name().contains("/" + DeltaNames.log("")));
  }

  private boolean isWithinATable(String location) {
    for (int end = location.indexOf('/'); end > 0; end = location.indexOf('/', end + 1)) {
      String around = location.substring(0, end);
      if (isFile(around) || !StoreAccess.list(store, DeltaNames.log(around), "").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether one location is the other, or lies within it, in any case of letters. */
  static boolean overlap(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT) + "/";
    String b = other.toLowerCase(Locale.ROOT) + "/";
    return a.startsWith(b) || b.startsWith(a);
  }
}
