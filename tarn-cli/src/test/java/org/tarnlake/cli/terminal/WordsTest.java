package org.tarnlake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void numbersAndSizesAreReadable() {
    assertThat(Words.count(1, "row")).isEqualTo("1 row");
    assertThat(Words.count(1234567, "row")).isEqualTo("1,234,567 rows");
    assertThat(Words.bytes(999)).isEqualTo("999 B");
    assertThat(Words.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(Words.bytes(999_999)).isEqualTo("1.0 MB");
    assertThat(Words.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }

  @Test
  void numbersAreThoseOfTheJdk() {
    long[] edges = {0, 7, -7, 99, 100, 999, 1000, -999, -1000, Long.MAX_VALUE, Long.MIN_VALUE};
    for (long number : edges) {
      assertThat(Words.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      assertThat(Words.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
    }
  }
}
