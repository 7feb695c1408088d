package org.tarnlake.cli;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.Input;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.schema.TableName;

/**
 * A file and the table that its rows go to. Immutable.
 *
 * @param table the table's name; empty for a folder that is the table itself
 */
record ImportSource(String table, Input input) {

  ImportSource withTable(String name) {
    return new ImportSource(name, input);
  }

  /**
   * Reads {@code TABLE=FILE}; without a format the file's suffix tells it.
   *
   * @throws WrongUsage if the text is anything else
   */
  static ImportSource parse(
      String text, @Nullable InputFormat format, CsvOptions csv, Charset encoding) {
    int split = text.indexOf('=');
    if (split < 0 || split == text.length() - 1) {
      throw new WrongUsage(
          "'%s' is not TABLE=FILE, such as orders=orders.csv; into a folder that is itself a Delta table: =FILE"
              .formatted(text));
    }
    String table = split == 0 ? "" : TableName.parse(text.substring(0, split)).toString();
    Path file = Path.of(text.substring(split + 1));
    InputFormat found = format != null ? format : InputFormat.ofSuffix(file).orElse(null);
    if (found == null) {
      throw new WrongUsage(
          "the suffix of %s tells no format; add --format csv, json or parquet".formatted(file));
    }
    return new ImportSource(table, Input.of(file, found, csv, encoding));
  }
}
