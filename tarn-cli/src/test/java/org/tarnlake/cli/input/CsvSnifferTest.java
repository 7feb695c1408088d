package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.NOTHING;
import static org.tarnlake.cli.input.TextFiles.READING;
import static org.tarnlake.cli.input.TextFiles.columns;
import static org.tarnlake.cli.input.TextFiles.csv;
import static org.tarnlake.cli.input.TextFiles.rows;
import static org.tarnlake.cli.input.TextFiles.separatedBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** What the beginning of a file tells, and what it does not. */
class CsvSnifferTest {
  @TempDir Path folder;

  /** A file without a header once lost its first row, which became the names of the columns. */
  @Test
  void firstLineOfValuesIsNotTakenForNames() {
    Input file = csv(folder, "2024-01-01,5\n2024-01-02,6\n");
    assertThat(columns(file)).isEqualTo("column_1 date, column_2 long");
    assertThat(rows(file)).containsExactly("[2024-01-01, 5]", "[2024-01-02, 6]");
    assertThat(notes(file))
        .containsExactly("its first line is a row, since '2024-01-01' (field 1) is a date");
    Path path = folder.resolve("t.csv");
    Input named =
        Input.of(
            path, InputFormat.CSV, TextFiles.with(',', FirstLine.NAMES), StandardCharsets.UTF_8);
    assertThat(columns(named)).isEqualTo("2024-01-01 date, 5 long");
    StructType table =
        new StructType(
            List.of(Field.optional("day", DataType.DATE), Field.optional("n", DataType.INT)));
    assertThatThrownBy(() -> rows(file, table))
        .hasMessage(
            path
                + ": its first line is a row, since '2024-01-01' (field 1) is a date; add --no-header if its fields are the table's columns in their order, or put a line of names in front");
    Input row =
        Input.of(path, InputFormat.CSV, TextFiles.with(',', FirstLine.ROW), StandardCharsets.UTF_8);
    assertThat(rows(row, table)).containsExactly("[2024-01-01, 5]", "[2024-01-02, 6]");
  }

  /**
   * Nothing is guessed where a guess may cost a row: a line of names with a year among them was
   * committed as a row.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"district,2021\nAK-1,-14.6\n", "state,2018\nAL,R+27\n", "Ada,1815\nAlan,1912\n"})
  void firstLineThatMayBeBothIsAskedFor(String text) {
    Input file = csv(folder, text);
    String line = text.substring(0, text.indexOf('\n'));
    String first = line.substring(0, line.indexOf(','));
    String second = line.substring(line.indexOf(',') + 1);
    assertThatThrownBy(() -> file.inferColumns(NOTHING, READING))
        .hasMessage(
            folder
                + "/t.csv:1: '%s' (field 1) is a text and '%s' (field 2) is a number, so that this may be a row or the names of the columns; add --no-header or --header"
                    .formatted(first, second));
  }

  /** The first row of such a file became the names of its columns. */
  @Test
  void firstRecordThatIsLongerThanTheSampleIsAskedFor() {
    Input file = csv(folder, "1,2,\"" + "x".repeat(70_000) + "\"\n3,4,z\n");
    assertThatThrownBy(() -> file.inferColumns(NOTHING, READING))
        .hasMessageContaining("add --no-header or --header");
  }

  /** It was taken for the names of two columns, and those for a row, without a word. */
  @Test
  void aFirstLineThatSaysWhatSeparatesFieldsAsExcelWritesItIsNoRow() {
    Input file = untold("sep=;\r\na;b\r\n1;x\r\n2;y\r\n");
    assertThat(columns(file)).isEqualTo("a long, b string");
    assertThat(rows(file)).containsExactly("[1, x]", "[2, y]");
    assertThat(notes(file))
        .containsExactly("its fields are separated by ';', as its first line says");
    assertThatThrownBy(() -> columns(untold("sep=;\na;b\n1;2;3\n")))
        .hasMessageStartingWith(folder + "/t.csv:3: field 3 ('3') is beyond the 2 columns");
    assertThat(columns(untold("SEP=\t\na\tb\n1\t2\n"))).isEqualTo("a long, b long");
    assertThat(columns(csv(folder, "sep=;\na,b\n1,2\n"))).isEqualTo("a long, b long");
    assertThat(columns(untold("sep=\n1\n"))).isEqualTo("sep_ long");
    assertThat(columns(untold("sep=;x\n1;2\n"))).isEqualTo("sep_ long, x long");
  }

  /**
   * A title hid what separates fields: all of the file became one column without a word, or a
   * record with a comma in it was said to have too many fields.
   */
  @ParameterizedTest
  @CsvSource({
    "'Stand 6.1.\nid;preis\n1;1,50\n2;2\n', 2, 2, ';', 1",
    "'a title\n\nfrom us\n\nid,n\n1,2\n', 5, 2, ',', 4",
    "'# a \"comment\n# and another\nid|n|m\n1|\"2\n3\"|4\n', 3, 3, '|', 2",
    "'tags\na;b\nc;d\n', 2, 2, ';', 1"
  })
  void linesInFrontOfTheTableAreAskedFor(
      String text, int line, int count, String delimiter, int skipped) {
    assertThatThrownBy(() -> columns(untold(text)))
        .hasMessage(
            "%s/t.csv:1: what is in front of line %s has one field, but from there on each record has %s, separated by '%s'; add --skip %s if that is no part of the table%s"
                .formatted(
                    folder,
                    line,
                    count,
                    delimiter,
                    skipped,
                    delimiter.equals(",")
                        ? ""
                        : ", or --delimiter ',' if the table has one column"));
    CsvOptions some =
        new CsvOptions(
            null,
            '"',
            (char) 0,
            FirstLine.UNKNOWN,
            List.of(),
            skipped,
            (char) 0,
            List.of(),
            TextForms.PLAIN);
    Input skipping =
        Input.of(folder.resolve("t.csv"), InputFormat.CSV, some, StandardCharsets.UTF_8);
    if (!text.startsWith("tags")) {
      assertThat(columns(skipping)).startsWith("id long, ");
    }
  }

  /** One value that has a semicolon is no second column. */
  @Test
  void oneColumnWithSomethingThatMightSeparateIsOneColumn() {
    assertThat(rows(untold("c0\nv0\na;b\n"))).containsExactly("[v0]", "[a;b]");
    assertThat(rows(untold("c0\na;b\nv0\nc;d\n"))).hasSize(3);
    assertThat(rows(csv(folder, "tags\na;b\nc;d\n"))).containsExactly("[a;b]", "[c;d]");
  }

  /** A file of which the user said nothing. */
  private Input untold(String text) {
    csv(folder, text);
    return Input.of(
        folder.resolve("t.csv"), InputFormat.CSV, CsvOptions.DEFAULT, StandardCharsets.UTF_8);
  }

  /** Every field had a decimal comma, so that commas made one field more than semicolons. */
  @Test
  void decimalCommasSeparateNoFields() throws Exception {
    CsvOptions options =
        new CsvOptions(
            null,
            '"',
            (char) 0,
            FirstLine.ROW,
            List.of(),
            0,
            (char) 0,
            List.of(),
            TextForms.of(true, (char) 0, List.of()));
    csv(folder, "1,5;2,5;3,5\n4,5;5,5;6,5\n");
    Input file =
        Input.of(folder.resolve("t.csv"), InputFormat.CSV, options, StandardCharsets.UTF_8);
    assertThat(rows(file)).containsExactly("[1.5, 2.5, 3.5]", "[4.5, 5.5, 6.5]");
    csv(folder, "1,5\n2,5\n");
    assertThat(rows(file)).containsExactly("[1.5]", "[2.5]");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|", ","})
  void whatSeparatesFieldsTheFileTells(String delimiter) {
    csv(folder, "id;text;n\n1;\"a;b,c|d\te\";2\n\n3;;4\n".replace(";", delimiter));
    Input file =
        Input.of(
            folder.resolve("t.csv"), InputFormat.CSV, CsvOptions.DEFAULT, StandardCharsets.UTF_8);
    assertThat(rows(file))
        .containsExactly(
            "[1, %s, 2]".formatted("a;b,c|d\te".replace(";", delimiter)), "[3, null, 4]");
    String shown = delimiter.equals("\t") ? "tabs" : "'" + delimiter + "'";
    assertThat(notes(file))
        .isEqualTo(
            delimiter.equals(",")
                ? List.of()
                : List.of("its fields are separated by %s".formatted(shown)));
  }

  @Test
  void fileOfAnotherDelimiterIsNotTakenForOneColumn() {
    csv(folder, "id;n\n1;2;3\n");
    Input file =
        Input.of(
            folder.resolve("t.csv"), InputFormat.CSV, CsvOptions.DEFAULT, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> file.inferColumns(NOTHING, READING))
        .hasMessage(
            folder
                + "/t.csv:1: the only column is called 'id;n'; add --delimiter ';' if that separates columns, or else --delimiter ','");
    csv(folder, "id#n\n1#2\n");
    assertThat(
            rows(
                Input.of(
                    folder.resolve("t.csv"),
                    InputFormat.CSV,
                    separatedBy('#'),
                    StandardCharsets.UTF_8)))
        .containsExactly("[1, 2]");
  }

  private static List<String> notes(Input file) {
    try (RowReader reader = file.open(file.inferColumns(NOTHING, READING), READING)) {
      return reader.notes();
    }
  }
}
