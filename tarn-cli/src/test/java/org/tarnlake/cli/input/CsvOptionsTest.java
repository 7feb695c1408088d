package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** What the user says of CSV files holds wherever the blocks end in which they are read. */
class CsvOptionsTest {
  @TempDir Path folder;

  private Input input(String text, CsvOptions options, Charset encoding) throws Exception {
    Path file = folder.resolve("t.csv");
    Files.write(file, text.getBytes(encoding));
    return Input.of(file, InputFormat.CSV, options, encoding);
  }

  private static CsvOptions options(
      char quote, long skipped, char comment, List<String> nulls, TextForms forms) {
    return new CsvOptions(
        ',', quote, (char) 0, FirstLine.UNKNOWN, List.of(), skipped, comment, nulls, forms);
  }

  /**
   * Quotes and delimiters in a comment mean nothing, and a comment sign in a quoted field neither.
   */
  @Test
  void commentsAreSkippedWhereverABlockEnds() throws Exception {
    StructType columns =
        new StructType(
            List.of(Field.optional("id", DataType.LONG), Field.optional("t", DataType.STRING)));
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("#,\"head\nid,t\n");
      List<String> expected = new ArrayList<>();
      for (int id = random.nextInt(20); id >= 0; id--) {
        if (random.nextInt(3) == 0) {
          text.append("#")
              .append(random.nextBoolean() ? ",\"" : "\",\"\"#")
              .append(id)
              .append("\n");
        }
        text.append(id).append(",\"a\n#,b\"\n");
        expected.add("[" + id + ", a\n#,b]");
      }
      Input file =
          input(
              text.toString(),
              options('"', 0, '#', List.of(), TextForms.PLAIN),
              StandardCharsets.UTF_8);
      List<String> rows = new ArrayList<>();
      TextFiles.read(file, columns, TextFiles.inBlocksOf(1 + random.nextInt(40)), rows);
      assertThat(rows).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void linesInFrontAreSkippedWhateverTheyHold() throws Exception {
    CsvOptions two = options('"', 2, (char) 0, List.of(), TextForms.PLAIN);
    Input file = input("\"report\r\nof, \"today\ra,b\n1,x\n2\n", two, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TextFiles.rows(file))
        .hasMessageStartingWith(folder + "/t.csv:5: 1 field where the first line has 2");
    Input whole = input("x\n\na,b\n1,y\n", two, StandardCharsets.UTF_8);
    assertThat(TextFiles.rows(whole)).containsExactly("[1, y]");
    Input few = input("x\n", two, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TextFiles.rows(few))
        .isInstanceOf(Failure.class)
        .hasMessage(folder + "/t.csv has 1 lines, so that none is left behind --skip 2");
  }

  @Test
  void whatStandsForNullIsNullUnlessItIsQuoted() throws Exception {
    CsvOptions nulls = options('"', 0, (char) 0, List.of("NA", "-"), TextForms.PLAIN);
    Input file = input("n,t\n1,NA\nNA,\"NA\"\n-,\n-1,--\n", nulls, StandardCharsets.UTF_8);
    assertThat(TextFiles.columns(file)).isEqualTo("n long, t string");
    assertThat(TextFiles.rows(file))
        .containsExactly("[1, null]", "[null, NA]", "[null, null]", "[-1, --]");
  }

  @Test
  void withoutQuotesAQuoteIsText() throws Exception {
    CsvOptions none = options((char) 0, 0, (char) 0, List.of(), TextForms.PLAIN);
    Input file = input("a,b\n\"x,5\"\n", none, StandardCharsets.UTF_8);
    assertThat(TextFiles.rows(file)).containsExactly("[\"x, 5\"]");
    CsvOptions single = options('\'', 0, (char) 0, List.of(), TextForms.PLAIN);
    assertThat(TextFiles.rows(input("a,b\n'x,''y',\"\n", single, StandardCharsets.UTF_8)))
        .containsExactly("[x,'y, \"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "GB18030"})
  void otherEncodingsAreRead(String name) throws Exception {
    StringBuilder text = new StringBuilder("a,b\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      text.append(i).append(",x𝄞ü\n");
      expected.add("[" + i + ", x𝄞ü]");
    }
    assertThat(
            TextFiles.rows(
                input(text.toString(), TextFiles.separatedBy(','), Charset.forName(name))))
        .isEqualTo(expected);
  }

  @Test
  void bytesThatAreNoneOfTheEncodingAreAnError() throws Exception {
    Path file = folder.resolve("t.csv");
    Files.write(file, new byte[] {'a', '\n', (byte) 0x81, '\n'});
    Input input =
        Input.of(
            file, InputFormat.CSV, TextFiles.separatedBy(','), Charset.forName("windows-1252"));
    assertThatThrownBy(() -> TextFiles.rows(input))
        .isInstanceOf(Failure.class)
        .hasMessage(
            file + " is no text of the encoding windows-1252; name the right one by --encoding");
  }

  @Test
  void datesAndTimesOfOtherFormsAreReadStrictly() throws Exception {
    TextForms forms =
        TextForms.of(
            false, (char) 0, List.of("dd.MM.yyyy", "dd.MM.yyyy HH:mm", "MM/dd/yyyy HH:mmXXX"));
    CsvOptions options = options('"', 0, (char) 0, List.of(), forms);
    Input file =
        input(
            "d,l,t,n\n29.02.2024,01.05.2024 10:30,05/01/2024 10:30+02:00,30.02.2024\n2024-05-02,2024-05-02T01:00:00,2024-05-02T01:00:00Z,x\n",
            options,
            StandardCharsets.UTF_8);
    assertThat(TextFiles.columns(file)).isEqualTo("d date, l timestamp_ntz, t timestamp, n string");
    assertThat(TextFiles.rows(file))
        .containsExactly(
            "[2024-02-29, 2024-05-01T10:30, 2024-05-01T08:30:00Z, 30.02.2024]",
            "[2024-05-02, 2024-05-02T01:00, 2024-05-02T01:00:00Z, x]");
    StructType dates = new StructType(List.of(Field.optional("d", DataType.DATE)));
    Input time = input("d\n01.05.2024 10:30\n", options, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TextFiles.rows(time, dates))
        .hasMessageContaining("'01.05.2024 10:30' is a time without a zone, not a date");
  }

  /**
   * A time whose format says half of it was imported as a date, one of nanoseconds was cut, and one
   * that a clock shows twice or never became another.
   */
  @ParameterizedTest
  @CsvSource({
    "MM/dd/yyyy hh:mm, 05/01/2024 10:30, string",
    "yyyy.MM.dd mm:ss, 2024.05.01 20:30, string",
    "mm.dd.yyyy, 05.01.2024, string",
    "yyyy.MM.dd HH:mm:ss.SSSSSSSSS, 2024.05.01 10:00:00.123456789, string",
    "yyyy.MM.dd HH:mm:ss.SSSSSSSSS, 2024.05.01 10:00:00.123456000, timestamp_ntz",
    "yyyy.MM.dd HH:mm VV, 2024.03.31 02:30 Europe/Berlin, string",
    "yyyy.MM.dd HH:mm VV, 2024.10.27 02:30 Europe/Berlin, string",
    "yyyy.MM.dd HH:mm VV, 2024.10.28 02:30 Europe/Berlin, timestamp",
    "yyyy.MM.ddXXX, 2024.05.01-11:00, string",
    "MM/dd/yyyy hh:mm a, 05/01/2024 10:30 PM, timestamp_ntz",
    "dd.MM.yyyy, 31.12.2023, date",
    "dd.MM.YYYY, 31.12.2023, string",
  })
  void formatsThatSayHalfOfATimeFitNone(String format, String value, String type) throws Exception {
    CsvOptions options =
        options('"', 0, (char) 0, List.of(), TextForms.of(false, (char) 0, List.of(format)));
    Input file = input("a,t\nx," + value + "\n", options, StandardCharsets.UTF_8);
    assertThat(TextFiles.columns(file)).isEqualTo("a string, t " + type);
    try (RowReader reader =
        file.open(file.inferColumns(TextFiles.NOTHING, TextFiles.READING), TextFiles.READING)) {
      assertThat(reader.notes())
          .isEqualTo(
              type.equals("string")
                  ? List.of(
                      "nothing in its beginning fits the 1. --date-format; its letters are d, M and y for days, months and years, H, m and s for times")
                  : List.of());
    }
  }

  /** The offset was passed over, and the first of two hours taken. */
  @Test
  void anOffsetSaysWhichOfTwoHoursIsMeant() throws Exception {
    TextForms forms = TextForms.of(false, (char) 0, List.of("yyyy.MM.dd HH:mm XXX VV"));
    Input file =
        input(
            "t\n2024.10.27 02:30 +02:00 Europe/Berlin\n2024.10.27 02:30 +01:00 Europe/Berlin\n",
            options('"', 0, (char) 0, List.of(), forms),
            StandardCharsets.UTF_8);
    assertThat(TextFiles.rows(file))
        .containsExactly("[2024-10-27T00:30:00Z]", "[2024-10-27T01:30:00Z]");
  }

  @Test
  void yearsOfTwoDigitsAreThoseOfPosix() throws Exception {
    CsvOptions options =
        options(
            '"', 0, (char) 0, List.of(), TextForms.of(false, (char) 0, List.of("dd-MM-yy 'y'")));
    Input file = input("d\n01-01-90 y\n01-01-69 y\n01-01-68 y\n", options, StandardCharsets.UTF_8);
    assertThat(TextFiles.rows(file))
        .containsExactly("[1990-01-01]", "[1969-01-01]", "[2068-01-01]");
  }

  @Test
  void decimalCommas() throws Exception {
    CsvOptions options =
        new CsvOptions(
            ';',
            '"',
            (char) 0,
            FirstLine.UNKNOWN,
            List.of(),
            0,
            (char) 0,
            List.of(),
            TextForms.of(true, (char) 0, List.of()));
    Input file = input("a;b;c\n1,5;1.5;1.000,5\n-,5;2;3\n", options, StandardCharsets.UTF_8);
    assertThat(TextFiles.columns(file)).isEqualTo("a double, b string, c string");
    assertThat(TextFiles.rows(file)).containsExactly("[1.5, 1.5, 1.000,5]", "[-0.5, 2, 3]");
  }

  /**
   * Without a mark its names were a, b with a character U+0000 behind each letter, and its values
   * were committed so; UTF-32 was called UTF-16, or bytes that are no UTF-8.
   */
  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, UTF-16LE",
    "UTF-16BE, UTF-16BE",
    "UTF-32, UTF-32BE",
    "X-UTF-32BE-BOM, UTF-32",
    "X-UTF-32LE-BOM, UTF-32"
  })
  void anotherEncodingIsToldByTheFirstBytes(String encoding, String told) throws Exception {
    Path file = folder.resolve("e.csv");
    Files.writeString(file, "a,b\n1,\u00fc\n", Charset.forName(encoding));
    Input untold = Input.of(file, InputFormat.CSV, CsvOptions.DEFAULT, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> untold.inferColumns(TextFiles.NOTHING, TextFiles.READING))
        .hasMessage("%s is %s; add --encoding %s".formatted(file, told, told));
    Input named = Input.of(file, InputFormat.CSV, CsvOptions.DEFAULT, Charset.forName(told));
    assertThat(TextFiles.rows(named)).containsExactly("[1, \u00fc]");
  }

  /** A backslash in front of a quote, as MySQL and many programs write it, ended the field. */
  @Test
  void anEscapeStandsBeforeQuotesWhereverABlockEnds() throws Exception {
    CsvOptions options =
        new CsvOptions(
            ',', '"', '\\', FirstLine.NAMES, List.of(), 0, (char) 0, List.of(), TextForms.PLAIN);
    StructType columns =
        new StructType(
            List.of(Field.optional("id", DataType.LONG), Field.optional("t", DataType.STRING)));
    String[][] pieces = {
      {"\\\"", "\""}, {"\\\\", "\\"}, {"\"\"", "\""}, {"\\n", "\\n"}, {"\n", "\n"}, {",", ","}
    };
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("id,t\n");
      List<String> expected = new ArrayList<>();
      for (int id = random.nextInt(20); id >= 0; id--) {
        StringBuilder value = new StringBuilder();
        text.append(id).append(",\"");
        for (int i = random.nextInt(6); i > 0; i--) {
          String[] piece = pieces[random.nextInt(pieces.length)];
          text.append(piece[0]);
          value.append(piece[1]);
        }
        text.append("\"\n");
        expected.add("[" + id + ", " + value + "]");
      }
      text.append("7,\\\\x\\\"y\n");
      expected.add("[7, \\\\x\\\"y]");
      Input file = input(text.toString(), options, StandardCharsets.UTF_8);
      List<String> rows = new ArrayList<>();
      TextFiles.read(file, columns, TextFiles.inBlocksOf(1 + random.nextInt(40)), rows);
      assertThat(rows).as("seed %s", seed).isEqualTo(expected);
    }
  }

  /** There 1,5 was a text, and 1.5, which was none, a number. */
  @Test
  void columnsWithoutATypeKnowHowNumbersAndTimesAreWritten() throws Exception {
    CsvOptions options =
        new CsvOptions(
            ';',
            '"',
            (char) 0,
            FirstLine.NAMES,
            List.of(),
            0,
            (char) 0,
            List.of(),
            TextForms.of(true, (char) 0, List.of("dd.MM.yyyy", "dd.MM.yyyy HH:mm")));
    Input file =
        input(
            "a\n1,5\n1.5\n7\ntrue\n02.05.2024\n02.05.2024 10:30\nx\n",
            options,
            StandardCharsets.UTF_8);
    List<@Nullable Object> values = new ArrayList<>();
    StructType untyped = new StructType(List.of(Field.untyped("a")));
    try (RowReader reader = file.open(untyped, TextFiles.READING)) {
      for (Object[] row = reader.next(); row != null; row = reader.next()) {
        values.add(row[0]);
      }
    }
    assertThat(values)
        .containsExactly(1.5, "1.5", 7L, true, "2024-05-02", "2024-05-02 10:30:00", "x");
  }

  /** They were found by their numbers, as soon as one of the table's columns was called so. */
  @Test
  void withoutAHeaderFieldsAreTheColumnsInTheirOrderWhateverThoseAreCalled() throws Exception {
    Input file = input("1,2\n", TextFiles.with(',', FirstLine.ROW), StandardCharsets.UTF_8);
    assertThat(TextFiles.rows(file, longs("id", "column_1"))).containsExactly("[1, 2]");
    assertThat(TextFiles.rows(file, longs("column_2", "column_1"))).containsExactly("[1, 2]");
    assertThat(TextFiles.rows(file, longs("column_1", "column_2", "more")))
        .containsExactly("[1, 2, null]");
    assertThatThrownBy(() -> TextFiles.rows(file, longs("column_1", "b", "c")))
        .hasMessageContaining("has 2 fields a row and no header, but the table 3 columns");
  }

  private static StructType longs(String... names) {
    return new StructType(
        Arrays.stream(names).map(name -> Field.optional(name, DataType.LONG)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NA", "n/a", "-", "null", "\\N", "?"})
  void whatOftenStandsForNullNamesTheOption(String value) throws Exception {
    Input file = input("n\n1\n" + value + "\n", TextFiles.separatedBy(','), StandardCharsets.UTF_8);
    String shown = value.equals("\\N") || value.equals("?") ? "'" + value + "'" : value;
    assertThatThrownBy(() -> TextFiles.rows(file, longs("n")))
        .hasMessage(
            "%s/t.csv:3: column 'n' (field 1): '%s' is no long; add --null %s if that stands for null, or correct the value, or leave it empty for null"
                .formatted(folder, value, shown));
  }
}
