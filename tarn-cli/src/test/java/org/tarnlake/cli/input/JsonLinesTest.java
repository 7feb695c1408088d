package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.tarnlake.cli.input.TextFiles.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

class JsonLinesTest {
  /** Lines that are no object of the table's, whatever follows. */
  private static final String[] WRONG = {
    "{\"id\":5",
    "{\"id\":5,",
    "{\"id\":",
    "{\"id\":5,\"t\":\"x",
    "{\"id\":5,\"t\":\"x\\",
    "{\"id\":5,\"u\":[",
    "{\"id\":5,\"u\":{",
    "{",
    "]",
    "x",
    "[{\"id\":5}]",
    "null",
    "{\"id\":\"s\"}",
    "{\"id\":1.5}",
    "{\"id\":5},",
    "{\"id\":5,\"id\":6}",
    "{\"id\":5,\"t\":\"\u00fc\"}",
    "{\"id\":5,\"other\":6}"
  };

  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

  @TempDir Path folder;

  /** Each line is a row or is rejected, by its number, and no line takes another with it. */
  @Test
  void aLineThatIsNoRowTakesNoOtherWithIt() {
    StructType columns =
        new StructType(
            List.of(Field.optional("id", DataType.LONG), Field.optional("t", DataType.STRING)));
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      String lineEnd = LINE_ENDS[random.nextInt(LINE_ENDS.length)];
      StringBuilder text = new StringBuilder("{\"id\":0}" + lineEnd);
      List<String> expected = new ArrayList<>(List.of("[0, null]"));
      int lines = 1 + random.nextInt(30);
      for (int line = 2; line <= lines; line++) {
        int kind = random.nextInt(4);
        if (kind == 0) {
          String wrong = WRONG[random.nextInt(WRONG.length)];
          text.append(wrong);
          expected.add("line " + line + ": " + wrong.replace("\u00fc", "\\xFC"));
        } else if (kind == 1) {
          text.append("  ");
        } else {
          text.append("{\"id\":").append(line).append(",\"t\":\"} {\\\"\"}");
          expected.add("[" + line + ", } {\"]");
        }
        text.append(lineEnd);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      Input file = input(folder.resolve("t.ndjson"), bytes.toByteArray());
      List<String> found = new ArrayList<>();
      Consumer<RejectedRow> rejected = row -> found.add("line " + row.line() + ": " + row.text());
      TextFiles.read(file, columns, TextFiles.inBlocksOf(1, rejected), found);
      assertThat(found).as("seed %s", seed).isEqualTo(expected);
    }
  }

  /**
   * GeoJSON, as tools write it, is one value of many lines that end in braces. Each of them began
   * the parsing again from the first byte, and nobody was told how far it had come, so that the
   * import could not be interrupted. Work is counted by who is told of it, for 64 KiB each.
   */
  @Test
  void aValueOfManyLinesIsParsedAFewTimesAndTellsHowFarItHasCome() {
    StringBuilder text = new StringBuilder("{\"t\":[\n");
    int features = 20_000;
    for (int i = 0; i < features; i++) {
      text.append("{\"type\":\"Feature\",\"place\":[").append(i).append(".5,{}]},\n");
    }
    text.append("{\"last\":\"]}\"}\n]}\n{\"t\":1}\n");
    Input file = TextFiles.json(folder, text.toString());
    AtomicInteger told = new AtomicInteger();
    Reading reading =
        new Reading(
            TextFiles.READING.background(),
            1,
            (readBytes, sizeBytes) -> told.incrementAndGet(),
            row -> fail("%s", row));
    StructType columns = new StructType(List.of(Field.optional("t", DataType.STRING)));
    List<String> rows = new ArrayList<>();
    TextFiles.read(file, columns, reading, rows);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).startsWith("[[{").endsWith("{\"last\":\"]}\"}]]");
    assertThat(told.get()).isBetween(text.length() >> 16, 6 * (text.length() >> 16));
  }

  /** What is wrong within a value of many lines is told of its first line, the others are read. */
  @Test
  void aValueOfManyLinesThatIsNoneTakesOnlyItsFirstLine() {
    String text = "{\"t\":[\n1,\n2,,\n" + "{\"t\":3}\n".repeat(50) + "{\"t\":[\n\n4";
    StructType columns = new StructType(List.of(Field.optional("t", DataType.STRING)));
    List<String> found = new ArrayList<>();
    Consumer<RejectedRow> rejected = row -> found.add(row.line() + " " + row.reason());
    TextFiles.read(TextFiles.json(folder, text), columns, TextFiles.inBlocksOf(1, rejected), found);
    assertThat(found.subList(0, 4))
        .containsExactly(
            "1 in line 3, ',' does not fit here (character 3 of the line); each line must hold one JSON object",
            "2 ',' does not fit here (character 2 of the line); each line must hold one JSON object",
            "3 ',' does not fit here (character 2 of the line); each line must hold one JSON object",
            "[3]");
    assertThat(found.subList(52, found.size()))
        .containsExactly(
            "[3]",
            "54 the text ends inside a value",
            "56 expected an object, found a number; each line must hold one JSON object");
  }
}
