package org.tarnlake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

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
}
