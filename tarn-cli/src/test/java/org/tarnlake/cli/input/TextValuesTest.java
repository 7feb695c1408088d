package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;

/** The most common forms of values have short ways of their own, to the values of the JDK. */
class TextValuesTest {
  private static final String NONE = "none";

  @Test
  void timesAreThoseOfTheJdk() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      int year = random.nextInt(10) == 0 ? random.nextInt(10_000) : 1890 + random.nextInt(220);
      int month = random.nextInt(14);
      int day = random.nextInt(33);
      int hour = random.nextInt(25);
      int minute = random.nextInt(61);
      int second = random.nextInt(61);
      int digits = random.nextInt(7);
      int fraction = random.nextInt((int) Math.pow(10, digits));
      int nanos = fraction * (int) Math.pow(10, 9 - digits);
      String date = "%04d-%02d-%02d".formatted(year, month, day);
      String time = "%02d:%02d:%02d".formatted(hour, minute, second);
      String behind = digits == 0 ? "" : ("." + "%0" + digits + "d").formatted(fraction);
      String text = date + (random.nextBoolean() ? "T" : " ") + time + behind;
      Supplier<LocalDateTime> local =
          () -> LocalDateTime.of(year, month, day, hour, minute, second, nanos);
      assertThat(parsed(DataType.DATE, date)).isEqualTo(text(() -> LocalDate.of(year, month, day)));
      assertThat(parsed(DataType.TIMESTAMP_NTZ, text)).isEqualTo(text(local));
      assertThat(parsed(DataType.TIMESTAMP, text + "Z"))
          .isEqualTo(text(() -> local.get().toInstant(ZoneOffset.UTC)));
    }
  }

  @Test
  void numbersAreThoseOfTheJdk() {
    Random random = new Random(7);
    for (int i = 0; i < 300_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      BigDecimal decimal = BigDecimal.valueOf(number, random.nextInt(12));
      String text = decimal.toPlainString();
      if (decimal.precision() <= 15) {
        assertThat(parsed(DataType.DOUBLE, text)).isEqualTo(text(() -> Double.parseDouble(text)));
      }
      assertThat(parsed(DataType.LONG, String.valueOf(number))).isEqualTo(String.valueOf(number));
      BigDecimal plain = decimal.stripTrailingZeros();
      boolean fits = plain.scale() <= 4 && plain.precision() - plain.scale() <= 8;
      assertThat(parsed(DataType.decimal(12, 4), text))
          .isEqualTo(fits ? plain.setScale(4).toString() : NONE);
    }
  }

  private static String parsed(DataType type, String text) {
    try {
      return String.valueOf(TextValues.parse(type, text));
    } catch (InvalidDataException e) {
      return NONE;
    }
  }

  private static String text(Supplier<?> value) {
    try {
      return value.get().toString();
    } catch (DateTimeException e) {
      return NONE;
    }
  }
}
