package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.NOTHING;
import static org.tarnlake.cli.input.TextFiles.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** The beginning of a file tells its columns only where the whole of it would tell the same. */
class LikelyColumnsTest {
  private static final String[][] VALUES = {
    {"", "1", "-7", "2.5", "nan", "0.1", "9007199254740993", "1e3", "-inf", "x"},
    {"", "2024-02-29", "2024-02-29 10:00:00", "2024-02-29T10:00:00Z", "5"},
    {"true", "FALSE", "", "0"},
    {"1.0", "3.14159265358979324", "12345678901234567890.5", "18446744073709551616", "-0"},
  };

  @TempDir Path folder;

  @Test
  void columnsAndRowsAreThoseOfTheWholeFileOrThereIsAFailure() {
    int asBefore = 0;
    int otherwise = 0;
    int needless = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      Input file = csv(folder, file(random));
      Reading reading = TextFiles.inBlocksOf(1 + random.nextInt(12));
      StructType given =
          random.nextInt(3) > 0
              ? NOTHING
              : new StructType(List.of(Field.optional("b", DataType.STRING)));
      StructType whole = file.inferColumns(given, reading);
      LikelyColumns likely = file.likelyColumns(given, reading);
      List<String> rows = new ArrayList<>();
      try {
        read(likely, reading, rows);
        asBefore++;
        List<String> expected = new ArrayList<>();
        TextFiles.read(file, whole, reading, expected);
        assertThat(likely.columns()).as("seed %s", seed).isEqualTo(whole);
        assertThat(rows).as("seed %s", seed).isEqualTo(expected);
      } catch (Failure e) {
        otherwise++;
        needless += likely.columns().equals(whole) ? 1 : 0;
      }
    }
    assertThat(asBefore).isGreaterThan(300);
    assertThat(otherwise).isGreaterThan(300);
    // A column that is all null at first, then of dates, and of texts at last is one of strings.
    assertThat(needless).isLessThan(30);
  }

  /** Lines of four values, of which there may be more kinds the further one reads. */
  private static String file(Random random) {
    StringBuilder text = new StringBuilder("a,b,c,d\n");
    int rows = 1 + random.nextInt(40);
    int change = random.nextInt(2 * rows);
    int[] before = new Random(random.nextInt()).ints(4, 1, 5).toArray();
    for (int i = 0; i < rows; i++) {
      for (int column = 0; column < VALUES.length; column++) {
        int kinds = i < change ? Math.min(2, before[column]) : VALUES[column].length;
        text.append(column == 0 ? "" : ",").append(VALUES[column][random.nextInt(kinds)]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** All types are said, or the beginning is all there is: nothing need be counted any more. */
  @Test
  void columnsAreSureWhereTheRestCanChangeNothing() {
    Reading reading = TextFiles.inBlocksOf(10);
    Input file = csv(folder, "a,b\n" + "1,2\n".repeat(100) + "1,x\n");
    StructType all =
        new StructType(
            List.of(Field.optional("a", DataType.LONG), Field.optional("b", DataType.STRING)));
    assertThat(file.likelyColumns(NOTHING, reading).areSure()).isFalse();
    assertThat(file.likelyColumns(all, reading).areSure()).isTrue();
    assertThat(csv(folder, "a,b\n1,2\n").likelyColumns(NOTHING, reading).areSure()).isTrue();
  }

  private static void read(LikelyColumns likely, Reading reading, List<String> rows) {
    try (RowReader reader = likely.open(likely.columns(), reading)) {
      for (Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(Arrays.deepToString(row));
      }
    }
  }

  @Test
  void whatIsNotLikeTheBeginningIsToldByItsColumn() {
    Input file = csv(folder, "a,b\n" + "1,2\n".repeat(100) + "1,x\n");
    Reading reading = TextFiles.inBlocksOf(10);
    LikelyColumns likely = file.likelyColumns(NOTHING, reading);
    assertThatThrownBy(() -> read(likely, reading, new ArrayList<>()))
        .isInstanceOf(Failure.class)
        .hasMessage(folder + "/t.csv: column 'b' seemed to be long, but is string");
  }

  /** Nothing told which of a hundred thousand values had made a column text. */
  @Test
  void whatMadeAColumnTextIsToldWithItsLineAlsoFarIntoAFile() {
    String rows = "1,2024-05-01,x\n".repeat(300) + "oops,n/a,7\n";
    Input file = csv(folder, "a,b,c\n" + rows + "1,2024-05-01,x\n".repeat(300));
    Reading reading = TextFiles.inBlocksOf(10);
    List<String> why =
        List.of(
            "column 'a' is text because of "
                + folder
                + "/t.csv:302: 'oops' is no long; correct it, or add --types 'a long' --reject FILE",
            "column 'b' is text because of "
                + folder
                + "/t.csv:302: 'n/a' is no date; add --null n/a if that stands for null");
    assertThat(file.allColumns(NOTHING, reading).whyText()).isEqualTo(why);
    LikelyColumns likely = file.likelyColumns(NOTHING, TextFiles.inBlocksOf(500));
    assertThat(likely.areSure()).isFalse();
    read(likely, TextFiles.inBlocksOf(10), new ArrayList<>());
    assertThat(likely.whyText()).isEqualTo(why);
  }

  /** A column of names is text as it should be, whatever some of them look like. */
  @Test
  void aColumnOfMostlyTextsIsNotToldOf() {
    String rows = "1,p,+1,1234567890123456789012\nx,q,007,1234567890123456789013\ny,1,5,6\n";
    Input file = csv(folder, "a,b,c,d\n" + rows.repeat(200) + "1,1,1,1\n".repeat(90));
    assertThat(file.allColumns(NOTHING, TextFiles.inBlocksOf(1000)).whyText()).isEmpty();
  }
}
