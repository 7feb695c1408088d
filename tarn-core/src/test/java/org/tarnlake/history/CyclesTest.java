package org.tarnlake.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.history.Anomaly.Kind;

/** Small histories, each with transactions that cannot be put into one order. */
class CyclesTest {
  @Test
  void dirtyWrite() {
    assertForbidden(
        Kind.DIRTY_WRITE,
        """
        0 1..4 snapshot committed: x+1 y+1
        1 1..4 snapshot committed: x+2 y+2
        2 5..6 snapshot committed: x=1,2
        2 7..8 snapshot committed: y=2,1
        """,
        "T0 appended to x before T1 appended 2; T1 appended to y before T0 appended 1: so T0 comes"
            + " before itself");
  }

  @Test
  void circularInformation() {
    assertForbidden(
        Kind.CIRCULAR_INFORMATION,
        """
        0 1..4 snapshot committed: x+1 y=2
        1 1..4 snapshot committed: y+2 x=1
        """,
        "T1 read x with 1, which T0 appended; T0 read y with 2, which T1 appended: so");
  }

  @Test
  void circularInformationByWayOfTheOrder() {
    assertForbidden(
        Kind.CIRCULAR_INFORMATION,
        """
        0 1..4 snapshot committed: x+1 y=2
        1 1..4 snapshot committed: y+2 x+3
        2 5..6 snapshot committed: x=1,3
        """,
        "T0 appended to x before T1 appended 3; T0 read y with 2, which T1 appended: so");
  }

  @Test
  void fracturedRead() {
    assertForbidden(
        Kind.FRACTURED_READ,
        """
        0 1..6 snapshot committed: x+1 y+1
        1 1..6 snapshot committed: x=1 y=
        2 7..8 snapshot committed: y=1
        """,
        "T1 read x with 1 and y without 1, both appended by T0");
  }

  @Test
  void fracturedReadOfWhatNobodyElseSaw() {
    assertForbidden(
        Kind.FRACTURED_READ,
        """
        0 1..6 snapshot committed: x+1 y+1
        1 1..6 snapshot committed: x=1 y=
        """,
        "T1 read x with 1 and y without 1, both appended by T0");
  }

  @Test
  void fracturedReadOfATransactionThatWasRefused() {
    assertForbidden(
        Kind.FRACTURED_READ,
        """
        0 1..6 snapshot committed: x+1 y+1
        1 1..6 serializable aborted: x=1 y= z+5
        2 7..8 snapshot committed: y=1
        """,
        "T1 read x with 1 and y without 1");
  }

  @Test
  void fracturedReadBehindOtherAppends() {
    assertForbidden(
        Kind.READ_SKEW,
        """
        0 1..9 snapshot committed: x+1 y+1
        1 1..9 snapshot committed: x+2
        2 1..9 snapshot committed: y+3
        3 1..9 snapshot committed: x=1,2 y=
        4 10..11 snapshot committed: x=1,2 y=3,1
        """,
        "T0 appended to x before T1 appended 2; T3 read x with 2, which T1 appended;"
            + " T3 read y without 3, which T2 appended; T2 appended to y before T0 appended 1: so");
  }

  @Test
  void readSkew() {
    assertForbidden(
        Kind.READ_SKEW,
        """
        0 1..9 snapshot committed: x+1
        1 1..9 snapshot committed: x=1 y+2
        2 1..9 snapshot committed: y=2 x=
        """,
        "T1 read x with 1, which T0 appended; T2 read y with 2, which T1 appended;"
            + " T2 read x without 1, which T0 appended: so T0 comes before itself");
  }

  @Test
  void lostUpdateIsAllowedWhereAppendsRebase() {
    String history =
        """
        0 1..4 snapshot committed: x= x+1
        1 1..4 snapshot committed: x= x+2
        2 5..6 snapshot committed: x=1,2
        """;
    assertAllowed(
        Kind.LOST_UPDATE, history, "T1 read x without 1, which T0 appended before T1 appended 2");
    assertThat(HistoryChecker.check(HistoryText.parse(history), WriteRule.FIRST_COMMITTER_WINS))
        .extracting(Anomaly::kind, Anomaly::allowed)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.LOST_UPDATE, false));
  }

  @Test
  void lostUpdateByASerializableTransaction() {
    assertForbidden(
        Kind.LOST_UPDATE,
        """
        0 1..4 snapshot committed: x+1
        1 1..4 serializable committed: x= x+2
        2 5..6 snapshot committed: x=1,2
        """,
        "T1 read x without 1");
  }

  /** What it read had not changed when it committed; the other one may have read before. */
  @Test
  void lostUpdateAfterASerializableTransactionIsAllowed() {
    assertAllowed(
        Kind.LOST_UPDATE,
        """
        0 1..4 serializable committed: x= x+1
        1 1..4 snapshot committed: x= x+2
        2 5..6 snapshot committed: x=1,2
        """,
        "T1 read x without 1");
  }

  @Test
  void writeSkewIsAllowedUnderSnapshotIsolation() {
    assertAllowed(
        Kind.WRITE_SKEW,
        """
        0 1..4 snapshot committed: x= y+1
        1 1..4 snapshot committed: y= x+2
        2 5..6 snapshot committed: x=2 y=1
        """,
        "T0 read x without 2, which T1 appended, and T1 read y without 1, which T0 appended");
  }

  @Test
  void writeSkewOfSerializableTransactionsIsNot() {
    assertForbidden(
        Kind.WRITE_SKEW,
        """
        0 1..4 serializable committed: x= y+1
        1 1..4 serializable committed: y= x+2
        2 5..6 snapshot committed: x=2 y=1
        """,
        "T0 read x without 2");
  }

  @Test
  void writeSkewOfBothSortsIsAllowedWhileTheSerializableOneMayHaveBeenFirst() {
    assertAllowed(
        Kind.WRITE_SKEW,
        """
        0 1..4 serializable committed: x= y+1
        1 1..4 snapshot committed: y= x+2
        2 5..6 snapshot committed: x=2 y=1
        """,
        "T0 read x without 2");
  }

  @Test
  void writeSkewOfBothSortsIsForbiddenWhereTheSerializableOneWasLast() {
    List<Anomaly> found =
        check(
            """
            0 1..4 serializable committed: x= y+1 z+3
            1 1..4 snapshot committed: y= x+2 z+4
            2 5..6 snapshot committed: z=4,3
            2 7..8 snapshot committed: x=2 y=1
            """);
    assertThat(found)
        .filteredOn(each -> !each.allowed())
        .extracting(Anomaly::kind)
        .containsExactly(Kind.READ_SKEW);
  }

  @Test
  void writeSkewOfThree() {
    String history =
        """
        0 1..4 ISOLATION committed: x= y+1
        1 1..4 ISOLATION committed: y= z+2
        2 1..4 ISOLATION committed: z= x+3
        3 5..6 snapshot committed: x=3 y=1 z=2
        """;
    assertAllowed(
        Kind.WRITE_SKEW,
        history.replace("ISOLATION", "snapshot"),
        "T0 read x without 3, which T2 appended");
    assertForbidden(
        Kind.WRITE_SKEW,
        history.replace("ISOLATION", "serializable"),
        "T0 read x without 3, which T2 appended");
  }

  @Test
  void longFork() {
    assertForbidden(
        Kind.LONG_FORK,
        """
        0 1..9 snapshot committed: x+1
        1 1..9 snapshot committed: y+2
        2 1..9 snapshot committed: x=1 y=
        3 1..9 snapshot committed: x= y=2
        """,
        "T3 read x without 1, which T0 appended");
  }

  @Test
  void readOnlyAnomalyIsAllowedUnderSnapshotIsolation() {
    assertAllowed(
        Kind.WRITE_SKEW,
        """
        0 1..9 snapshot committed: x= y= x+1
        1 2..5 snapshot committed: y= y+2
        2 6..7 snapshot committed: x= y=2
        3 10..11 snapshot committed: x=1 y=2
        """,
        "T0 read y without 2, which T1 appended");
  }

  @Test
  void aTransactionThatMissesWhatHadEndedBefore() {
    assertForbidden(
        Kind.REAL_TIME_VIOLATION,
        """
        0 1..2 snapshot committed: x+1
        1 3..4 snapshot committed: x=
        2 5..6 snapshot committed: x=1
        """,
        "T1 was begun at 3 and read x without 1, which T0 had committed at 2");
  }

  @Test
  void aTransactionThatMissesWhatCameBeforeWhatHadEnded() {
    assertForbidden(
        Kind.REAL_TIME_VIOLATION,
        """
        0 1..9 snapshot committed: x+1
        1 2..3 snapshot committed: x+2
        2 4..5 snapshot committed: x=
        3 10..11 snapshot committed: x=1,2
        """,
        "T0 appended to x before T1 appended 2; T2 was begun at 4, after T1 had ended at 3;"
            + " T2 read x without 1, which T0 appended: so T0");
  }

  @Test
  void aTransactionThatMissesWhatAnotherOneHadSeen() {
    assertForbidden(
        Kind.REAL_TIME_VIOLATION,
        """
        0 1..9 snapshot committed: x+1
        1 2..3 snapshot committed: x=1
        2 4..5 snapshot committed: x=
        3 10..11 snapshot committed: x=1
        """,
        "T2 was begun at 4, after T1 had ended at 3");
  }

  @Test
  void aTransactionThatSeesWhatWasBegunLater() {
    assertForbidden(
        Kind.REAL_TIME_VIOLATION,
        """
        0 1..2 snapshot committed: x=1
        1 3..4 snapshot committed: x+1
        """,
        "T1 was begun at 3, after T0 had ended at 2");
  }

  @Test
  void whatTookEffectAfterItsClientGaveUpViolatesNothing() {
    assertThat(
            check(
                """
                0 1..2 serializable unknown: x+1
                1 3..4 snapshot committed: x=
                1 5..6 snapshot committed: x=1
                """))
        .isEmpty();
  }

  @Test
  void aSerializableReaderMayBeAsOfItsBegin() {
    assertThat(
            check(
                """
                0 1..6 serializable committed: x= y=
                1 2..3 snapshot committed: x+1 y+1
                2 7..8 snapshot committed: x=1 y=1
                """))
        .isEmpty();
  }

  @Test
  void aSerializableTransactionThatAppendedWhatNobodySawIsNotBeforeItself() {
    assertThat(
            check(
                """
                0 1..6 serializable committed: x= x+1
                """))
        .isEmpty();
  }

  @Test
  void ofTwoAppendsThatNobodySawNeitherReaderIsTheSecond() {
    assertForbidden(
        Kind.WRITE_SKEW,
        """
        0 1..6 serializable committed: x= x+1
        1 1..6 serializable committed: x= x+2
        """,
        "T0 read x without 2, which T1 appended; T1 read x without 1, which T0 appended");
  }

  private static List<Anomaly> check(String history) {
    return HistoryChecker.check(HistoryText.parse(history));
  }

  private static void assertForbidden(Kind kind, String history, String text) {
    assertOnly(kind, false, history, text);
  }

  private static void assertAllowed(Kind kind, String history, String text) {
    assertOnly(kind, true, history, text);
  }

  private static void assertOnly(Kind kind, boolean allowed, String history, String text) {
    List<Anomaly> found = check(history);
    assertThat(found)
        .extracting(Anomaly::kind, Anomaly::allowed)
        .as("%s", found)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(kind, allowed));
    assertThat(found.get(0).text()).contains(text);
  }
}
