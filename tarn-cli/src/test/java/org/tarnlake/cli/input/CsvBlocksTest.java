package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.csv;
import static org.tarnlake.cli.input.TextFiles.input;
import static org.tarnlake.cli.input.TextFiles.rows;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** Files of many blocks, which several threads read: no row is lost, none is cut, none moves. */
class CsvBlocksTest {
  private static final String[] PIECES = {
    "a", "\"\"", ",", "\n", "\r\n", "\r", "ü", "𝄞", ",\"\"", "\n\"\"", "7", " "
  };

  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

  private static final String[] WRONG = {
    "\"",
    ",",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "x",
    "\0",
    "\u00ff",
    "\u00c3",
    "\u00e2\u0082",
    "\"\"",
    ",,,"
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void quotesHideTheEndsOfLinesWhereverABlockEnds(String lineEnd) {
    Random random = new Random(lineEnd.hashCode());
    StringBuilder text = new StringBuilder("id,quoted,bare" + lineEnd);
    List<String> expected = new ArrayList<>();
    for (int id = 0; text.length() < 2_000_000; id++) {
      StringBuilder field = new StringBuilder();
      int pieces = random.nextInt(2_000) == 0 ? 200_000 : random.nextInt(8);
      for (int i = 0; i < pieces; i++) {
        field.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String bare = random.nextBoolean() ? "5\" pipe" : "x";
      text.append(id).append(",\"").append(field).append("\",").append(bare).append(lineEnd);
      String quoted = field.toString().replace("\"\"", "\"");
      expected.add(Arrays.toString(new Object[] {(long) id, quoted, bare}));
    }
    assertThat(rows(csv(folder, text.toString()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x,1    | column 'id' (field 1): 'x' is no long; correct the value, or leave it empty for null
          1      | 1 field where the first line has 2, from column 'note' on; leave a missing value empty, but keep its ','
          1,"a   | a quote that opens in this record is never closed; close it, double the quotes inside a field, or see --quote '' and --escape
          1,"a"b | 'b' stands behind a closing quote; quote the whole field, and double the quotes inside it, or see --quote '' and --escape
          """)
  void whatIsWrongFarBehindIsToldWithItsLine(String record, String message) {
    StructType columns =
        new StructType(
            List.of(Field.optional("id", DataType.LONG), Field.optional("note", DataType.STRING)));
    String before = "1,\"two\r\nlines\"\r\n".repeat(100_000);
    Input file = csv(folder, "id,note\n" + before + record + "\n2,b\n");
    assertThatThrownBy(() -> rows(file, columns)).hasMessage(folder + "/t.csv:200002: " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C3", "C0AF", "EDA080", "F5808080", "E282", "FF"})
  void bytesThatAreNoUtf8AreFoundFarBehind(String hex) {
    String before = "id,note\n" + "1,ü\n".repeat(100_000) + "2,";
    String text = before + "!\n3,c\n";
    byte[] wrong = HexFormat.of().parseHex(hex);
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    int at = before.getBytes(StandardCharsets.UTF_8).length;
    byte[] bytes = Arrays.copyOf(plain, plain.length + wrong.length);
    System.arraycopy(wrong, 0, bytes, at, wrong.length);
    System.arraycopy(plain, at, bytes, at + wrong.length, plain.length - at);
    Input file = input(folder.resolve("t.csv"), bytes);
    assertThatThrownBy(() -> file.inferColumns(TextFiles.NOTHING, TextFiles.READING))
        .hasMessageStartingWith(
            folder + "/t.csv:100002: byte 0x" + hex.substring(0, 2).toLowerCase(Locale.ROOT));
  }

  /** Byte 0xFF is -1, as the sign of comments is where there is none: such lines were skipped. */
  @Test
  void linesThatBeginWithByteFfAreNoComments() {
    byte[] bytes = "id,note\n1,a\n!2,b\n!3,c\n".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '!' ? (byte) 0xFF : bytes[i];
    }
    Input file = input(folder.resolve("t.csv"), bytes);
    assertThatThrownBy(() -> rows(file))
        .hasMessageStartingWith(folder + "/t.csv:3: byte 0xff is no valid UTF-8");
  }

  /**
   * Whatever stands in a file, and wherever its blocks end, the rows are those of the plainest
   * reader, and what is told of is the first record that is no row.
   */
  @Test
  void filesOfAnyBytesAreReadAsThePlainestReaderReadsThem() {
    StructType columns = columns();
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = anyFile(random);
      List<String> expected = new CsvReference(bytes).rows();
      Input file = input(folder.resolve("t.csv"), bytes);
      for (int blockBytes : new int[] {1 + random.nextInt(8), 1 + random.nextInt(64), 1 << 18}) {
        assertThat(outcome(file, columns, TextFiles.inBlocksOf(blockBytes)))
            .as("seed %s, blocks of %s bytes", seed, blockBytes)
            .isEqualTo(expected);
      }
    }
  }

  /**
   * Whatever stands in a file, and wherever its blocks end, each record is a row or is rejected
   * with its line and its text, and none is both or is lost.
   */
  @Test
  void eachRecordOfAFileOfAnyBytesIsARowOrIsRejected() {
    StructType columns = columns();
    int rejectedRows = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = anyFile(random);
      List<String> expected = new CsvReference(bytes).rowsAndRejectedRecords();
      Input file = input(folder.resolve("t.csv"), bytes);
      for (int blockBytes : new int[] {1 + random.nextInt(8), 1 + random.nextInt(64), 1 << 18}) {
        List<String> found = new ArrayList<>();
        Consumer<RejectedRow> rejected =
            row -> {
              String kind = kind(row.reason());
              boolean isText = !kind.equals("UTF-8") && !row.text().contains("\\x");
              found.add(row.line() + ": " + kind + ": " + (isText ? row.text() : ""));
            };
        addOutcome(file, columns, TextFiles.inBlocksOf(blockBytes, rejected), found);
        assertThat(found).as("seed %s, blocks of %s bytes", seed, blockBytes).isEqualTo(expected);
        rejectedRows += found.size();
      }
    }
    assertThat(rejectedRows).isGreaterThan(10_000);
  }

  /** An independent judge of files that are well formed. */
  @Test
  void wellFormedFilesAreReadAsAnotherLibraryReadsThem() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = wellFormedFile(random).getBytes(StandardCharsets.UTF_8);
      List<String> expected = new ArrayList<>();
      CsvReader.builder()
          .skipEmptyLines(false)
          .ofCsvRecord(new String(bytes, StandardCharsets.UTF_8))
          .forEach(record -> expected.add(record.getFields().toString()));
      Input file = input(folder.resolve("t.csv"), bytes);
      List<String> rows = new ArrayList<>();
      StructType columns = columns();
      TextFiles.read(file, columns, TextFiles.inBlocksOf(1 + random.nextInt(64)), rows);
      assertThat(rows).as("seed %s", seed).isEqualTo(expected.subList(1, expected.size()));
    }
  }

  /** Those in front of the first block with a value were passed over, and their nulls lost. */
  @Test
  void emptyLinesInFrontOfAColumnWithoutANameAreNullsHoweverManyThereAre() {
    Input file = csv(folder, "\n".repeat(40) + "5\nx\n");
    StructType columns = new StructType(List.of(Field.optional("column_1", DataType.LONG)));
    for (int blockBytes : new int[] {3, 40, 1 << 18}) {
      List<String> rows = new ArrayList<>();
      assertThatThrownBy(
              () -> TextFiles.read(file, columns, TextFiles.inBlocksOf(blockBytes), rows))
          .hasMessageContaining("t.csv:42: column 'column_1' (field 1): 'x' is no long");
      assertThat(rows).hasSize(41).startsWith("[null]").endsWith("[5]");
    }
  }

  /** The types of a file do not depend on where its blocks end. */
  @Test
  void typesAreThoseOfTheWholeFile() {
    String[] values = {"1", "-7", "2.5", "1e3", "9007199254740993", "0.1", "", "true", "-0", "x"};
    String[] times = {"2024-02-29", "2024-02-29T10:00:00Z", "2024-02-29 10:00:00", "", "5"};
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      int variety = 1 + random.nextInt(values.length);
      int timeVariety = 1 + random.nextInt(times.length);
      StringBuilder text = new StringBuilder("a,b\n");
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(values[random.nextInt(variety)]).append(',');
        text.append(times[random.nextInt(timeVariety)]).append('\n');
      }
      Input file = csv(folder, text.toString());
      assertThat(file.inferColumns(TextFiles.NOTHING, TextFiles.inBlocksOf(1 + random.nextInt(40))))
          .as("seed %s", seed)
          .isEqualTo(file.inferColumns(TextFiles.NOTHING, TextFiles.READING));
    }
  }

  private static StructType columns() {
    return new StructType(
        List.of(
            Field.optional("id", DataType.LONG),
            Field.optional("a", DataType.STRING),
            Field.optional("b", DataType.STRING)));
  }

  /** The rows, and behind them what is wrong, in the words of {@link CsvReference}. */
  private List<String> outcome(Input file, StructType columns, Reading reading) {
    List<String> rows = new ArrayList<>();
    addOutcome(file, columns, reading, rows);
    return rows;
  }

  private void addOutcome(Input file, StructType columns, Reading reading, List<String> rows) {
    try {
      TextFiles.read(file, columns, reading, rows);
    } catch (Failure e) {
      String message = e.getMessage().substring((folder + "/t.csv:").length());
      String line = message.substring(0, message.indexOf(':'));
      rows.add(line + ": " + kind(message));
    }
  }

  private static String kind(String message) {
    return message.contains("UTF-8")
        ? "UTF-8"
        : message.contains("never closed")
            ? "open"
            : message.contains("behind a closing quote")
                ? "behind"
                : message.contains("is beyond the 3 columns") || message.contains("behind 3 fields")
                    ? "many"
                    : message.contains("where the first line has 3") ? "few" : "value";
  }

  private static byte[] anyFile(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(latin1("id,a,b\n"));
    int rarity = 1 + random.nextInt(300);
    String lineEnd = LINE_ENDS[random.nextInt(LINE_ENDS.length)];
    for (int row = random.nextInt(30); row >= 0; row--) {
      for (int field = 0; field < 3; field++) {
        bytes.writeBytes(latin1(field == 0 ? String.valueOf(random.nextInt(100)) : ","));
        if (field > 0) {
          String text = random.nextInt(3) == 0 ? "" : quoted(random);
          bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        if (random.nextInt(rarity) == 0) {
          bytes.writeBytes(latin1(WRONG[random.nextInt(WRONG.length)]));
        }
      }
      bytes.writeBytes(latin1(row == 0 && random.nextBoolean() ? "" : lineEnd));
    }
    return bytes.toByteArray();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String wellFormedFile(Random random) {
    StringBuilder text = new StringBuilder("id,a,b\n");
    String lineEnd = LINE_ENDS[random.nextInt(LINE_ENDS.length)];
    for (int row = random.nextInt(30); row >= 0; row--) {
      text.append(random.nextInt(100)).append(',').append(quoted(random)).append(",5\" pipe");
      text.append(row == 0 && random.nextBoolean() ? "" : lineEnd);
    }
    return text.toString();
  }

  private static String quoted(Random random) {
    StringBuilder field = new StringBuilder("\"");
    for (int i = random.nextInt(8); i > 0; i--) {
      field.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return field.append('"').toString();
  }
}
