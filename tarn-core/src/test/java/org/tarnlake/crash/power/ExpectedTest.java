package org.tarnlake.crash.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What power cuts may do, and what is found that they did. */
final class ExpectedTest {
  private final Expected expected = new Expected();

  @Test
  void whatWasAcknowledgedIsThere() {
    assertThat(expected.told(List.of("there ", "ready", "1", "3", "2")).acknowledged())
        .isEqualTo(3);
    assertThat(expected.found(List.of(1L, 2L, 3L)).findings()).isEmpty();
  }

  @Test
  void aLostCommitIsFoundOnce() {
    expected.told(List.of("1", "2", "3"));
    CutReport report = expected.found(List.of(1L, 3L));
    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.findings()).containsExactly("lost: 2");
    assertThat(expected.found(List.of(1L, 3L)).lost()).isZero();
  }

  @Test
  void whatIsAcknowledgedDuringTheCutIsLostToo() {
    expected.told(List.of("1"));
    assertThat(expected.toldDuringCut(List.of("2", "3")).acknowledged()).isEqualTo(2);
    CutReport report = expected.found(List.of(2L));
    assertThat(report.lost()).isEqualTo(2);
    assertThat(report.lostDuringCut()).isEqualTo(1);
  }

  @Test
  void whatNobodyAcknowledgedMayBeThereButThenItStays() {
    expected.told(List.of("1"));
    CutReport report = expected.found(List.of(1L, 2L));
    assertThat(report.findings()).isEmpty();
    assertThat(report.unacknowledged()).isEqualTo(1);
    assertThat(expected.found(List.of(1L)).findings()).containsExactly("lost: 2");
  }

  @Test
  void aDoubledCommitIsFound() {
    expected.told(List.of("1"));
    CutReport report = expected.found(List.of(1L, 1L));
    assertThat(report.doubled()).isEqualTo(1);
    assertThat(report.findings()).hasSize(1);
  }

  @Test
  void aCommitThatWasSaidToHaveFailedMustNotBeThere() {
    expected.told(List.of("1", "failed 2"));
    CutReport report = expected.found(List.of(1L, 2L));
    assertThat(report.revived()).isEqualTo(1);
    assertThat(report.findings()).containsExactly("said to have failed: 2");
  }

  @Test
  void whereThereIsNoTellingAllIsLost() {
    expected.told(List.of("1", "2"));
    assertThat(expected.unreadable("torn").lost()).isEqualTo(2);
  }

  @Test
  void numbersAreToldInRanges() {
    List<Long> numbers = List.of(1L, 2L, 3L, 7L, 9L, 9L, 10L);
    assertThat(Numbers.text(numbers)).isEqualTo("1-3 7 9 9-10");
    assertThat(Numbers.parse("1-3 7 9 9-10")).isEqualTo(numbers);
    assertThat(Numbers.parse(" ")).isEmpty();
  }
}
