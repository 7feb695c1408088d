package org.tarnlake.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/**
 * Which columns the names of a program mean: the one of that name, ignoring case, or else the one
 * of that name without underscores, so that {@code orderId} is {@code order_id}. Safe for many
 * threads.
 */
final class ColumnNames {
  private static final int KEPT_MAX = 10_000;

  private final StructType columns;
  private final String path;
  private final Map<String, Integer> known = new ConcurrentHashMap<>();

  /**
   * @param path what stands before a column's name in messages: empty, or {@code address.}
   */
  ColumnNames(StructType columns, String path) {
    this.columns = columns;
    this.path = path;
  }

  StructType columns() {
    return columns;
  }

  /** A column's name with that of what it is in. */
  String text(int ordinal) {
    return path + columns.field(ordinal).name();
  }

  /** What stands before the name of what is in a column. */
  String pathIn(int ordinal) {
    return text(ordinal) + ".";
  }

  /**
   * The column that a name means.
   *
   * @param owner what has something of that name, such as {@code record Order}
   * @throws InvalidDataException if it means none, or one of several
   */
  int find(String name, String owner) {
    Integer found = known.get(name);
    if (found == null) {
      found = look(name, owner);
      if (known.size() < KEPT_MAX) {
        known.put(name, found);
      }
    }
    return found;
  }

  private int look(String name, String owner) {
    int ordinal = columns.indexOf(name);
    if (ordinal >= 0) {
      return ordinal;
    }
    List<String> similar = new ArrayList<>();
    for (String each : columns.names()) {
      if (bare(each).equals(bare(name))) {
        similar.add(each);
      }
    }
    if (similar.size() == 1) {
      return columns.indexOf(similar.get(0));
    }
    if (similar.size() > 1) {
      throw new InvalidDataException(
          "'%s%s' of %s may be any of the columns %s; give it the name of one"
              .formatted(path, name, owner, String.join(", ", similar)));
    }
    throw new InvalidDataException(
        "there is no column for '%s%s' of %s%s; the columns%s are %s"
            .formatted(
                path,
                name,
                owner,
                NameHint.didYouMean(name, columns.names()),
                path.isEmpty() ? "" : " of " + path.substring(0, path.length() - 1),
                NameHint.list(columns.names())));
  }

  private static String bare(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Two names mean one column. */
  InvalidDataException twice(int ordinal, String owner) {
    return new InvalidDataException(
        "two names of %s mean the column '%s'; leave one out".formatted(owner, text(ordinal)));
  }
}
