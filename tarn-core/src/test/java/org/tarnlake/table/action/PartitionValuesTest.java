package org.tarnlake.table.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Values;
import org.tarnlake.testing.Seeds;

class PartitionValuesTest {

  @ParameterizedTest
  @CsvSource({
    // type, text in the log, canonical value
    "BYTE, -128, -128",
    "SHORT, 7, 7",
    "INT, -2147483648, -2147483648",
    "DATE, 1970-01-01, 0",
    "DATE, 1969-12-31, -1",
    "DATE, 2021-09-08, 18878",
    "DATE, 0001-01-01, -719162",
    "LONG, 9007199254740993, 9007199254740993",
    "TIMESTAMP, 1970-01-01T00:00:00.123456Z, 123456",
    "TIMESTAMP, 1969-12-31T23:59:59.999999Z, -1",
    "TIMESTAMP, 2024-05-01T10:00:00.000000Z, 1714557600000000",
    "TIMESTAMP_NTZ, 2013-07-05 17:01:00.123456, 1373043660123456",
    "TIMESTAMP_NTZ, 1960-01-01 00:00:00, -315619200000000",
    "FLOAT, 0.1, 0.1",
    "DOUBLE, 1.0E10, 1.0E10",
    "DOUBLE, -Infinity, -Infinity",
    "BOOLEAN, true, true",
    "BOOLEAN, false, false",
    "STRING, a b%/=ü, a b%/=ü",
    "STRING, null, null",
  })
  void aValueIsWrittenAsTheProtocolSaysAndReadBack(
      PrimitiveType type, String text, String canonical) {
    Object value = canonical(type, canonical);
    assertThat(PartitionValues.format(Field.optional("p", type), value)).isEqualTo(text);
    assertThat(PartitionValues.parse(type, text)).isEqualTo(value);
  }

  private static Object canonical(PrimitiveType type, String text) {
    return switch (type) {
      case BYTE, SHORT, INT, DATE -> Integer.valueOf(text);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case STRING, BINARY -> text;
    };
  }

  @ParameterizedTest
  @CsvSource({
    // The three encodings: without a zone, with one, and with any number of digits behind the
    // point.
    "1970-01-01 00:00:00, 1970-01-01T00:00:00Z",
    "2021-09-08 11:11:11, 2021-09-08T11:11:11Z",
    "2020-01-01 08:09:10.001, 2020-01-01T08:09:10.001Z",
    "1970-01-01 00:00:00.123456, 1970-01-01T00:00:00.123456Z",
    "1969-12-31 23:59:59.5, 1969-12-31T23:59:59.5Z",
    "1970-01-01T00:00:00.123456Z, 1970-01-01T00:00:00.123456Z",
    "2024-06-14T04:00:00Z, 2024-06-14T04:00:00Z",
    "2024-06-14T04:00:00.5+02:00, 2024-06-14T02:00:00.5Z",
    "2024-06-14 04:00:00-04:56:02, 2024-06-14T08:56:02Z",
  })
  void everyEncodingOfATimestampIsRead(String text, String instant) {
    assertThat(PartitionValues.parse(DataType.TIMESTAMP, text))
        .isEqualTo(Values.micros(Instant.parse(instant)));
  }

  @Test
  void decimalsKeepTheirScale() {
    DataType type = DataType.decimal(12, 5);
    BigDecimal value = new BigDecimal("-2342342.23423");
    assertThat(PartitionValues.parse(type, "-2342342.23423")).isEqualTo(value);
    assertThat(PartitionValues.format(Field.optional("p", type), value))
        .isEqualTo("-2342342.23423");
    assertThat(PartitionValues.parse(type, "4E-5")).isEqualTo(new BigDecimal("0.00004"));
    Field whole = Field.optional("p", DataType.decimal(38, 0));
    BigDecimal large = new BigDecimal("12345678901234567890123456789012345678");
    assertThat(PartitionValues.format(whole, large))
        .isEqualTo("12345678901234567890123456789012345678");
  }

  @Test
  void nullHasManyFormsWhenReadAndOneWhenWritten() {
    for (DataType type : List.of(DataType.STRING, DataType.INT, DataType.TIMESTAMP)) {
      assertThat(PartitionValues.parse(type, null)).isNull();
      assertThat(PartitionValues.parse(type, "")).isNull();
      assertThat(PartitionValues.parse(type, "__HIVE_DEFAULT_PARTITION__")).isNull();
      assertThat(PartitionValues.format(Field.optional("p", type), null)).isNull();
    }
  }

  @Test
  void whatWouldComeBackAsAnotherValueIsRefused() {
    assertThatThrownBy(() -> PartitionValues.format(Field.required("p", DataType.STRING), ""))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "partition column 'p' cannot hold an empty string, which Delta reads as null; use another text, or do not partition by it");
    assertThatThrownBy(() -> PartitionValues.format(Field.optional("p", DataType.STRING), ""))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("which Delta reads as null; use null or another text");
    assertThatThrownBy(() -> PartitionValues.format(Field.required("p", DataType.INT), null))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("must not be null; give it a value");
    Field text = Field.optional("p", DataType.STRING);
    assertThatThrownBy(() -> PartitionValues.format(text, "__HIVE_DEFAULT_PARTITION__"))
        .isInstanceOf(InvalidDataException.class);
    Field number = Field.optional("p", DataType.DOUBLE);
    assertThatThrownBy(() -> PartitionValues.format(number, Double.NaN))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("partition column 'p' cannot hold NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 1.5",
    "INT, 3000000000",
    "DATE, 2024-02-30",
    "TIMESTAMP, noon",
    "BOOLEAN, yes",
    "TIMESTAMP_NTZ, 2024-06-14T04:00:00Z",
    "DOUBLE, x",
  })
  void whatIsNoValueOfTheTypeIsRefused(PrimitiveType type, String text) {
    assertThatThrownBy(() -> PartitionValues.parse(type, text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(text);
  }

  @Test
  void everyValueOfEveryTypeIsReadBack() {
    Seeds.run(
        2_000,
        random -> {
          DecimalType decimal = new DecimalType(1 + random.nextInt(18), 0);
          long unscaled = random.nextLong() % (long) Math.pow(10, decimal.precision());
          check(decimal, new BigDecimal(BigInteger.valueOf(unscaled), 0));
          check(DataType.LONG, random.nextLong());
          check(DataType.DATE, (int) LocalDate.of(random.nextInt(-9999, 9999), 1, 1).toEpochDay());
          check(DataType.TIMESTAMP, random.nextLong() >> random.nextInt(8, 40));
          check(DataType.TIMESTAMP_NTZ, random.nextLong() >> random.nextInt(8, 40));
          double number = Double.longBitsToDouble(random.nextLong());
          if (!Double.isNaN(number)) {
            check(DataType.DOUBLE, number);
            check(DataType.FLOAT, (float) number);
          }
        });
  }

  private static void check(DataType type, Object value) {
    String text = PartitionValues.format(Field.optional("p", type), value);
    assertThat(PartitionValues.parse(type, text)).as("%s %s", type.text(), text).isEqualTo(value);
  }
}
