package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;

class UntypedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "text",
        "1",
        "-1",
        "1.5",
        "1e5",
        "01",
        "+1",
        ".5",
        "1.",
        "true",
        "TRUE",
        "false",
        "null",
        "\"",
        "\"\"",
        "\"quoted\"",
        "a\"b",
        "'",
        "NaN",
        "1 ",
        "\n",
        "ü😀"
      })
  void everyStringComesBack(String text) {
    assertThat(Untyped.decode(Untyped.encode(text))).isEqualTo(text);
  }

  @Test
  @Timeout(10)
  void moreDigitsThanANumberMayHaveAreAText() {
    String digits = "3".repeat(20_000_000);
    assertThat(Untyped.decode(digits)).isEqualTo(digits);
    assertThat(Untyped.decode(Untyped.encode(digits))).isEqualTo(digits);
    BigInteger large = BigInteger.TEN.pow(9_999);
    assertThat(Untyped.decode(Untyped.encode(large))).isEqualTo(large);
    for (Object larger :
        List.of(large.multiply(BigInteger.TEN), new BigDecimal("0.1" + "1".repeat(10_000)))) {
      assertThatThrownBy(() -> Untyped.encode(larger))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("a number in a column without a type has at most 10000 digits");
    }
  }

  @Test
  void onlyStringsThatWouldReadAsSomethingElseAreQuoted() {
    assertThat(Untyped.encode("1")).isEqualTo("\"1\"");
    assertThat(Untyped.encode("true")).isEqualTo("\"true\"");
    assertThat(Untyped.encode("\"a\"")).isEqualTo("\"\"a\"\"");
    assertThat(Untyped.encode("01")).isEqualTo("01");
    assertThat(Untyped.encode("null")).isEqualTo("null");
    assertThat(Untyped.encode('x')).isEqualTo("x");
    assertThat(Untyped.encode(new StringBuilder("7"))).isEqualTo("\"7\"");
  }

  @Test
  void numbersComeBackAsTheWidestOfTheirKind() {
    assertThat(roundTrip((byte) 1)).isEqualTo(1L);
    assertThat(roundTrip(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(roundTrip(new BigInteger("9223372036854775808")))
        .isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(roundTrip(BigInteger.ONE)).isEqualTo(1L);
    assertThat(roundTrip(1.5f)).isEqualTo(1.5);
    assertThat(roundTrip(-0.0)).isEqualTo(-0.0);
    assertThat(Untyped.decode("-0")).isEqualTo(-0.0);
    assertThat(Untyped.decode("-0.00e7")).isEqualTo(-0.0);
    assertThat(roundTrip(1e300)).isEqualTo(1e300);
    assertThat(roundTrip(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(roundTrip(true)).isEqualTo(true);
  }

  @Test
  void decimalsComeBackExactly() {
    assertThat(roundTrip(new BigDecimal("1.5"))).isEqualTo(1.5);
    assertThat(roundTrip(new BigDecimal("1.50"))).isEqualTo(new BigDecimal("1.50"));
    assertThat(roundTrip(new BigDecimal("0.1234567890123456789")))
        .isEqualTo(new BigDecimal("0.1234567890123456789"));
    assertThat(roundTrip(new BigDecimal("1E+3"))).isEqualTo(1000L);
  }

  /** Written out in full, one such number would fill the memory. */
  @Test
  void aDecimalOfAHugeExponentIsWrittenWithIt() {
    assertThat(Untyped.encode(new BigDecimal("1E+1000000000"))).isEqualTo("1E+1000000000");
    assertThat(roundTrip(new BigDecimal("1E+1000000000")))
        .isEqualTo(new BigDecimal("1E+1000000000"));
    assertThat(roundTrip(new BigDecimal("1.5E-1000000000")))
        .isEqualTo(new BigDecimal("1.5E-1000000000"));
  }

  @Test
  void whatIsNoScalarIsRefused() {
    assertThatThrownBy(() -> Untyped.encode(List.of(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("'[1]' of class List12 is no scalar that a column without a type");
    assertThatThrownBy(() -> Untyped.encode(Double.NaN))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("NaN has no place in a column without a type; create the column as double");
  }

  @Test
  void textThatTarnDidNotWriteIsReadAsItIs() {
    assertThat(Untyped.decode("\"")).isEqualTo("\"");
    assertThat(Untyped.decode("\"open")).isEqualTo("\"open");
    assertThat(Untyped.decode("1e99999999999")).isEqualTo("1e99999999999");
  }

  private static Object roundTrip(Object value) {
    return Untyped.decode(Untyped.encode(value));
  }
}
