package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeTest {
  private static final Instant NOW = Instant.parse("2024-03-31T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "5 minutes ago, 2024-03-31T09:55:00Z",
    "a minute ago, 2024-03-31T09:59:00Z",
    "An  Hour ago, 2024-03-31T09:00:00Z",
    "90 seconds ago, 2024-03-31T09:58:30Z",
    "1 day ago, 2024-03-30T10:00:00Z",
    "yesterday, 2024-03-30T10:00:00Z",
    "now, 2024-03-31T10:00:00Z",
    "Today, 2024-03-31T00:00:00Z",
    "last week, 2024-03-24T10:00:00Z",
    "last  month, 2024-02-29T10:00:00Z",
    "last year, 2023-03-31T10:00:00Z",
    "2 weeks ago, 2024-03-17T10:00:00Z",
    "1 month ago, 2024-02-29T10:00:00Z",
    "a year ago, 2023-03-31T10:00:00Z",
    "2024-01-02, 2024-01-02T00:00:00Z",
    "2024-01-02 03:04, 2024-01-02T03:04:00Z",
    "2024-01-02T03:04:05+02:00, 2024-01-02T01:04:05Z",
  })
  void whatAPersonSays(String text, Instant time) {
    assertThat(PointInTime.parse(text, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "minutes ago",
        "5 minutes",
        "-5 minutes ago",
        "5 fortnights ago",
        "tomorrow",
        "last",
        "last monday",
        "last week ago"
      })
  void whatIsNoTime(String text) {
    assertThatThrownBy(() -> PointInTime.parse(text, NOW)).isInstanceOf(DateTimeException.class);
  }
}
