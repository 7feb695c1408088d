package org.tarnlake.cli;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.Input;
import org.tarnlake.cli.input.InputFiles;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.schema.TableName;

/**
 * A file and the table that its rows go to. Immutable.
 *
 * @param table the table's name; empty for a folder that is the table itself
 * @param file as the user named it; {@code -} for the standard input
 * @param mark what is recorded in the table's log so that it is not imported twice; null if nothing
 */
record ImportSource(String table, Path file, Input input, @Nullable String mark) {

  ImportSource withTable(String name) {
    return new ImportSource(name, file, input, mark);
  }

  ImportSource withMark(String text) {
    return new ImportSource(table, file, input, text);
  }

  /**
   * Reads {@code TABLE=FILE}, where FILE may be a folder or a pattern; without a format the suffix
   * of a file tells it.
   *
   * @throws WrongUsage if the text is anything else
   */
  static List<ImportSource> parse(
      String text, @Nullable InputFormat format, CsvOptions csv, Charset encoding) {
    int split = text.indexOf('=');
    if (split < 0 || split == text.length() - 1) {
      throw new WrongUsage(
          "'%s' is not TABLE=FILE, such as orders=orders.csv; into a folder that is itself a Delta table: =FILE"
              .formatted(text));
    }
    String table = split == 0 ? "" : TableName.parse(text.substring(0, split)).toString();
    return InputFiles.find(text.substring(split + 1)).stream()
        .map(file -> of(table, file, format, csv, encoding))
        .toList();
  }

  private static ImportSource of(
      String table, Path file, @Nullable InputFormat format, CsvOptions csv, Charset encoding) {
    InputFormat found = format != null ? format : InputFormat.ofSuffix(file).orElse(null);
    if (found == null) {
      throw noFormat(file.toString());
    }
    return new ImportSource(table, file, Input.of(file, found, csv, encoding), null);
  }

  /** What is told of a file that nothing says how to read or write. */
  static WrongUsage noFormat(String file) {
    return new WrongUsage(
        "the suffix of %s tells no format; add --format csv, json or parquet".formatted(file));
  }

  /** Throws WrongUsage if a table and a file, or a folder, look as if the file came first. */
  static void requireTableFirst(String table, String file) {
    boolean isNoFile = InputFormat.ofSuffix(Path.of(file)).isEmpty() && !file.endsWith("/");
    if (isNoFile && InputFormat.ofSuffix(Path.of(table)).isPresent()) {
      throw new WrongUsage("the table comes before the file: %s %s".formatted(file, table));
    }
  }
}
