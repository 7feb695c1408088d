package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.NOTHING;
import static org.tarnlake.cli.input.TextFiles.READING;
import static org.tarnlake.cli.input.TextFiles.columns;
import static org.tarnlake.cli.input.TextFiles.csv;
import static org.tarnlake.cli.input.TextFiles.input;
import static org.tarnlake.cli.input.TextFiles.rows;
import static org.tarnlake.cli.input.TextFiles.separatedBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

class CsvInputTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 0 -7                                     | long
          9223372036854775807 -9223372036854775808   | long
          9223372036854775808                        | string
          007                                        | string
          +1                                         | string
          1,5                                        | string
          1.5 2                                      | double
          1e5                                        | double
          31.95376472                                | double
          0.1 -0                                     | double
          9007199254740993 0.5                       | decimal(17,1)
          3.14159265358979323846                     | decimal(21,20)
          1e400                                      | string
          0.1e-400                                   | string
          5.                                         | double
          .5 -.5e3                                   | double
          .                                          | string
          -                                          | string
          1e                                         | string
          +.5                                        | string
          00.5                                       | string
          \u0661                                     | string
          123456789012345e299                        | string
          5.684341886080801e-14                      | double
          0.1000000000000000055511151231257827       | double
          true FALSE                                 | boolean
          true 1                                     | string
          2024-02-29                                 | date
          2023-02-29                                 | string
          2024-02-29 1                               | string
          2010-01-01T01:00:00                        | timestamp_ntz
          2010-01-01T01:00:00.123456                 | timestamp_ntz
          2010-01-01T01:00:00.1234567                | string
          2010-01-01T01:00:00.123456000              | timestamp_ntz
          2010-01-01T01:00:00Z                       | timestamp
          2010-01-01T01:00:00+02:00                  | timestamp
          2010-01-01T01:00:00Z 2010-01-01T01:00:00   | string
          2010-01-01 2010-01-01T01:00:00             | string
          NaN                                        | string
          inf NaN                                    | string
          1 NaN -inf Infinity                        | double
          1.5 nan                                    | double
          9007199254740993 NaN                       | string
          NaN x                                      | string
          Nancy 1                                    | string
          """)
  void columnGetsTheNarrowestTypeThatKeepsEveryValue(String values, String type) {
    StringBuilder text = new StringBuilder("before,v,after\n");
    for (String value : values.strip().split(" ")) {
      text.append("a,\"").append(value).append("\",\n");
    }
    text.append("a,,\n");
    assertThat(columns(csv(folder, text.toString())))
        .isEqualTo("before string, v " + type + ", after string");
  }

  /**
   * What is found to be a number can be appended as one, and nothing else: a second file once lost
   * digits that the first would have kept, and .5 was a number there but text in the first.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          double        | 5.                   | 5.0
          double        | .5                   | 0.5
          double        | 1e2                  | 100.0
          double        | -0                   | -0.0
          double        | 5e-324               | 4.9E-324
          double        | 0.10000000000000001  | 0.1
          double        | NaN                  | NaN
          double        | -Infinity            | -Infinity
          double        | inf                  | Infinity
          double        | -INF                 | -Infinity
          double        | nan                  | NaN
          float         | -infinity            | -Infinity
          double        | infin                | 'infin' is no double
          long          | NaN                  | 'NaN' is no long
          double        | 9007199254740993     | 9007199254740993 does not fit double without loss
          double        | 3.14159265358979323846 | 3.14159265358979323846 does not fit double without loss
          double        | 1e-400               | 1e-400 does not fit double without loss
          double        | 1e400                | 1e400 does not fit double without loss
          double        | 007                  | '007' would lose its zeros in front as double
          double        | +3                   | '+3' would lose its sign as double
          double        | 0x10                 | '0x10' is no double
          double        | 1_000                | '1_000' is no double
          float         | 0.1                  | 0.1
          float         | 3.4028235e38         | 3.4028235E38
          float         | 16777217             | 16777217 does not fit float without loss
          float         | 1e-50                | 1e-50 does not fit float without loss
          long          | 1e2                  | 100
          long          | 5.                   | 5
          long          | .5                   | .5 does not fit long without loss
          long          | 1e30                 | 1e30 does not fit long without loss
          long          | 01234                | '01234' would lose its zeros in front as long
          long          | +5                   | '+5' would lose its sign as long
          long          | -0                   | -0 would lose its sign as long
          long          | \u0661\u0662         | '\u0661\u0662' is no long
          byte          | 128                  | 128 does not fit byte without loss
          decimal(5,2)  | .5                   | 0.50
          decimal(5,2)  | 1e2                  | 100.00
          decimal(5,2)  | 0.001                | 0.001 does not fit decimal(5,2) without loss
          decimal(5,2)  | 007.5                | '007.5' would lose its zeros in front as decimal(5,2)
          decimal(5,2)  | -0.00                | -0.00 would lose its sign as decimal(5,2)
          timestamp     | 2024-05-01T10:00:00.123456789Z | '2024-05-01T10:00:00.123456789Z' is finer than microseconds, the finest that timestamp keeps
          timestamp_ntz | 2024-05-01T10:00:00.123456000  | 2024-05-01T10:00:00.123456
          timestamp_ntz | 2024-05-01T10:00:00.123456789  | '2024-05-01T10:00:00.123456789' is finer than microseconds, the finest that timestamp_ntz keeps
          """)
  void numbersAndTimesAreKeptOrRefused(String type, String text, String expected) {
    Field field =
        Field.optional(
            "v",
            type.startsWith("decimal")
                ? DataType.decimal(5, 2)
                : PrimitiveType.valueOf(type.toUpperCase(Locale.ROOT)));
    String outcome;
    try {
      outcome = String.valueOf(TextValues.parse(field.type(), text));
    } catch (InvalidDataException e) {
      outcome = e.getMessage();
    }
    assertThat(outcome).isEqualTo(expected);
  }

  /** A library's limit was 16,777,216 characters, but tables hold, and exports write, more. */
  /** It asked for the delimiter first, which it finds by itself once it knows the encoding. */
  @Test
  void anotherEncodingIsToldBeforeADelimiterThatIsNotFound() throws IOException {
    Path file = folder.resolve("de.csv");
    Files.writeString(
        file, "Nr;Name;Ort\n1;M\u00fcller;K\u00f6ln\n2;Maier;Ulm\n", StandardCharsets.ISO_8859_1);
    Input input =
        Input.of(
            file,
            InputFormat.CSV,
            TextFiles.with(null, CsvOptions.FirstLine.UNKNOWN),
            StandardCharsets.UTF_8);
    assertThatThrownBy(() -> columns(input))
        .hasMessageEndingWith(
            "de.csv:2: byte 0xfc is no valid UTF-8 here; name the encoding of the file, for example --encoding windows-1252");
  }

  @Test
  void fieldIsAsLongAsAValue() {
    String text = "x".repeat(17_000_000);
    assertThat(rows(csv(folder, "id,s\n1," + text + "\n"))).containsExactly("[1, " + text + "]");
  }

  /** A million digits once took a minute to be guessed a number. */
  @Test
  @Timeout(20)
  void endlessDigitsAreAText() {
    String digits = "0." + "3".repeat(4_000_000);
    Input file = csv(folder, "a\n" + digits + "\n");
    assertThat(columns(file)).isEqualTo("a string");
    StructType decimal = new StructType(List.of(Field.optional("a", DataType.decimal(38, 2))));
    assertThatThrownBy(() -> rows(file, decimal)).isInstanceOf(Failure.class);
  }

  @Test
  void emptyUnquotedFieldIsNullAndQuotedOneIsAnEmptyString() {
    Input file = csv(folder, "id,note\n1,\n2,\"\"\n3,\"say \"\"hi\"\",\nthere\"\n");
    assertThat(columns(file)).isEqualTo("id long, note string");
    assertThat(rows(file)).containsExactly("[1, null]", "[2, ]", "[3, say \"hi\",\nthere]");
  }

  @Test
  void emptyLineIsNoRowButANullWhereThereIsOneColumn() {
    assertThat(rows(csv(folder, "a,b\n1,2\n\n3,4\n\n"))).containsExactly("[1, 2]", "[3, 4]");
    assertThat(rows(csv(folder, "a\n1\n\n3\n"))).containsExactly("[1]", "[null]", "[3]");
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNoPartOfTheData() {
    assertThat(rows(csv(folder, "\ufeffid,name\r\n1,Zürich 🏔\r\n")))
        .containsExactly("[1, Zürich 🏔]");
  }

  @Test
  void headerOnlyMakesColumnsOfStringsWithoutRows() {
    Input file = csv(folder, "a,b\n");
    assertThat(columns(file)).isEqualTo("a string, b string");
    assertThat(rows(file)).isEmpty();
  }

  @Test
  void gzipIsReadWhateverTheName() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("id\n1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rows(input(folder.resolve("t.csv.gz"), bytes.toByteArray()))).containsExactly("[1]");
    assertThat(rows(input(folder.resolve("t.csv"), bytes.toByteArray()))).containsExactly("[1]");
    byte[] twice = Arrays.copyOf(bytes.toByteArray(), 2 * bytes.size());
    System.arraycopy(bytes.toByteArray(), 0, twice, bytes.size(), bytes.size());
    assertThat(rows(input(folder.resolve("t.csv.gz"), twice), anyId()))
        .containsExactly("[1]", "[id]", "[1]");
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9);
    assertThatThrownBy(() -> rows(input(folder.resolve("h.csv.gz"), half)))
        .hasMessage(folder + "/h.csv.gz is damaged or cut off: it cannot be decompressed");
    assertThatThrownBy(() -> rows(input(folder.resolve("u.csv.gz"), new byte[] {1, 2, 3})))
        .isInstanceOf(Failure.class)
        .hasMessage(
            folder
                + "/u.csv.gz is not compressed by gzip, though its name says so; rename or compress it");
  }

  private static StructType anyId() {
    return new StructType(List.of(Field.optional("id", DataType.STRING)));
  }

  @Test
  void tabSeparates() throws IOException {
    Path file = folder.resolve("t.tsv");
    Files.writeString(file, "a\tb\n1,5\t2\n");
    assertThat(rows(Input.of(file, InputFormat.CSV, separatedBy('\t'), StandardCharsets.UTF_8)))
        .containsExactly("[1,5, 2]");
  }

  @Test
  void timesAreReadInEveryIsoForm() {
    StructType columns =
        new StructType(
            List.of(
                Field.optional("at", DataType.TIMESTAMP),
                Field.optional("local", DataType.TIMESTAMP_NTZ),
                Field.optional("day", DataType.DATE)));
    assertThat(
            rows(
                csv(
                    folder,
                    """
                    at,local,day
                    2024-05-01 10:00:00.5Z,2024-05-01T10:00:00.123456,2024-02-29
                    2024-05-01T10:00+02:00,2024-05-01 10:00,1969-12-31
                    2024-05-01T10:00:00,0001-01-01 00:00:00,9999-12-31
                    """),
                columns))
        .containsExactly(
            "[2024-05-01T10:00:00.500Z, 2024-05-01T10:00:00.123456, 2024-02-29]",
            "[2024-05-01T08:00:00Z, 2024-05-01T10:00, 1969-12-31]",
            "[2024-05-01T10:00:00Z, 0001-01-01T00:00, 9999-12-31]");
    assertThatThrownBy(() -> rows(csv(folder, "day\n2023-02-29\n"), columns))
        .hasMessageContaining("'2023-02-29' is no date");
    assertThatThrownBy(() -> rows(csv(folder, "at\n2023-02-28T24:00:00Z\n"), columns))
        .hasMessageContaining("'2023-02-28T24:00:00Z' is no timestamp");
  }

  @Test
  void namesThatATableCannotHaveAreCleaned() {
    Input file = csv(folder, "Airport Name,Cost Total $,,a.b\nx,1,2,3\n");
    assertThat(columns(file))
        .isEqualTo("Airport_Name string, Cost_Total_$ long, column_3 long, a_b long");
    assertThat(rows(file)).containsExactly("[x, 1, 2, 3]");
  }

  @Test
  void fieldsFindTheirColumnsByNameAndOthersAreNull() {
    StructType columns =
        new StructType(
            List.of(
                Field.optional("Price", DataType.decimal(6, 2)),
                Field.optional("day", DataType.DATE),
                Field.required("id", DataType.INT),
                Field.optional("tags", DataType.list(DataType.STRING)),
                Field.untyped("any")));
    assertThat(
            rows(
                csv(
                    folder,
                    "id,price,tags,any\n7,12.5,\"[\"\"a\"\",null]\",007\n8,,,1.50\n9,1,,true\n"),
                columns))
        .containsExactly(
            "[12.50, null, 7, [a, null], 007]",
            "[null, null, 8, null, 1.50]",
            "[1.00, null, 9, null, true]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a,b\\n1,2,3\\n       | t.csv:2: field 3 ('3') is beyond the 2 columns of the first line; quote a field that contains ',', or see --skip, --comment and --delimiter
          a,b\\n\\n1\\n        | t.csv:3: 1 field where the first line has 2, from column 'b' on; leave a missing value empty, but keep its ','
          a\\tb\\n1\\n         | t.csv:2: 1 field where the first line has 2, from column 'b' on; leave a missing value empty, but keep its tab
          a,b\\n1,2,\\n        | t.csv:2: the line ends with a ',' behind 2 fields, as many as the first line has; delete it, or put one behind the first line, too
          a,b\\n1,2,""\\n      | t.csv:2: field 3 ('') is beyond the 2 columns of the first line; quote a field that contains ',', or see --skip, --comment and --delimiter
          a,b\\n1,"x\\n2,3\\n  | t.csv:2: a quote that opens in this record is never closed; close it, double the quotes inside a field, or see --quote '' and --escape
          a,b\\n1,"x"y\\n      | t.csv:2: 'y' stands behind a closing quote; quote the whole field, and double the quotes inside it, or see --quote '' and --escape
          a,A\\n1,2\\n         | t.csv:1: the names 'a' and 'A' of the columns 1 and 2 are the same to a table; rename one, or name all of them yourself: --skip 1 --columns A,B,...
          a b,a_b\\n1,2\\n     | t.csv:1: the names 'a b' and 'a_b' of the columns 1 and 2 are the same to a table; rename one, or name all of them yourself: --skip 1 --columns A,B,...
          \\na,b,a\\n1,2,3\\n  | t.csv:2: the columns 1 and 3 are both called 'a'; rename one, or name all of them yourself: --skip 2 --columns A,B,...
          \\n                  | t.csv is empty; its first line must name the columns
          """)
  void malformedFileIsToldWithLineColumnAndRemedy(String text, String message) {
    boolean isTabs = text.contains("\\t");
    byte[] content =
        text.replace("\\n", "\n").replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
    Path path = folder.resolve("t.csv");
    Input file = input(path, content);
    Input read =
        isTabs ? Input.of(path, InputFormat.CSV, separatedBy('\t'), StandardCharsets.UTF_8) : file;
    assertThatThrownBy(() -> read.inferColumns(NOTHING, READING))
        .isInstanceOf(Failure.class)
        .hasMessage(folder + "/" + message);
  }

  @Test
  void emptyFileFolderAndMissingFileAreRefused() {
    assertThatThrownBy(() -> csv(folder, "").inferColumns(NOTHING, READING))
        .hasMessage(folder + "/t.csv is empty; its first line must name the columns");
    assertThatThrownBy(
            () ->
                Input.of(folder, InputFormat.CSV, separatedBy(','), StandardCharsets.UTF_8)
                    .inferColumns(NOTHING, READING))
        .hasMessage(folder + " is a folder; name a file in it");
    assertThatThrownBy(
            () ->
                Input.of(
                        folder.resolve("no.csv"),
                        InputFormat.CSV,
                        separatedBy(','),
                        StandardCharsets.UTF_8)
                    .inferColumns(NOTHING, READING))
        .hasMessage(folder + "/no.csv does not exist; check the path");
  }

  @Test
  void valueThatItsColumnCannotHoldIsToldWithLineColumnAndValue() {
    StructType columns =
        new StructType(
            List.of(Field.optional("id", DataType.INT), Field.optional("price", DataType.DOUBLE)));
    assertThatThrownBy(() -> rows(csv(folder, "id,price\n1,2\n2147483648,1\n"), columns))
        .isInstanceOf(Failure.class)
        .hasMessage(
            folder
                + "/t.csv:3: column 'id' (field 1): 2147483648 does not fit int without loss; correct the value, or leave it empty for null");
    assertThatThrownBy(() -> rows(csv(folder, "price\n1\nabc\n"), columns))
        .hasMessage(
            folder
                + "/t.csv:3: column 'price' (field 1): 'abc' is no double; correct the value, or leave it empty for null");
    assertThatThrownBy(() -> rows(csv(folder, "price\n1e999\n"), columns))
        .hasMessageContaining("1e999 does not fit double without loss");
    assertThatThrownBy(() -> rows(csv(folder, "id,pirce\n1,2\n"), columns))
        .hasMessage(
            folder
                + "/t.csv:1: the table has no column 'pirce' (did you mean 'price'?); its columns are id, price; --add-columns adds it");
  }
}
