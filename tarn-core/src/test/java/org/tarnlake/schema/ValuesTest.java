package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.InvalidDataException;

class ValuesTest {
  private static final DataType PRICE = DataType.decimal(5, 2);

  @Test
  void anyIntegerThatFitsIsTaken() {
    assertThat(canonical(DataType.BYTE, 127L)).isEqualTo(127);
    assertThat(canonical(DataType.SHORT, (byte) -1)).isEqualTo(-1);
    assertThat(canonical(DataType.INT, BigInteger.valueOf(-2147483648L))).isEqualTo(-2147483648);
    assertThat(canonical(DataType.LONG, 7)).isEqualTo(7L);
    assertThat(canonical(DataType.LONG, new BigInteger("9223372036854775807")))
        .isEqualTo(9223372036854775807L);
  }

  @Test
  void anIntegerThatDoesNotFitIsRefused() {
    assertRefused(DataType.BYTE, 128, "128 does not fit byte without loss");
    assertRefused(DataType.SHORT, -32769, "-32769 does not fit short without loss");
    assertRefused(DataType.INT, 2147483648L, "2147483648 does not fit int without loss");
    assertRefused(
        DataType.LONG,
        new BigInteger("-9223372036854775809"),
        "-9223372036854775809 does not fit long without loss");
  }

  @Test
  void anotherTypeIsRefusedWithWhatToPass() {
    assertRefused(DataType.INT, 1.0, "'1.0' of class Double is no int; pass an integer");
    assertRefused(DataType.BOOLEAN, "true", "'true' of class String is no boolean; pass a Boolean");
    assertRefused(DataType.STRING, 1, "'1' of class Integer is no string; pass a String");
    assertRefused(DataType.BINARY, "ab", "'ab' of class String is no binary; pass a byte[]");
    assertRefused(
        DataType.STRING, new byte[3], "3 bytes of class byte[] is no string; pass a String");
    assertRefused(
        DataType.DATE,
        "2024-01-01",
        "'2024-01-01' of class String is no date; pass a java.time.LocalDate");
    assertRefused(
        DataType.TIMESTAMP,
        LocalDateTime.parse("2024-01-01T00:00:00"),
        "'2024-01-01T00:00' of class LocalDateTime is no timestamp; pass a java.time.Instant");
    assertRefused(
        DataType.TIMESTAMP_NTZ,
        Instant.EPOCH,
        "'1970-01-01T00:00:00Z' of class Instant is no timestamp_ntz; pass a java.time.LocalDateTime");
    assertRefused(
        PRICE, 1.5, "'1.5' of class Double is no decimal(5,2); pass a BigDecimal or an integer");
  }

  /** A float took no whole number above 2^24, though it holds every second one, and so on. */
  @Test
  void aWholeNumberIsTakenAsFloatExactlyIfTheFloatHoldsIt() {
    assertThat(canonical(DataType.FLOAT, 1 << 24)).isEqualTo(16777216f);
    assertThat(canonical(DataType.FLOAT, 33554432)).isEqualTo(33554432f);
    assertThat(canonical(DataType.FLOAT, Long.MIN_VALUE)).isEqualTo(-0x1p63f);
    assertRefused(DataType.FLOAT, 16777217, "16777217 does not fit float without loss");
    assertRefused(
        DataType.FLOAT,
        9223372036854775807L,
        "9223372036854775807 does not fit float without loss");
    assertThat(canonical(DataType.DOUBLE, 9007199254740994L)).isEqualTo(9007199254740994.0);
    assertThat(canonical(DataType.DOUBLE, Long.MIN_VALUE)).isEqualTo(-0x1p63);
    assertRefused(
        DataType.DOUBLE, 9007199254740993L, "9007199254740993 does not fit double without loss");
    assertRefused(
        DataType.DOUBLE,
        9223372036854775807L,
        "9223372036854775807 does not fit double without loss");
  }

  @Test
  void aDoubleIsTakenAsFloatIfNothingIsLost() {
    assertThat(canonical(DataType.FLOAT, 0.5)).isEqualTo(0.5f);
    assertThat(canonical(DataType.FLOAT, -0.0)).isEqualTo(-0.0f);
    assertThat(canonical(DataType.FLOAT, Double.NaN)).isEqualTo(Float.NaN);
    assertThat(canonical(DataType.FLOAT, Double.NEGATIVE_INFINITY))
        .isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(canonical(DataType.DOUBLE, 0.1f)).isEqualTo((double) 0.1f);
    assertRefused(DataType.FLOAT, 0.1, "0.1 does not fit float without loss");
    assertRefused(DataType.FLOAT, 1e39, "1.0E39 does not fit float without loss");
  }

  @Test
  void aDecimalIsTakenIfNoDigitIsLost() {
    assertThat(canonical(PRICE, new BigDecimal("999.99"))).isEqualTo(new BigDecimal("999.99"));
    assertThat(canonical(PRICE, new BigDecimal("1.5000"))).isEqualTo(new BigDecimal("1.50"));
    assertThat(canonical(PRICE, new BigDecimal("1E+2"))).isEqualTo(new BigDecimal("100.00"));
    assertThat(canonical(PRICE, 7)).isEqualTo(new BigDecimal("7.00"));
    assertThat(canonical(PRICE, BigInteger.TEN)).isEqualTo(new BigDecimal("10.00"));
    assertThat(canonical(PRICE, new BigDecimal("0E+1000000000"))).isEqualTo(new BigDecimal("0.00"));
    assertThat(canonical(DataType.decimal(38, 0), new BigDecimal("9".repeat(38))))
        .isEqualTo(new BigDecimal("9".repeat(38)));
    assertRefused(PRICE, new BigDecimal("1000"), "1000 does not fit decimal(5,2) without loss");
    assertRefused(PRICE, new BigDecimal("0.001"), "0.001 does not fit decimal(5,2) without loss");
    assertRefused(PRICE, 1000, "1000 does not fit decimal(5,2) without loss");
  }

  /** Scaling such a number would fill the memory with zeros before it could be refused. */
  @Test
  void aDecimalOfAHugeExponentIsRefusedAtOnce() {
    assertRefused(
        PRICE,
        new BigDecimal("1E+2147483647"),
        "1E+2147483647 does not fit decimal(5,2) without loss");
    assertRefused(
        PRICE,
        new BigDecimal("1E-2147483647"),
        "1E-2147483647 does not fit decimal(5,2) without loss");
  }

  @Test
  void timesAreCutToMicrosecondsDownwards() {
    assertThat(canonical(DataType.TIMESTAMP, Instant.parse("1970-01-01T00:00:01.000000999Z")))
        .isEqualTo(1_000_000L);
    assertThat(canonical(DataType.TIMESTAMP, Instant.parse("1969-12-31T23:59:59.999999999Z")))
        .isEqualTo(-1L);
    assertThat(canonical(DataType.TIMESTAMP, OffsetDateTime.parse("1970-01-01T01:00:00+01:00")))
        .isEqualTo(0L);
    assertThat(
            canonical(
                DataType.TIMESTAMP, ZonedDateTime.parse("1970-01-01T01:00:00+01:00[Europe/Paris]")))
        .isEqualTo(0L);
    assertThat(
            canonical(DataType.TIMESTAMP_NTZ, LocalDateTime.parse("1969-12-31T23:59:59.9999995")))
        .isEqualTo(-1L);
  }

  @Test
  void timesBeyondTheRangeAreRefused() {
    assertThatThrownBy(() -> canonical(DataType.TIMESTAMP, Instant.MAX))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "+1000000000-12-31T23:59:59.999999999Z is outside the range of a timestamp, about 290,000 years around 1970");
    assertThatThrownBy(() -> canonical(DataType.TIMESTAMP_NTZ, LocalDateTime.MIN))
        .isInstanceOf(InvalidDataException.class);
    assertThat(canonical(DataType.DATE, LocalDate.MAX.minusYears(999_000_000)))
        .isInstanceOf(Integer.class);
  }

  @Test
  void bytesAreCopiedSoThatTheCallerMayGoOn() {
    byte[] mine = {1, 2};
    Object kept = canonical(DataType.BINARY, mine);
    mine[0] = 9;
    assertThat(kept).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void whatIsReturnedIsOfTheColumnsOwnClass() {
    assertThat(Values.external(DataType.BYTE, 7)).isEqualTo((byte) 7);
    assertThat(Values.external(DataType.SHORT, 7)).isEqualTo((short) 7);
    assertThat(Values.external(DataType.INT, 7)).isEqualTo(7);
    assertThat(Values.external(DataType.DATE, -1)).isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(Values.external(DataType.TIMESTAMP, -1L))
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    assertThat(Values.external(DataType.TIMESTAMP_NTZ, Long.MIN_VALUE))
        .isEqualTo(LocalDateTime.parse("-290308-12-21T19:59:05.224192"));
    assertThat(Values.external(PRICE, new BigDecimal("1.00"))).isEqualTo(new BigDecimal("1.00"));
  }

  private static Object canonical(DataType type, Object value) {
    return Values.canonical(type, value);
  }

  private static void assertRefused(DataType type, Object value, String message) {
    assertThatThrownBy(() -> Values.canonical(type, value))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
