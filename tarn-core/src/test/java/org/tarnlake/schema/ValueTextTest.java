package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;

class ValueTextTest {
  /** A million digits once took a minute before they were found not to fit. */
  @Test
  @Timeout(10)
  void moreDigitsThanAnyTypeHasAreRefusedAtOnce() {
    String digits = "3".repeat(20_000_000);
    for (DataType type : List.of(DataType.BYTE, DataType.LONG, DataType.decimal(38, 10))) {
      assertThatThrownBy(() -> ValueText.parse(type, digits))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("'%s...' is no %s".formatted("3".repeat(200), type.text()));
    }
    assertThat(ValueText.parse(DataType.LONG, "0".repeat(900) + "7")).isEqualTo(7L);
  }

  @Test
  void eachTypeHasItsText() {
    assertText(DataType.BOOLEAN, "true", true);
    assertText(DataType.BYTE, "-128", -128);
    assertText(DataType.SHORT, "32767", 32767);
    assertText(DataType.INT, "0", 0);
    assertText(DataType.LONG, "-9223372036854775808", Long.MIN_VALUE);
    assertText(DataType.FLOAT, "1.5", 1.5f);
    assertText(DataType.DOUBLE, "1.0E300", 1e300);
    assertText(DataType.DOUBLE, "NaN", Double.NaN);
    assertText(DataType.DOUBLE, "-Infinity", Double.NEGATIVE_INFINITY);
    assertText(DataType.STRING, " as it is ", " as it is ");
    assertText(DataType.BINARY, "00ff", new byte[] {0, -1});
    assertText(DataType.DATE, "1969-12-31", -1);
    assertText(DataType.TIMESTAMP, "1969-12-31 23:59:59.999999Z", -1L);
    assertText(DataType.TIMESTAMP_NTZ, "1970-01-01 00:00:01", 1_000_000L);
    assertText(DataType.decimal(10, 2), "-1234.50", new BigDecimal("-1234.50"));
  }

  /** Only texts of exactly ten characters before the space were taken for dates with a time. */
  @Test
  void yearsOfMoreThanFourDigitsAreReadBack() {
    assertText(DataType.TIMESTAMP, "+12345-06-07 08:09:10Z", 327_416_976_550_000_000L);
    assertText(DataType.TIMESTAMP_NTZ, "-0001-01-01 00:00:00", -62_198_755_200_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-01, 2024-05-01T00:00:00Z",
    "2024-05-01T10:00, 2024-05-01T10:00:00Z",
    "2024-05-01 10:00:00, 2024-05-01T10:00:00Z",
    "2024-05-01T10:00:00.5Z, 2024-05-01T10:00:00.5Z",
    "2024-05-01 10:00:00+02:00, 2024-05-01T08:00:00Z",
    "2024-05-01T10:00:00-05:30, 2024-05-01T15:30:00Z",
  })
  void pointsInTimeAreUtcUnlessTheySayOtherwise(String text, Instant instant) {
    assertThat(ValueText.parseInstant(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2024-13-01", "2024-05-01T", "2024-05-01 25:00:00", "1714557600"})
  void whatIsNoPointInTimeIsRefused(String text) {
    assertThatThrownBy(() -> ValueText.parseInstant(text))
        .isInstanceOf(DateTimeParseException.class);
    assertThatThrownBy(() -> ValueText.parse(DataType.TIMESTAMP, text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("'%s' is no timestamp", text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "boolean, yes, 'yes' is no boolean",
        "int, 1.0, '1.0' is no int",
        "int, \"\", '' is no int",
        "int, 2147483648, 2147483648 does not fit int without loss",
        "date, 2024-02-30, '2024-02-30' is no date",
        "timestamp_ntz, 2023-02-29T10:00:00, '2023-02-29T10:00:00' is no timestamp_ntz",
        "timestamp, 2024-09-31 10:00, '2024-09-31 10:00' is no timestamp",
        "timestamp, 2024-02-28T24:00:00, '2024-02-28T24:00:00' is no timestamp",
        "binary, abc, 'abc' is no binary",
        "double, 1x, '1x' is no double",
        // Java's own parsing takes these: suffixes, hexadecimal, spaces.
        "double, 1d, '1d' is no double",
        "float, 1f, '1f' is no float",
        "double, 0x1p3, '0x1p3' is no double",
        "double, \" 1\", ' 1' is no double",
      })
  void whatIsNoValueOfTheTypeIsRefused(String type, String text, String message) {
    DataType dataType = PrimitiveType.valueOf(type.toUpperCase(Locale.ROOT));
    assertThatThrownBy(() -> ValueText.parse(dataType, text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void timesAreWrittenAsTheJdkWritesThem() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long micros = random.nextLong() >> random.nextInt(40);
      long rounded = i % 2 == 0 ? micros : micros - micros % (long) Math.pow(10, i % 7);
      LocalDateTime time =
          LocalDateTime.ofInstant(Instant.EPOCH.plus(rounded, ChronoUnit.MICROS), ZoneOffset.UTC);
      if (time.getYear() >= 0 && time.getYear() <= 9999) {
        String digits = "%06d".formatted(time.getNano() / 1000).replaceFirst("0+$", "");
        assertThat(ValueText.format(DataType.TIMESTAMP_NTZ, rounded))
            .isEqualTo(
                time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"))
                    + (digits.isEmpty() ? "" : "." + digits));
      }
    }
  }

  /** A number beyond the type was read as infinity, which is another number. */
  @Test
  void aNumberBeyondTheTypeIsRefused() {
    assertThatThrownBy(() -> ValueText.parse(DataType.DOUBLE, "1e400"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("1e400 does not fit double");
    assertThatThrownBy(() -> ValueText.parse(DataType.FLOAT, "-1e39"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("-1e39 does not fit float");
  }

  private static void assertText(DataType type, String text, Object canonical) {
    assertThat(ValueText.parse(type, text)).isEqualTo(canonical);
    assertThat(ValueText.format(type, canonical)).isEqualTo(text);
  }
}
