package org.tarnlake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CellTextTest {
  @Test
  void doublesAreWrittenAsTheJdkWritesThem() {
    for (double number : new double[] {0, -0.0, 0.01, -0.01, 1, 9_999_999.99, 1e7, 0.1 + 0.2}) {
      assertThat(CellText.amount(number)).isEqualTo(Double.toString(number));
    }
    Random random = new Random(7);
    for (int i = 0; i < 1_000_000; i++) {
      double amount = (random.nextLong() >> (25 + random.nextInt(39))) / 100.0;
      double number = i % 10 == 0 ? Double.longBitsToDouble(random.nextLong()) : amount;
      assertThat(CellText.amount(number)).isEqualTo(Double.toString(number));
    }
  }
}
