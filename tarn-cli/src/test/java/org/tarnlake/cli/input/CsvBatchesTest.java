package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** A block that is read by column has the rows that it has when it is read row by row. */
class CsvBatchesTest {
  private static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.BYTE,
          DataType.SHORT,
          DataType.INT,
          DataType.LONG,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.decimal(5, 2),
          DataType.decimal(18, 0),
          DataType.decimal(30, 10),
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_NTZ,
          DataType.STRING);

  private static final String[] VALUES = {
    "true",
    "FALSE",
    "0",
    "-0",
    "7",
    "-128",
    "127",
    "128",
    "-32769",
    "2147483647",
    "2147483648",
    "-2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "99999999999999999",
    "1.5",
    "1.50",
    "-1.005",
    "5.",
    ".5",
    "1e3",
    "1E-2",
    "0.1",
    "123.45",
    "1234.5",
    "999.999",
    "nan",
    "-inf",
    "007",
    "+3",
    "3,5",
    "1.234,5",
    "2024-02-29",
    "2023-02-29",
    "29.02.2024",
    "2024-02-29T10:00:00Z",
    "2024-02-29 23:59:59.999999",
    "2024-02-29T10:00:00.1234567Z",
    "2024-02-29T10:00:00+02:00",
    "1600-01-01T00:00:00.000001",
    "12.03.2024 10:15",
    "",
    "x",
    "\"\"",
    "\"\"\"q\"\"\"",
    "\"a\nb\"",
    "ü𝄞",
    "\"1\""
  };

  private static final TextForms COMMAS =
      TextForms.of(true, (char) 0, List.of("dd.MM.yyyy", "dd.MM.yyyy HH:mm"));

  @TempDir Path folder;

  /** Values of every kind in columns of every type; nearly all files are refused somewhere. */
  @Test
  void valuesAreTheSame() {
    int batches = 0;
    int rows = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StructType columns = columns(random);
      Input file = file(random, columns.fields().subList(0, 3), 1 + random.nextInt(3));
      List<String> byRow = new ArrayList<>();
      List<String> asImported = new ArrayList<>();
      Reading reading = TextFiles.inBlocksOf(1 + random.nextInt(200));
      readRows(file, columns, reading, byRow);
      batches += readAsImported(file, columns, reading, asImported);
      assertThat(asImported).as("seed %s, columns %s", seed, columns).isEqualTo(byRow);
      rows += byRow.size();
    }
    assertThat(batches).isGreaterThan(1_000);
    assertThat(rows).isGreaterThan(10_000);
  }

  /** What the beginning of a file tells of its types is judged by the rest, however it is read. */
  @Test
  void typesAreTheSame() {
    int ended = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      List<Field> texts = List.of(Field.optional("c0", DataType.STRING));
      Input file = file(random, texts, 1 + random.nextInt(4));
      StructType all = file.inferColumns(TextFiles.NOTHING, TextFiles.READING);
      Reading reading = TextFiles.inBlocksOf(1 + random.nextInt(4));
      LikelyColumns likely = file.likelyColumns(TextFiles.NOTHING, reading);
      boolean isRight = likely != null && likely.columns().equals(all);
      if (likely == null || likely.areSure()) {
        continue;
      }
      List<String> expected = new ArrayList<>();
      readRows(file, all, reading, expected);
      List<String> found = new ArrayList<>();
      try (RowReader reader = likely.open(likely.columns(), reading)) {
        addAsImported(reader, found);
      } catch (Failure e) {
        // Also where a later value brings the types back to those of the beginning.
        continue;
      }
      assertThat(isRight).as("seed %s", seed).isTrue();
      assertThat(found).as("seed %s", seed).isEqualTo(expected);
      ended++;
    }
    assertThat(ended).isGreaterThan(100);
  }

  /** As after a batch that the table refused: the same rows, with their lines. */
  @Test
  void theRowsOfABatchCanBeReadAgain() {
    Input file = TextFiles.csv(folder, "id,note\n1,a\n\n2,\"b\nb\"\n3,c\n");
    StructType columns =
        new StructType(
            List.of(Field.optional("id", DataType.LONG), Field.optional("note", DataType.STRING)));
    try (RowReader reader = file.open(columns, TextFiles.READING)) {
      assertThatThrownBy(reader::readAgain).isInstanceOf(IllegalStateException.class);
      Batch batch = reader.nextBatch();
      assertThat(batch).isNotNull();
      assertThat(batch.rowCount()).isEqualTo(3);
      reader.readAgain();
      assertThat(reader.nextBatch()).isNull();
      assertThat(reader.next()).containsExactly(1L, "a");
      assertThat(reader.position()).endsWith("t.csv:2");
      assertThat(reader.next()).containsExactly(2L, "b\nb");
      assertThat(reader.position()).endsWith("t.csv:4");
      assertThat(reader.nextBatch()).isNull();
      assertThat(reader.next()).containsExactly(3L, "c");
      assertThat(reader.asRejected(null, "no", () -> "").line()).isEqualTo(6);
      assertThat(reader.nextBatch()).isNull();
      assertThat(reader.next()).isNull();
    }
  }

  private static StructType columns(Random random) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      fields.add(Field.optional("c" + i, TYPES.get(random.nextInt(TYPES.size()))));
    }
    // The file lacks the last one.
    fields.add(Field.optional("missing", TYPES.get(random.nextInt(TYPES.size()))));
    return new StructType(fields);
  }

  /** Each column has values of a few kinds, most of them of its type. */
  private Input file(Random random, List<Field> columns, int variety) {
    TextForms forms = random.nextInt(3) == 0 ? COMMAS : TextForms.PLAIN;
    StringBuilder text = new StringBuilder(columns.get(0).name());
    columns.subList(1, columns.size()).forEach(column -> text.append(';').append(column.name()));
    String[][] values = new String[columns.size()][variety];
    for (int i = 0; i < values.length; i++) {
      boolean isAny = random.nextInt(8) == 0;
      for (int k = 0; k < variety; k++) {
        do {
          values[i][k] = VALUES[random.nextInt(VALUES.length)];
        } while (!isAny && !isOf(columns.get(i).type(), values[i][k], forms));
      }
    }
    for (int row = random.nextInt(20); row >= 0; row--) {
      text.append('\n');
      for (int i = 0; i < values.length; i++) {
        text.append(i == 0 ? "" : ";").append(values[i][random.nextInt(variety)]);
      }
    }
    CsvOptions usual = TextFiles.with(';', FirstLine.NAMES);
    CsvOptions options =
        new CsvOptions(
            usual.delimiter(),
            '"',
            (char) 0,
            FirstLine.NAMES,
            List.of(),
            0,
            (char) 0,
            List.of(),
            forms);
    TextFiles.csv(folder, text.append('\n').toString());
    return Input.of(folder.resolve("t.csv"), InputFormat.CSV, options, StandardCharsets.UTF_8);
  }

  private static boolean isOf(DataType type, String value, TextForms forms) {
    try {
      return value.isEmpty() || TextValues.parse(type, value, forms) != null;
    } catch (InvalidDataException e) {
      return false;
    }
  }

  private static void readRows(Input file, StructType columns, Reading reading, List<String> rows) {
    try (RowReader reader = file.open(columns, reading)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(Arrays.toString(row));
      }
    } catch (Failure e) {
      rows.add(e.getMessage());
    }
  }

  /** Returns how many batches there were. */
  private static int readAsImported(
      Input file, StructType columns, Reading reading, List<String> rows) {
    try (RowReader reader = file.open(columns, reading)) {
      return addAsImported(reader, rows);
    } catch (Failure e) {
      rows.add(e.getMessage());
      return 0;
    }
  }

  private static int addAsImported(RowReader reader, List<String> rows) {
    int batches = 0;
    while (true) {
      Batch batch = reader.nextBatch();
      @Nullable Object[] row = batch == null ? reader.next() : null;
      if (batch != null) {
        TextFiles.addRows(batch, rows);
        batches++;
      } else if (row != null) {
        rows.add(Arrays.toString(row));
      } else {
        return batches;
      }
    }
  }
}
