package org.tarnlake.simulation;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a transaction did or saw, as its client can tell. */
sealed interface Step {
  /** Whether it changes something. */
  default boolean isChange() {
    return this instanceof Created
        || this instanceof Dropped
        || this instanceof Renamed
        || this instanceof Appended
        || this instanceof Altered
        || this instanceof Restored
        || this instanceof Reverted
        || this instanceof Cloned
        || this instanceof Numbered
        || this instanceof Compacted
        || (this instanceof Changed changed
            && !(changed.after == null
                ? changed.before == null
                : Objects.equals(changed.before, changed.after.value())));
  }

  /** A table was made; its first row is to tell its birth. */
  record Created(String table, long birth) implements Step {}

  record Dropped(String table) implements Step {}

  record Renamed(String from, String to) implements Step {}

  record Appended(String table, Row row) implements Step {}

  /**
   * A column was added, renamed, widened or dropped.
   *
   * @param before null if it was added
   * @param after null if it was dropped
   */
  record Altered(String table, @Nullable Column before, @Nullable Column after) implements Step {}

  /**
   * The row of a key was deleted, updated or upserted.
   *
   * @param before its value, null if it had none
   * @param after its row then, null if it has none
   */
  record Changed(String table, long key, @Nullable Long before, @Nullable Row after)
      implements Step {}

  /**
   * A table was made what it was at a version.
   *
   * @param then what it was, as read at that version
   */
  record Restored(String table, long version, ModelTable then) implements Step {}

  /**
   * A version was taken back.
   *
   * @param before the lake before it, as read
   * @param after the lake as it left it, as read
   */
  record Reverted(long version, Model before, Model after) implements Step {
    /** The births of the tables that the version made, dropped, renamed or changed. */
    Set<Long> touched() {
      Set<Long> touched = new TreeSet<>(before.births());
      touched.addAll(after.births());
      touched.removeIf(birth -> before.isSame(birth, after));
      return touched;
    }

    /**
     * Whether nothing but the name of a table was changed, so that its rows may change meanwhile.
     */
    boolean onlyRenames(long birth) {
      return before.births().contains(birth)
          && after.births().contains(birth)
          && before.hasSameRows(birth, after);
    }
  }

  /**
   * A table was made as a copy of what another one was at a version.
   *
   * @param rows without the first row, which is to tell its birth
   */
  record Cloned(
      String source, long version, String table, long birth, List<Row> rows, List<Column> columns)
      implements Step {
    public Cloned {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }
  }

  /** Files of a table were written anew; its rows are the same, maybe in another order. */
  record Compacted(String table) implements Step {}

  /**
   * An application recorded a number for the whole lake.
   *
   * @param before the one that it found; -1 if there was none
   */
  record Numbered(String application, long before, long next) implements Step {}

  /**
   * The rows of a table were read.
   *
   * @param key the key whose rows were asked for, besides the birth; null for all
   * @param rows by key, those of a key in the order in which they came
   * @param columns behind the first two
   */
  record Scanned(String table, @Nullable Long key, List<Row> rows, List<Column> columns)
      implements Step {
    Scanned(String table, @Nullable Long key, ModelTable read) {
      this(table, key, read.rows(), read.columns());
    }

    public Scanned {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }
  }

  record Counted(String table, long count) implements Step {}

  /** It was asked whether there is a table. */
  record Asked(String table, boolean exists) implements Step {}

  /** All names were read, in their order. */
  record Listed(List<String> tables) implements Step {
    public Listed {
      tables = List.copyOf(tables);
    }
  }
}
