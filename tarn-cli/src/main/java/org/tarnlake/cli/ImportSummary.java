package org.tarnlake.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.ApplicationProgress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;

/**
 * Tells what an import did, or would do. Immutable.
 *
 * @param once whether files are told apart by their content
 * @param hasId whether the import has a key
 * @param isDry whether nothing was committed
 */
record ImportSummary(Terminal terminal, boolean once, boolean hasId, boolean isDry) {
  private static final int LINE_LENGTH = 96;

  /**
   * Prints it.
   *
   * @param told what is wrong with some rows of a dry run
   */
  void print(Importer.Result result, String versionsOf, List<String> told) {
    Set<String> noted = new HashSet<>();
    for (Importer.LoadedFile file : result.files()) {
      ApplicationProgress before = file.doneBefore();
      if (before != null) {
        Instant at = before.recordedAt();
        terminal.line(
            (once
                    ? "%s was imported into %s before%s; it is passed over"
                    : "%s is not read: an import into %s with that --id was done%s")
                .formatted(file.file(), file.table(), at == null ? "" : " at " + at));
        continue;
      }
      terminal.line(
          (isDry ? "%s from %s would go into %s%s" : "%s from %s into %s%s")
              .formatted(
                  Words.count(file.rows(), "row"),
                  file.file(),
                  file.table(),
                  file.created() == null ? "" : ", created with the columns"));
      Schema created = file.created();
      if (created != null) {
        int width = Math.min(LINE_LENGTH, terminal.width());
        Words.wrap(columns(created), "  ", width).forEach(terminal::line);
      }
      for (String note : file.notes()) {
        // What holds for many files of one table is told once.
        if (noted.add(file.table() + "\n" + note)) {
          terminal.line("  " + note);
        }
      }
      if (file.rejected() > 0) {
        terminal.line(
            (isDry ? "  %s cannot be read" : "  %s rejected")
                .formatted(Words.count(file.rejected(), "row")));
      }
      if (!file.missing().isEmpty()) {
        terminal.line(
            "  columns that it lacks are null: %s".formatted(NameHint.list(file.missing())));
      }
    }
    if (isDry) {
      printDry(result, told);
      return;
    }
    boolean isKeyFree =
        hasId
            && !result.isMarked()
            && result.files().stream().allMatch(file -> file.doneBefore() == null);
    if (isKeyFree) {
      terminal.line("No row was imported, so that the --id is not taken and can be used again");
    }
    terminal.line(
        (result.isCommitted()
                ? "Committed as version %s of the %s"
                : "Nothing to commit; version %s of the %s is the newest")
            .formatted(result.version(), versionsOf));
  }

  private void printDry(Importer.Result result, List<String> told) {
    told.forEach(terminal::line);
    long all = result.files().stream().mapToLong(Importer.LoadedFile::rejected).sum();
    if (all > told.size()) {
      terminal.line("and %s more".formatted(Words.number(all - told.size())));
    }
    terminal.line("Nothing is committed, as --dry-run asks");
  }

  private static List<String> columns(Schema schema) {
    List<String> columns = new ArrayList<>();
    for (Field field : schema.columns().fields()) {
      boolean partition = schema.partitionColumns().contains(field.name());
      boolean last = columns.size() == schema.columns().size() - 1;
      columns.add(
          field.name()
              + " "
              + field.type().text()
              + (partition ? " (partition)" : "")
              + (last ? "" : ","));
    }
    return columns;
  }

  /** The same as one JSON object. */
  static String json(Importer.Result result, boolean isDry, List<String> told) {
    JsonWriter out = new JsonWriter().beginObject().field("version", result.version());
    if (isDry) {
      out.field("dryRun", true).field("problems", (Object) told);
    }
    out.beginArray("files");
    for (Importer.LoadedFile file : result.files()) {
      out.beginObject()
          .field("table", file.table())
          .field("file", file.file())
          .field("rows", file.rows())
          .field("created", file.created() != null)
          .field("notes", (Object) file.notes())
          .field("missingColumns", (Object) file.missing())
          .field("rejected", file.rejected())
          .field("importedBefore", file.doneBefore() != null)
          .endObject();
    }
    return out.endArray().endObject().toText();
  }
}
