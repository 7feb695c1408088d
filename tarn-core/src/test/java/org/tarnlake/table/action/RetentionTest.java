package org.tarnlake.table.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void retentionIsParsedAsOtherEnginesWriteIt() {
    assertThat(Retention.parse(null)).isEqualTo(Duration.ofDays(7));
    assertThat(Retention.parse("interval 1 week")).isEqualTo(Duration.ofDays(7));
    assertThat(Retention.parse("INTERVAL 36 Hours 30 minutes")).isEqualTo(Duration.ofMinutes(2190));
    assertThat(Retention.parse("2 days")).isEqualTo(Duration.ofDays(2));
    assertThat(Retention.parse("interval")).isEqualTo(Duration.ofDays(365_000));
    assertThat(Retention.parse("a fortnight")).isEqualTo(Duration.ofDays(365_000));
    assertThat(Retention.parse("interval 99999999999999999 weeks"))
        .isEqualTo(Duration.ofDays(365_000));
    assertThat(Retention.parse("interval -1 week")).isEqualTo(Duration.ofDays(365_000));
    assertThat(Retention.parse("interval 1 week -1 day")).isEqualTo(Duration.ofDays(6));
  }
}
