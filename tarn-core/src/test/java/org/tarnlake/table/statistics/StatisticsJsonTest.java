package org.tarnlake.table.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.data.write.ColumnStatistics;
import org.tarnlake.data.write.FileStatistics;
import org.tarnlake.predicate.Range;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;
import org.tarnlake.testing.Seeds;

class StatisticsJsonTest {

  @Test
  void statisticsAreWrittenAsSparkWritesThem() {
    FileStatistics statistics =
        new FileStatistics(
            3,
            List.of(
                column(DataType.LONG, 1L, 9007199254740993L, 0, "id"),
                column(DataType.BYTE, -1, 1, 1, "b"),
                column(DataType.FLOAT, -0.0f, 0.1f, 0, "f"),
                column(DataType.DOUBLE, 1.5, Double.NaN, 0, "d"),
                column(
                    DataType.decimal(38, 0), number("-5"), number("12345678901234567890"), 0, "n"),
                column(DataType.decimal(10, 2), number("0.10"), number("9.99"), 0, "price"),
                column(DataType.STRING, "a\"b", "z", 0, "s"),
                column(DataType.BINARY, new byte[] {1}, new byte[] {2}, 1, "bin"),
                column(DataType.BOOLEAN, false, true, 2, "flag"),
                column(DataType.DATE, -1, 18878, 0, "day"),
                column(DataType.TIMESTAMP, -1L, 1714557600123001L, 0, "at"),
                column(DataType.TIMESTAMP_NTZ, 0L, 1714557600123000L, 0, "address", "since"),
                column(DataType.STRING, null, null, 3, "address", "city"),
                column(DataType.INT, null, null, 3, "empty")));
    assertThat(StatisticsJson.write(statistics))
        .isEqualTo(
            "{\"numRecords\":3,"
                + "\"minValues\":{\"id\":1,\"b\":-1,\"f\":-0.0,\"d\":1.5,\"n\":-5,\"price\":0.10,"
                + "\"s\":\"a\\\"b\",\"day\":\"1969-12-31\",\"at\":\"1969-12-31T23:59:59.999Z\","
                + "\"address\":{\"since\":\"1970-01-01T00:00:00.000\"}},"
                + "\"maxValues\":{\"id\":9007199254740993,\"b\":1,\"f\":0.1,"
                + "\"n\":12345678901234567890,\"price\":9.99,\"s\":\"z\",\"day\":\"2021-09-08\","
                + "\"at\":\"2024-05-01T10:00:00.124Z\","
                + "\"address\":{\"since\":\"2024-05-01T10:00:00.123\"}},"
                + "\"nullCount\":{\"id\":0,\"b\":1,\"f\":0,\"d\":0,\"n\":0,\"price\":0,\"s\":0,"
                + "\"bin\":1,\"flag\":2,\"day\":0,\"at\":0,\"address\":{\"since\":0,\"city\":3},"
                + "\"empty\":3},\"nanCount\":{\"f\":0},\"tightBounds\":true}");
  }

  @Test
  void onlyTheFirst32ColumnsHaveAny() {
    List<ColumnStatistics> columns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      columns.add(column(DataType.INT, 1, 2, 0, "c" + i));
    }
    String json = StatisticsJson.write(new FileStatistics(1, columns));
    assertThat(json).contains("\"c31\":1", "\"c31\":2", "\"c31\":0").doesNotContain("c32");
  }

  @Test
  void timesThatReadersDisagreeOnHaveNoBounds() {
    assertThat(timestamps(Long.MIN_VALUE, Long.MAX_VALUE)).contains("{},\"maxValues\":{}");
    assertThat(timestamps(-62135596800000001L, 253402300799999001L))
        .contains("{},\"maxValues\":{}");
    assertThat(timestamps(-62135596800000000L, 253402300799999000L))
        .contains("0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z");
  }

  private static String timestamps(long min, long max) {
    return StatisticsJson.write(
        new FileStatistics(2, List.of(column(DataType.TIMESTAMP, min, max, 0, "at"))));
  }

  @Test
  void aLongStringIsCutToAPrefixAndTheGreatestGrows() {
    String prefix = "0123456789abcdef0123456789abcdef";
    assertThat(bounds(prefix)).containsExactly(prefix, prefix);
    assertThat(bounds(prefix + "a")).containsExactly(prefix, prefix + "\u007F");
    assertThat(bounds(prefix + "\u007Fa")).containsExactly(prefix, prefix + "\uDBFF\uDFFF");
    assertThat(bounds(prefix + "\u00FC")).containsExactly(prefix, prefix + "\uDBFF\uDFFF");
    assertThat(bounds(prefix + "\uDBFF\uDFFFa"))
        .containsExactly(prefix, prefix + "\uDBFF\uDFFF\u007F");
    assertThat(bounds(prefix + "\uDBFF\uDFFF")).containsExactly(prefix, prefix + "\uDBFF\uDFFF");
    // The greatest character over and over leaves nothing that would be greater.
    assertThat(bounds(prefix + "\uDBFF\uDFFF".repeat(40) + "a")).containsExactly(prefix, null);
  }

  @Test
  void aSurrogatePairIsNeverCut() {
    String prefix = "0123456789abcdef0123456789abcde";
    assertThat(bounds(prefix + "\uD83D\uDE00b"))
        .containsExactly(prefix + "\uD83D\uDE00", prefix + "\uD83D\uDE00\u007F");
  }

  @Test
  void boundsOfStringsHoldForEveryStringBetween() {
    Seeds.run(
        3_000,
        random -> {
          StringBuilder text = new StringBuilder();
          int[] alphabet = {'a', 0x7E, 0x7F, 0x80, 0xFFFF, 0x1F600, 0x10FFFF, 0x10FFFF};
          int same = alphabet[random.nextInt(alphabet.length)];
          for (int i = random.nextInt(80); i > 0; i--) {
            text.appendCodePoint(
                random.nextInt(3) > 0 ? same : alphabet[random.nextInt(alphabet.length)]);
          }
          List<String> bounds = bounds(text.toString());
          byte[] bytes = text.toString().getBytes(UTF_8);
          assertThat(Arrays.compareUnsigned(bounds.get(0).getBytes(UTF_8), bytes)).isNotPositive();
          if (bounds.get(1) != null) {
            assertThat(Arrays.compareUnsigned(bounds.get(1).getBytes(UTF_8), bytes))
                .isNotNegative();
          }
        });
  }

  /** What a reader of our own makes of the bounds of a single string. */
  private static List<String> bounds(String text) {
    FileStatistics statistics =
        new FileStatistics(1, List.of(column(DataType.STRING, text, text, 0, "s")));
    Range range = range(StatisticsJson.write(statistics), DataType.STRING);
    return Arrays.asList((String) range.min(), (String) range.max());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // As Spark wrote them in tables of the golden set and as other writers do.
        "\"2020-02-01T08:09:10.000-08:00\" | 2020-02-01T16:09:10Z      | 2020-02-01T16:09:10.001Z",
        "\"2000-01-01T00:00:00.000Z\"      | 2000-01-01T00:00:00Z      | 2000-01-01T00:00:00.001Z",
        "\"1850-01-01T00:00:00.000-04:56:02\" | 1850-01-01T04:55:02Z   | 1850-01-01T04:57:02.001Z",
        "\"1850-01-01T00:00:00.000-04:56\" | 1850-01-01T04:55:00Z      | 1850-01-01T04:57:00.001Z",
        // Moscow was at +02:30:17 until 1916, and Spark writes the minutes only.
        "\"1910-01-01T00:00:00.000+02:30\" | 1909-12-31T21:29:00Z      | 1909-12-31T21:31:00.001Z",
        "\"1971-12-31T00:00:00.000Z\"      | 1971-12-30T23:59:00Z      | 1971-12-31T00:01:00.001Z",
        "\"2024-05-01T10:00:00.123456Z\"   | 2024-05-01T10:00:00.123456Z |"
            + " 2024-05-01T10:00:00.124456Z",
        "\"2024-05-01T10:00:00.123\"       |                           |",
        "\"noon\"                          |                           |",
        "5                                 |                           |",
        "\"+999999999-01-01T00:00:00Z\"    |                           |",
      })
  void timestampsAreReadAsBoundsThatTruncationCannotBreak(String json, String min, String max) {
    Range range = range(both(json), DataType.TIMESTAMP);
    assertThat(range.min()).isEqualTo(min == null ? null : Values.micros(Instant.parse(min)));
    assertThat(range.max()).isEqualTo(max == null ? null : Values.micros(Instant.parse(max)));
  }

  @Test
  void timestampsWithoutAZoneAreReadAsTheyStand() {
    Range range = range(both("\"2021-11-18T02:30:00.123\""), DataType.TIMESTAMP_NTZ);
    long micros = Values.micros(Instant.parse("2021-11-18T02:30:00.123Z"));
    assertThat(range.min()).isEqualTo(micros);
    assertThat(range.max()).isEqualTo(micros + 1000);
    assertThat(range(both("\"2021-11-18\""), DataType.TIMESTAMP_NTZ).min())
        .isEqualTo(Values.micros(Instant.parse("2021-11-18T00:00:00Z")));
    assertThat(range(both("\"2021-11-18T02:30:00Z\""), DataType.TIMESTAMP_NTZ).min()).isNull();
  }

  @Test
  void nanIsNoBoundAndMayLieBeyondOne() {
    Range range =
        range("{\"minValues\":{\"c\":1.5},\"maxValues\":{\"c\":\"NaN\"}}", DataType.DOUBLE);
    assertThat(range.min()).isEqualTo(1.5);
    assertThat(range.max()).isNull();
    Range other = range("{\"minValues\":{\"c\":1},\"maxValues\":{\"c\":2.5}}", DataType.DOUBLE);
    assertThat(other.max()).isEqualTo(2.5);
    assertThat(other.nanPossible()).isTrue();
    assertThat(range(both("\"-Infinity\""), DataType.FLOAT).min())
        .isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(range(both("0.1"), DataType.FLOAT).max()).isEqualTo(0.1f);
    assertThat(range(both("0.10000000149011612"), DataType.FLOAT).max()).isEqualTo(0.1f);
  }

  @Test
  void aMaximumHoldsForNanTooOnlyWhereNansWereCounted() {
    String bounds = "\"minValues\":{\"c\":1},\"maxValues\":{\"c\":2.5}";
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      assertThat(range("{" + bounds + ",\"nanCount\":{\"c\":0}}", type).nanPossible()).isFalse();
      for (String other :
          List.of("{}", "{\"c\":1}", "{\"c\":null}", "{\"c\":\"0\"}", "{\"d\":0}", "null", "0")) {
        Range range = range("{" + bounds + ",\"nanCount\":" + other + "}", type);
        assertThat(range == null || range.nanPossible()).as(other).isTrue();
      }
    }
  }

  @Test
  void decimalsAreExactUnlessTheyMayHaveBeenDoubles() {
    Range range = range(both("-9999999999.99"), DataType.decimal(15, 4));
    assertThat(range.min()).isEqualTo(number("-9999999999.9900"));
    assertThat(range.max()).isEqualTo(number("-9999999999.9900"));
    assertThat(range(both("0E-10"), DataType.decimal(20, 10)).min()).isEqualTo(number("0E-10"));
    // A writer that computes bounds as doubles would have written this for ...789.
    Range wide = range(both("1234567890123456800"), DataType.decimal(19, 0));
    assertThat((BigDecimal) wide.min()).isLessThan(number("1234567890123456789"));
    assertThat((BigDecimal) wide.max()).isGreaterThan(number("1234567890123456811"));
    assertThat(range(both("1e999999999"), DataType.decimal(38, 0)).max()).isNull();
  }

  @Test
  void integersDatesStringsAndBooleansAreRead() {
    assertThat(range(both("9007199254740993"), DataType.LONG).max()).isEqualTo(9007199254740993L);
    assertThat(range(both("5.0"), DataType.INT).min()).isEqualTo(5);
    assertThat(range(both("3000000000"), DataType.INT).min()).isNull();
    assertThat(range(both("\"2000-01-01\""), DataType.DATE).min())
        .isEqualTo((int) LocalDate.of(2000, 1, 1).toEpochDay());
    assertThat(range(both("\"a\\u00fc\""), DataType.STRING).max()).isEqualTo("a\u00FC");
    assertThat(range(both("\"a\\ud83d\""), DataType.STRING).max()).isNull();
    assertThat(range(both("true"), DataType.BOOLEAN).max()).isEqualTo(true);
    assertThat(range(both("\"AQ==\""), DataType.BINARY).max()).isNull();
  }

  @Test
  void whatIsMissingIsUnknown() {
    Range range = range("{\"numRecords\":5}", DataType.INT);
    assertThat(range).isEqualTo(new Range(null, null, -1, 5));
    assertThat(range("{}", DataType.INT)).isNull();
    assertThat(range("{\"nullCount\":{\"c\":5}}", DataType.INT))
        .isEqualTo(new Range(null, null, 5, -1));
    assertThat(
            range("{\"numRecords\":5,\"minValues\":null,\"nullCount\":{\"c\":null}}", DataType.INT))
        .isEqualTo(new Range(null, null, -1, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "x",
        "{\"numRecords\":5,\"minValues\":{\"c\":1",
        "{\"numRecords\":5,\"minValues\":7}",
        "{\"numRecords\":\"5\",\"minValues\":{\"c\":\"x\"},\"maxValues\":{\"c\":{\"d\":[]}}}",
        "{\"numRecords\":-5,\"nullCount\":{\"c\":-1}}",
        "{\"numRecords\":5,\"minValues\":{\"c\":1e9999999999}}",
        "{\"numRecords\":1.5,\"nullCount\":{\"c\":99999999999999999999}}",
      })
  void malformedStatisticsSayNothing(String json) {
    Range range = range(json, DataType.INT);
    assertThat(range == null || range.equals(new Range(null, null, -1, -1))).isTrue();
  }

  @Test
  void moreNullsThanRowsAreNoCount() {
    assertThat(range("{\"numRecords\":5,\"nullCount\":{\"c\":6}}", DataType.INT))
        .isEqualTo(new Range(null, null, -1, 5));
  }

  @Test
  void fieldsOfStructsAreFoundByTheirPathAndOtherColumnsAreNotRead() {
    StructType schema =
        new StructType(
            List.of(
                Field.optional("a", DataType.struct(Field.optional("b", DataType.INT))),
                Field.optional("other", DataType.INT),
                Field.optional("tags", DataType.list(DataType.INT))));
    String json =
        "{\"minValues\":{\"other\":1,\"a\":{\"b\":1}},\"maxValues\":{\"a\":{\"b\":2,\"x\":9}},"
            + "\"nullCount\":{\"tags\":1,\"a\":{\"b\":0}},\"numRecords\":4,\"future\":{\"a\":[1]}}";
    var lookup = StatisticsJson.parse(json, schema, Set.of("a", "tags"));
    assertThat(lookup.range(List.of("a", "b"))).isEqualTo(new Range(1, 2, 0, 4));
    assertThat(lookup.range(List.of("tags"))).isEqualTo(new Range(null, null, 1, 4));
    assertThat(lookup.range(List.of("other"))).isEqualTo(new Range(null, null, -1, 4));
    assertThat(lookup.range(List.of("a"))).isEqualTo(new Range(null, null, -1, 4));
  }

  private static String both(String json) {
    return "{\"minValues\":{\"c\":" + json + "},\"maxValues\":{\"c\":" + json + "}}";
  }

  /** The range of the only column, whatever its name in the text. */
  private static Range range(String json, DataType type) {
    String name = json.contains("\"s\":") ? "s" : "c";
    StructType schema = new StructType(List.of(Field.optional(name, type)));
    return StatisticsJson.parse(json, schema, Set.of(name)).range(List.of(name));
  }

  private static ColumnStatistics column(
      DataType type, Object min, Object max, long nullCount, String... path) {
    return new ColumnStatistics(List.of(path), type, min, max, nullCount);
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
