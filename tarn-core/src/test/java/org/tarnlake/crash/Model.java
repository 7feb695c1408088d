package org.tarnlake.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Rows;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;

/**
 * What a lake shows: the rows of its tables, sorted, each as {@code id: text}. Immutable.
 *
 * @param tables by name
 */
record Model(SortedMap<String, List<String>> tables) {
  static final Model EMPTY = new Model(new TreeMap<>());

  /** A long text stands for itself by its length. */
  private static final int SHOWN_CHARS = 20;

  Model {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /** What a lake really shows as of a version. */
  static Model of(Snapshot snapshot) {
    SortedMap<String, List<String>> tables = new TreeMap<>();
    for (Table table : snapshot.tables()) {
      List<String> shown = new ArrayList<>();
      try (Rows rows = table.scan().rows()) {
        while (rows.next()) {
          String row = row(rows.getLong("id"), rows.getString("text"));
          shown.add(row + wrong(rows));
        }
      }
      Collections.sort(shown);
      tables.put(table.name(), shown);
    }
    return new Model(tables);
  }

  /** What does not follow from the others, of a table that has such columns. */
  private static String wrong(Rows row) {
    if (!row.type().names().contains("twice")) {
      return "";
    }
    boolean follows = row.getLong("twice") == 2 * row.getLong("id");
    return (follows ? "" : ", not twice") + ("none".equals(row.get("note")) ? "" : ", not none");
  }

  private static String row(long id, @Nullable String text) {
    if (text == null) {
      return id + ": nothing";
    }
    return id + ": " + (text.length() <= SHOWN_CHARS ? text : text.length() + " characters");
  }

  /** What it shows after a transaction's changes. */
  Model after(List<Change> changes) {
    Model model = this;
    for (Change change : changes) {
      model = model.after(change);
    }
    return model;
  }

  private Model after(Change change) {
    SortedMap<String, List<String>> next = new TreeMap<>(tables);
    if (change instanceof Change.Create create) {
      next.put(create.table(), List.of());
    } else if (change instanceof Change.Drop drop) {
      next.remove(drop.table());
    } else if (change instanceof Change.Rename rename) {
      List<String> rows = next.remove(rename.from());
      next.put(rename.to(), rows == null ? List.of("the rows of no table") : rows);
    } else if (change instanceof Change.Append append) {
      List<String> rows = new ArrayList<>(next.getOrDefault(append.table(), List.of()));
      rows.add(row(append.id(), append.text()));
      Collections.sort(rows);
      next.put(append.table(), rows);
    } else if (change instanceof Change.Delete delete) {
      next.computeIfPresent(delete.table(), (name, rows) -> without(rows, delete.id()));
    } else if (change instanceof Change.Update update) {
      next.computeIfPresent(
          update.table(), (name, rows) -> updated(rows, update.id(), update.text()));
    } else if (change instanceof Change.Upsert upsert) {
      next.computeIfPresent(
          upsert.table(), (name, rows) -> upserted(rows, upsert.id(), upsert.text()));
    } else if (change instanceof Change.ForgetTexts forget) {
      next.computeIfPresent(
          forget.table(),
          (name, rows) ->
              rows.stream().map(row -> row.substring(0, row.indexOf(':')) + ": nothing").toList());
    } else if (change instanceof Change.Restore restore) {
      next.put(restore.table(), restore.rows());
    } else if (change instanceof Change.Revert revert) {
      next.putAll(revert.tables());
    } else if (change instanceof Change.Clone copied) {
      next.put(copied.copy(), copied.rows());
    } else if (!(change instanceof Change.Read
        || change instanceof Change.AddColumn
        || change instanceof Change.Feed
        || change instanceof Change.Track)) {
      throw new AssertionError(change);
    }
    return new Model(next);
  }

  private static List<String> without(List<String> rows, long id) {
    return rows.stream().filter(row -> !row.startsWith(id + ": ")).toList();
  }

  private static List<String> updated(List<String> rows, long id, String text) {
    return rows.stream()
        .map(row -> row.startsWith(id + ": ") ? row(id, text) : row)
        .sorted()
        .toList();
  }

  private static List<String> upserted(List<String> rows, long id, String text) {
    List<String> updated = updated(rows, id, text);
    if (without(updated, id).size() < updated.size()) {
      return updated;
    }
    List<String> more = new ArrayList<>(updated);
    more.add(row(id, text));
    Collections.sort(more);
    return more;
  }
}
