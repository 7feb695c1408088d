package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.NOTHING;
import static org.tarnlake.cli.input.TextFiles.READING;
import static org.tarnlake.cli.input.TextFiles.columns;
import static org.tarnlake.cli.input.TextFiles.input;
import static org.tarnlake.cli.input.TextFiles.json;
import static org.tarnlake.cli.input.TextFiles.rows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

class JsonInputTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1 -2                         | long
          1 2.5                        | double
          18446744073709551615         | string
          3.14159265358979323846       | decimal(21,20)
          "1"                          | string
          1 "1"                        | string
          -0.0 1.5 -0                  | double
          "2024-02-29T10:00:00.123456789Z" | string
          true null                    | boolean
          null                         | string
          "2024-02-29"                 | date
          "2024-02-29T10:00:00Z"       | timestamp
          "2024-02-29T10:00:00"        | timestamp_ntz
          [1,2] [] [null]              | list<long>
          [1,"a"]                      | list<string>
          []                           | list<string>
          {}                           | string
          {"a":1} {"b":[{"c":true}]}   | struct<a:long,b:list<struct<c:boolean>>>
          {"a":1} 7                    | string
          """)
  void columnGetsTheNarrowestTypeThatKeepsEveryValue(String values, String type) {
    StringBuilder text = new StringBuilder();
    for (String value : values.strip().split(" ")) {
      text.append("{\"v\":").append(value).append("}\n");
    }
    assertThat(columns(json(folder, text.toString()))).isEqualTo("v " + type);
  }

  @Test
  void mixedValuesKeepTheirJsonText() {
    Input file = json(folder, "{\"v\":1}\n{\"v\":\"a\"}\n{\"v\":{\"x\":[1.50,null]}}\n{\"w\":0}\n");
    assertThat(columns(file)).isEqualTo("v string, w long");
    assertThat(rows(file))
        .containsExactly("[1, null]", "[a, null]", "[{\"x\":[1.50,null]}, null]", "[null, 0]");
  }

  @Test
  void arrayOfObjectsAndObjectsOverManyLinesAreRowsToo() {
    assertThat(rows(json(folder, "\n [{\"a\":1},\n{\"a\":2}]\n"))).containsExactly("[1]", "[2]");
    assertThat(rows(json(folder, "{\n \"a\":1\n}\n{\"a\":\n2}"))).containsExactly("[1]", "[2]");
  }

  @Test
  void nestedNamesAreCleanedAndFound() {
    Input file = json(folder, "{\"geo data\":{\"lat.itude\":1.5}}\n");
    assertThat(columns(file)).isEqualTo("geo_data struct<lat_itude:double>");
    assertThat(rows(file)).containsExactly("[[1.5]]");
  }

  @Test
  void valuesTakeTheTypesOfAnExistingTable() {
    StructType columns =
        new StructType(
            List.of(
                Field.optional("d", DataType.DOUBLE),
                Field.optional("n", DataType.decimal(5, 2)),
                Field.optional("i", DataType.INT),
                Field.optional("m", DataType.map(DataType.INT, DataType.DATE)),
                Field.untyped("u")));
    assertThat(
            rows(
                json(
                    folder,
                    "{\"d\":\"NaN\",\"n\":\"1.5\",\"i\":3.0,\"m\":{\"7\":\"2024-01-01\"},\"u\":1.50}"),
                columns))
        .containsExactly("[NaN, 1.50, 3, {7=2024-01-01}, 1.50]");
  }

  /** They became 1000, 100, 401 digits and -0.0. */
  @Test
  void numbersThatBecomeTextStayAsTheyAreWritten() {
    List<String> written =
        List.of("1e3", "1.0E+2", "1.10", "1e400", "1e9999999", "-0", "-0.00", "\"x\"");
    StringBuilder text = new StringBuilder();
    written.forEach(number -> text.append("{\"v\":").append(number).append("}\n"));
    assertThat(rows(json(folder, text.toString())))
        .containsExactly(
            "[1e3]", "[1.0E+2]", "[1.10]", "[1e400]", "[1e9999999]", "[-0]", "[-0.00]", "[x]");
    assertThat(rows(json(folder, "{\"v\":{\"a\":[1e3,-0]}}\n{\"v\":1}\n")))
        .containsExactly("[{\"a\":[1e3,-0]}]", "[1]");
  }

  /** The '{' of line 2 was told as one of line 1, whose first character does fit. */
  @Test
  void anObjectThatDoesNotEndIsToldWithTheLineThatDoesNotFit() {
    assertThatThrownBy(() -> rows(json(folder, "{\"n\":1}\n{\"n\":2\n{\"n\":3}\n")))
        .hasMessageEndingWith(
            "t.json:3: within the object that begins in line 2, '{' does not fit here (character 1 of the line); each line must hold one JSON object");
  }

  /** -0 and -0.0 once became 0.0, by way of numbers that have no such zero. */
  @Test
  void negativeZeroKeepsItsSign() {
    Input file = json(folder, "{\"x\":-0.0}\n{\"x\":1.5}\n{\"x\":-0}\n{\"x\":-0.0e3}\n");
    assertThat(rows(file)).containsExactly("[-0.0]", "[1.5]", "[-0.0]", "[-0.0]");
    StructType columns =
        new StructType(
            List.of(
                Field.optional("i", DataType.LONG),
                Field.optional("s", DataType.STRING),
                Field.untyped("u")));
    assertThat(rows(json(folder, "{\"s\":-0,\"u\":-0}"), columns))
        .containsExactly("[null, -0, -0.0]");
    assertThatThrownBy(() -> rows(json(folder, "{\"i\":-0}"), columns))
        .hasMessageContaining("column 'i': -0 would lose its sign as long");
  }

  /** Of two keys of one column the second once overwrote the first, without a word. */
  @Test
  void keysThatMeetAreRefusedInEveryFile() {
    StructType columns =
        new StructType(
            List.of(
                Field.optional("a", DataType.LONG),
                Field.optional("a_b", DataType.LONG),
                Field.optional("s", DataType.struct(Field.optional("x", DataType.LONG))),
                Field.optional("m", DataType.map(DataType.INT, DataType.STRING)),
                Field.optional("h", DataType.map(DataType.BINARY, DataType.LONG)),
                Field.optional("n", DataType.map(DataType.DOUBLE, DataType.LONG))));
    String suffix = "; correct the value, or write null";
    for (String[] each :
        new String[][] {
          {"{\"a\":1,\"A\":2}", "the names 'a' and 'A' are the same column 'a'; rename one"},
          {"{\"a\":null,\"A\":2}", "the names 'a' and 'A' are the same column 'a'; rename one"},
          {
            "{\"a.b\":1,\"a b\":2}",
            "the names 'a.b' and 'a b' are the same column 'a_b'; rename one"
          },
          {
            "{\"s\":{\"x\":1,\"X\":2}}",
            "column 's': the names 'x' and 'X' are the same column 'x'" + suffix
          },
          {
            "{\"m\":{\"1\":\"x\",\"01\":\"y\"}}",
            "column 'm': in a key: '01' would lose its zeros in front as int" + suffix
          },
          {
            "{\"m\":{\"1\":\"x\",\"1.0\":\"y\"}}",
            "column 'm': the keys '1' and '1.0' are the same int; a map has each key once" + suffix
          },
          {
            "{\"h\":{\"0a\":1,\"0A\":2}}",
            "column 'h': the keys '0a' and '0A' are the same binary; a map has each key once"
                + suffix
          },
          {
            "{\"n\":{\"0.1\":1,\".1\":2}}",
            "column 'n': the keys '0.1' and '.1' are the same double; a map has each key once"
                + suffix
          }
        }) {
      assertThatThrownBy(() -> rows(json(folder, each[0]), columns))
          .isInstanceOf(Failure.class)
          .hasMessage(folder + "/t.json:1: " + each[1]);
    }
  }

  /** An empty key went to whichever column was called column_N after its place in that line. */
  @Test
  void emptyKeyIsOneColumnWhereverItStands() {
    Input file = json(folder, "{\"\":1,\"a\":2}\n{\"a\":3,\"\":4}\n");
    assertThat(columns(file)).isEqualTo("_ long, a long");
    assertThat(rows(file)).containsExactly("[1, 2]", "[4, 3]");
    assertThatThrownBy(() -> json(folder, "{\"\":1,\" \":2}").inferColumns(NOTHING, READING))
        .hasMessageContaining("the names '' and ' ' are the same column '_'");
  }

  /** Jackson's own limits were 20,000,000 characters of a text and 1,000 of a number. */
  @Test
  void textsAreAsLongAsValues() {
    String text = "x".repeat(20_000_001);
    assertThat(rows(json(folder, "{\"s\":\"" + text + "\"}"))).containsExactly("[" + text + "]");
    String digits = "1".repeat(9_000);
    StructType untyped = new StructType(List.of(Field.untyped("u")));
    assertThat(rows(json(folder, "{\"u\":" + digits + "}"), untyped))
        .containsExactly("[" + digits + "]");
  }

  @Test
  void tableHasMoreColumnsThanAStructIsGuessedToHaveFields() {
    StringBuilder wide = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 1_500; i++) {
      wide.append(",\"k").append(i).append("\":").append(i);
    }
    assertThat(json(folder, wide + "}").inferColumns(NOTHING, READING).size()).isEqualTo(1_500);
    for (int i = 1_500; i < 10_001; i++) {
      wide.append(",\"k").append(i).append("\":").append(i);
    }
    assertThatThrownBy(() -> json(folder, wide + "}").inferColumns(NOTHING, READING))
        .isInstanceOf(Failure.class)
        .hasMessage(
            folder
                + "/t.json:1: there are more than 10,000 different names; a new table has at most so many columns");
  }

  /** Each was once an exception that no command expected, or two billion zeros. */
  @Test
  void aHugeExponentIsAValueOrIsToldLikeAnyOther() {
    Input file = json(folder, "{\"v\":1e99999}\n");
    assertThat(columns(file)).isEqualTo("v string");
    assertThat(rows(file)).containsExactly("[1e99999]");
    StructType columns = new StructType(List.of(Field.optional("id", DataType.LONG)));
    for (String number : List.of("1e2147483647", "100e2147483647", "1e-2147483647")) {
      assertThatThrownBy(() -> rows(json(folder, "{\"id\":" + number + "}"), columns))
          .isInstanceOf(Failure.class)
          .hasMessageEndingWith(" is no long; correct the value, or write null");
    }
    assertThatThrownBy(() -> rows(json(folder, "{\"id\":1e9999999999}"), columns))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> rows(json(folder, "[1e99999]"), columns))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("expected an object, found 1e99999");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}\\n42\\n         | t.json:2: expected an object, found a number; each line must hold one JSON object
          {"a":1}\\n{"a":\\n      | t.json:2: the text ends inside a value; each line must hold one JSON object
          [{"a":1},\\n7]          | t.json:2: expected an object, found 7; each element must be a JSON object
          {"a":1,"a":2}           | t.json:1: the name 'a' appears twice in an object; keep one of the two
          {"a b":1}\\n{"a_b":2}   | t.json:2: the names 'a b' and 'a_b' are the same column 'a_b'; rename one
          {}                      | t.json: its objects have no fields; a table needs at least one column
          []                      | t.json is empty; it must hold JSON objects, one a line
          {"a":NaN}               | t.json:1: NaN is no JSON; write null or, for a column of doubles, "NaN" (character 9 of the line); each line must hold one JSON object
          {"a":tru}               | t.json:1: tru is no JSON value; text stands in double quotes (character 6 of the line); each line must hold one JSON object
          {"a":1}\\n{"a":01}      | t.json:2: a number has zeros in front, which JSON forbids; write a text in double quotes (character 7 of the line); each line must hold one JSON object
          {'a':1}                 | t.json:1: ''' does not fit here (character 2 of the line); each line must hold one JSON object
          {"a":1}}                | t.json:1: a closing '}' does not fit what is open (character 8 of the line); each line must hold one JSON object
          {"a":"x                 | t.json:1: the text ends inside a value; each line must hold one JSON object
          [{"a":1},null]          | t.json:1: an element is null; each element must be a JSON object
          {"a":.5}                | t.json:1: '.' does not fit here (character 6 of the line); each line must hold one JSON object
          \\n \\n                 | t.json is empty; it must hold JSON objects, one a line
          """)
  void malformedFileIsToldWithLineAndRemedy(String text, String message) {
    Input file = json(folder, text.replace("\\n", "\n"));
    assertThatThrownBy(() -> file.inferColumns(NOTHING, READING))
        .isInstanceOf(Failure.class)
        .hasMessage(folder + "/" + message);
  }

  @Test
  void bytesThatAreNoUtf8AreToldWithTheirLine() {
    byte[] latin1 = "{\"a\":1}\n{\"a\":\"Z\u00fcrich\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> input(folder.resolve("l.json"), latin1).inferColumns(NOTHING, READING))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(folder + "/l.json:2: byte 0xfc is no valid UTF-8 here");
  }

  /** Found by fuzzing: the bytes of another encoding ended in an internal error. */
  @Test
  void anotherEncodingThanUtf8IsTold() {
    byte[] ucs4 = {0, '{', 0, 0, 0, '}', 0, 0};
    assertThatThrownBy(() -> input(folder.resolve("u.json"), ucs4).inferColumns(NOTHING, READING))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(folder + "/u.json")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void valueThatItsColumnCannotHoldIsToldWithLineColumnAndValue() {
    StructType columns =
        new StructType(
            List.of(
                Field.optional("id", DataType.LONG),
                Field.optional("s", DataType.struct(Field.optional("x", DataType.BOOLEAN)))));
    assertThatThrownBy(() -> rows(json(folder, "{\"id\":1}\n{\"id\":\"x\"}\n"), columns))
        .isInstanceOf(Failure.class)
        .hasMessage(
            folder + "/t.json:2: column 'id': \"x\" is no long; correct the value, or write null");
    assertThatThrownBy(() -> rows(json(folder, "{\"s\":{\"x\":1}}"), columns))
        .hasMessage(
            folder
                + "/t.json:1: column 's': in 'x': 1 is no boolean; correct the value, or write null");
    assertThatThrownBy(() -> rows(json(folder, "{\"s\":{\"y\":1}}"), columns))
        .hasMessageContaining("there is no field 'y'; the fields are x");
    assertThatThrownBy(() -> rows(json(folder, "{\"ix\":1}"), columns))
        .hasMessage(
            folder
                + "/t.json:1: the table has no column 'ix' (did you mean 'id'?); its columns are id, s; --add-columns adds it");
  }

  /** Numbers in a column that has text, too, became text, and nobody was told. */
  @Test
  void whatIsNoStringAndBecomesTextIsTold() {
    Input file =
        json(
            folder,
            """
            {"a":"x","b":["y"],"c":1}
            {"a":5,"b":[true,2],"c":2}
            {"a":6}
            """);
    StructType columns = file.inferColumns(NOTHING, READING);
    try (RowReader reader = file.open(columns, READING)) {
      int rows = 0;
      while (reader.next() != null) {
        rows++;
      }
      assertThat(rows).isEqualTo(3);
      assertThat(reader.notes())
          .containsExactly(
              "its column 'a' has JSON that is no string, such as 5 in line 2; it is kept as text",
              "its column 'b' has JSON that is no string, such as true in line 2; it is kept as text");
    }
  }
}
