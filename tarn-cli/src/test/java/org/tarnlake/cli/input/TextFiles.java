package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.env.Environment;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;

/** Writes small files and reads them as inputs. */
final class TextFiles {
  /** As the command line reads. */
  static final Reading READING =
      new Reading(Environment.system().background(), (readBytes, sizeBytes) -> {}, null);

  /** The user said nothing of types. */
  static final StructType NOTHING = new StructType(List.of());

  private TextFiles() {}

  static Input csv(Path folder, String text) {
    return input(folder.resolve("t.csv"), text.getBytes(StandardCharsets.UTF_8));
  }

  static Input json(Path folder, String text) {
    return input(folder.resolve("t.json"), text.getBytes(StandardCharsets.UTF_8));
  }

  static Input input(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Input.of(
        file, InputFormat.ofSuffix(file).orElseThrow(), separatedBy(','), StandardCharsets.UTF_8);
  }

  /** A CSV file of which the user said no more than what separates its fields. */
  static CsvOptions separatedBy(char delimiter) {
    return with(delimiter, FirstLine.UNKNOWN);
  }

  static CsvOptions with(@Nullable Character delimiter, FirstLine firstLine) {
    return new CsvOptions(
        delimiter, '"', (char) 0, firstLine, List.of(), 0, (char) 0, List.of(), TextForms.PLAIN);
  }

  /** The columns as {@code name type, name type}. */
  static String columns(Input input) {
    return input.inferColumns(NOTHING, READING).fields().stream()
        .map(f -> f.name() + " " + f.type().text())
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  /** The rows, matched to the columns that the file itself has. */
  static List<String> rows(Input input) {
    return rows(input, input.inferColumns(NOTHING, READING));
  }

  static List<String> rows(Input input, StructType columns) {
    List<String> rows = new ArrayList<>();
    read(input, columns, READING, rows);
    return rows;
  }

  /** Adds the rows as an import has them: by column where that goes, else one by one. */
  static void read(Input input, StructType columns, Reading reading, List<String> rows) {
    try (RowReader reader = input.open(columns, reading)) {
      while (true) {
        Batch batch = reader.nextBatch();
        Object[] row = batch == null ? reader.next() : null;
        if (batch != null) {
          addRows(batch, rows);
        } else if (row != null) {
          rows.add(Arrays.deepToString(row));
        } else {
          return;
        }
      }
    }
  }

  static void addRows(Batch batch, List<String> rows) {
    Object[] row = new Object[batch.type().size()];
    for (int i = 0; i < batch.rowCount(); i++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = batch.vector(c).valueAt(i);
      }
      rows.add(Arrays.deepToString(row));
    }
  }

  /** As the command line reads, but for the size of a block. */
  static Reading inBlocksOf(int bytes) {
    return inBlocksOf(bytes, null);
  }

  /** The same, with rows that cannot be read rejected. */
  static Reading inBlocksOf(int bytes, @Nullable Consumer<RejectedRow> rejected) {
    return new Reading(READING.background(), bytes, READING.passed(), rejected);
  }
}
