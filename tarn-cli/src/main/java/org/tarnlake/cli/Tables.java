package org.tarnlake.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/** Finds tables and columns that a user named. Stateless. */
final class Tables {
  /** In how many versions somebody who asks for a table that is gone is told what became of it. */
  private static final int RECENT = 100;

  private Tables() {}

  /** The table of that name; or without a name the only one of a folder that is a table itself. */
  static Table find(Lake lake, @Nullable AsOf asOf, @Nullable String name) {
    Snapshot snapshot = AsOf.snapshot(lake, asOf);
    List<Table> tables = snapshot.tables();
    List<String> names = tables.stream().map(Table::name).toList();
    if (name == null || name.isEmpty()) {
      if (!lake.isStandalone()) {
        throw new WrongUsage("name a table, because this is a lake; " + namesText(names));
      }
      return tables.get(0);
    }
    int index = names.indexOf(name);
    if (index < 0 && lake.isStandalone()) {
      throw new Failure(
          "there is no table '%s': the folder is itself the table %s, whose name may be left out"
              .formatted(name, names.get(0)));
    }
    if (index < 0) {
      throw new Failure(
          "there is no table '%s' in version %s of the lake%s; %s%s"
              .formatted(
                  name,
                  snapshot.version(),
                  NameHint.didYouMean(name, names),
                  asOf == null ? gone(lake, name) : "",
                  namesText(names)));
    }
    return tables.get(index);
  }

  /** What became of a table that a lake had not long ago; nothing if it had none of that name. */
  private static String gone(Lake lake, String name) {
    for (LakeCommit commit : lake.history(RECENT)) {
      if (commit.dropped().contains(name)) {
        return "it was dropped in version %s, and --as-of %s reads it; "
            .formatted(commit.version(), commit.version() - 1);
      }
      for (LakeCommit.Renamed renamed : commit.renamed()) {
        if (renamed.from().equals(name)) {
          return "it was renamed to %s in version %s; ".formatted(renamed.to(), commit.version());
        }
      }
    }
    return "";
  }

  /** Checks that there is a lake in which a table could be dropped, say. */
  static void requireLake(Lake lake, String done) {
    if (lake.isStandalone()) {
      throw new Failure(
          "%s is itself a Delta table, which cannot be %s: it is in no lake; tarn attach takes it into one"
              .formatted(lake.location(), done));
    }
  }

  /** What versions are those of: {@code lake}, or {@code table} where the folder is one. */
  static String versionsOf(Lake lake) {
    return lake.isStandalone() ? "table" : "lake";
  }

  /** Checks that a type has the columns named. */
  static void checkColumns(String table, StructType columns, List<String> names) {
    for (String name : names) {
      if (columns.indexOf(name) < 0) {
        throw new Failure(
            "table %s has no column '%s'%s; its columns are %s"
                .formatted(
                    table,
                    name,
                    NameHint.didYouMean(name, columns.names()),
                    NameHint.list(columns.names())));
      }
    }
  }

  /** The number of rows; {@code ?} if a file of another writer does not tell. */
  static String rowsText(Table table) {
    long rows = table.rowCount();
    return rows < 0 ? "?" : Words.number(rows);
  }

  /** The number of rows; null if a file of another writer does not tell. */
  private static @Nullable Object rowsJson(Table table) {
    long rows = table.rowCount();
    return rows < 0 ? null : rows;
  }

  /** The object that tells of a table, not yet ended. */
  static JsonWriter beginJson(Table t) {
    return new JsonWriter()
        .beginObject()
        .field("table", t.name())
        .field("rows", rowsJson(t))
        .field("files", (long) t.fileCount())
        .field("sizeBytes", t.sizeBytes())
        .field("version", t.version())
        .field("location", t.location())
        .field("partitionColumns", (Object) t.schema().partitionColumns());
  }

  private static String namesText(List<String> names) {
    return names.isEmpty()
        ? "it has no tables: tarn import makes some"
        : "its tables are " + NameHint.list(names);
  }
}
