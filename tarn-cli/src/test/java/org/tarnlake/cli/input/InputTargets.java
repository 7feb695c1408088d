package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.RowValues;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.FuzzTarget;

/** The files that people import. Stateless but for one temporary file. */
public final class InputTargets {
  public static final Map<String, FuzzTarget> ALL =
      Map.of("csv", InputTargets::csv, "ndjson", InputTargets::ndjson);

  private static final Path FILE = file();

  /**
   * The columns of a table that is there already: every type under the first names of the seeds.
   */
  private static final StructType COLUMNS =
      new StructType(
          java.util.List.of(
              Field.optional("id", DataType.LONG),
              Field.optional("a", DataType.decimal(10, 2)),
              Field.optional("b", DataType.DOUBLE),
              Field.optional("c", DataType.TIMESTAMP),
              Field.optional("d", DataType.list(DataType.INT)),
              Field.optional("e", DataType.map(DataType.DATE, DataType.FLOAT)),
              Field.untyped("f")));

  private InputTargets() {}

  /** What Jazzer calls; the system property {@code tarn.fuzz} names the target. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    ALL.get(System.getProperty("tarn.fuzz")).runWithinLimits(input);
  }

  static void csv(byte[] input) throws IOException {
    read(input, InputFormat.CSV);
  }

  static void ndjson(byte[] input) throws IOException {
    read(input, InputFormat.JSON);
  }

  /** What a file's own columns are found to be holds all of its rows. */
  private static void read(byte[] content, InputFormat format) throws IOException {
    Files.write(FILE, content);
    Input input = Input.of(FILE, format, TextFiles.separatedBy(','), StandardCharsets.UTF_8);
    try {
      rows(input, COLUMNS);
    } catch (Failure e) {
      assertThat(e).hasMessageContaining(FILE.toString());
    } catch (InvalidDataException e) {
      // A JSON value that its column cannot hold: the import says in which line.
      assertThat(e).hasMessageContaining("column '");
    }
    StructType columns;
    try {
      columns = input.inferColumns(TextFiles.NOTHING, TextFiles.READING);
    } catch (Failure e) {
      assertThat(e).hasMessageContaining(FILE.toString());
      return;
    }
    rows(input, columns);
  }

  private static void rows(Input input, StructType columns) {
    try (RowReader reader = input.open(columns, TextFiles.READING)) {
      for (Object[] row = reader.next(); row != null; row = reader.next()) {
        assertThat(row).hasSize(columns.size());
        for (int c = 0; c < row.length; c++) {
          RowValues.canonical(columns.field(c), row[c]);
        }
      }
    }
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzz", ".txt");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
