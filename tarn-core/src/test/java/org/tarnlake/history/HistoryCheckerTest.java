package org.tarnlake.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tarnlake.Isolation;
import org.tarnlake.history.Anomaly.Kind;
import org.tarnlake.testing.Seeds;

/** Small histories, each with one anomaly or none. */
class HistoryCheckerTest {
  @Test
  void transactionsOneAfterAnotherShowNothing() {
    assertThat(
            check(
                """
                0 1..2 snapshot committed: x+1 y+2
                1 3..4 snapshot committed: x=1 y=2 x+3 x=1,3
                0 5..6 serializable committed: x=1,3 y=2
                """))
        .isEmpty();
  }

  @Test
  void aTextIsWhatItWasParsedFrom() {
    String text = "0 1..2 snapshot committed: x+1 y=2,3\n1 3..4 serializable unknown: z=";
    assertThat(
            HistoryText.parse(text).stream()
                .map(HistoryText::print)
                .collect(Collectors.joining("\n")))
        .isEqualTo(text);
  }

  @Test
  void aValueAppendedTwiceCannotBeChecked() {
    assertThatThrownBy(() -> check("0 1..2 snapshot committed: x+1 x+1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 is appended to x twice");
  }

  @Test
  void valueFromNowhere() {
    assertOnly(
        Kind.VALUE_FROM_NOWHERE,
        """
        0 1..2 snapshot committed: x+1
        1 3..4 snapshot committed: x=7,1
        """,
        "T1 read 7 in x, which nobody appended");
  }

  @Test
  void duplicatedAppend() {
    assertOnly(
        Kind.DUPLICATED_APPEND,
        """
        0 1..2 snapshot committed: x+1
        1 3..4 snapshot committed: x=1,1
        """,
        "T1 read 1 twice in x, which T0 appended once");
  }

  @Test
  void vanishedAppend() {
    assertOnly(
        Kind.VANISHED_APPEND,
        """
        0 1..2 snapshot committed: x+1
        1 3..4 snapshot committed: x=
        """,
        "T0 committed 1 in x, and T1, begun later, does not see it");
  }

  @Test
  void whatVanishedAfterItWasSeenIsNotAQuestionOfOrder() {
    assertOnly(
        Kind.VANISHED_APPEND,
        """
        0 1..2 snapshot committed: x+1
        1 3..4 snapshot committed: x=1
        2 5..6 snapshot committed: x+2 x+3
        1 7..8 snapshot committed: x=2,3
        """,
        "T0 committed 1 in x, and T3");
  }

  @Test
  void whatIsGoneAtLastHasVanishedThoughItWasSeen() {
    assertOnly(
        Kind.VANISHED_APPEND,
        """
        0 1..2 snapshot committed: x+1
        1 3..4 snapshot committed: x=1
        2 5..6 snapshot committed: x+2
        1 7..8 snapshot committed: x=1,2
        1 7..8 snapshot committed: x=2
        1 9..10 snapshot committed: x=2
        """,
        "T0 committed 1 in x, and T5");
  }

  @Test
  void halfCommit() {
    assertOnly(
        Kind.HALF_COMMIT,
        """
        0 1..2 snapshot committed: x+1 y+2
        1 3..4 snapshot committed: x=1 y=
        """,
        "T0 committed 2 in y, and T1, begun later, does not see it, though its 1 in x is there");
  }

  @Test
  void halfCommitWhoseClientWasToldNothing() {
    assertOnly(
        Kind.HALF_COMMIT,
        """
        0 1..2 snapshot unknown: x+1 y+2
        1 3..4 snapshot committed: x=1
        1 5..6 snapshot committed: y=
        """,
        "T0 committed 2 in y, and T2");
  }

  @Test
  void dirtyRead() {
    assertOnly(
        Kind.DIRTY_READ,
        """
        0 1..4 snapshot aborted: x+1
        1 2..3 snapshot committed: x=1
        1 5..6 snapshot committed: x=
        """,
        "T1 read 1 in x, which T0 appended without committing");
  }

  @Test
  void intermediateRead() {
    assertOnly(
        Kind.INTERMEDIATE_READ,
        """
        0 1..4 snapshot committed: x+1 x+2
        1 2..3 snapshot committed: x=1
        1 5..6 snapshot committed: x=1,2
        """,
        "T1 read x up to 1, after which T0 appended 2");
  }

  @Test
  void incompatibleOrders() {
    assertOnly(
        Kind.INCOMPATIBLE_ORDERS,
        """
        0 1..4 snapshot committed: x+1
        1 1..4 snapshot committed: x+2
        2 5..6 snapshot committed: x=1,2
        3 5..6 snapshot committed: x=2,1
        """,
        "T3 read 2 in x where T2 read 1");
  }

  @Test
  void ownAppendsTheOtherWayRound() {
    assertOnly(
        Kind.INCOMPATIBLE_ORDERS,
        """
        0 1..4 snapshot committed: x+1 x+2
        2 5..6 snapshot committed: x=2,1
        """,
        "T0 appended 1 and then 2 to x, where reads show them the other way round");
  }

  @Test
  void nonRepeatableRead() {
    assertOnly(
        Kind.NON_REPEATABLE_READ,
        """
        0 1..4 snapshot committed: x+1
        1 2..6 snapshot committed: x= x=1
        """,
        "T1 read x twice, first [] of others and then [1]");
  }

  @Test
  void ownAppendUnseen() {
    assertOnly(
        Kind.OWN_APPEND_UNSEEN,
        "0 1..4 snapshot committed: x+1 x=",
        "T0 had appended [1] to x and then read []");
  }

  @Test
  void whatAnUnknownTransactionWroteMayBeThereOrNot() {
    assertThat(
            check(
                """
                0 1..2 snapshot unknown: x+1
                0 1..2 snapshot unknown: x+2
                1 3..4 snapshot committed: x=
                1 5..6 snapshot committed: x=2
                """))
        .isEmpty();
  }

  @Test
  void whatNobodyCameToSeeMayBeThere() {
    assertThat(
            check(
                """
                0 1..4 snapshot committed: x+1 y+1
                1 2..3 snapshot committed: x=
                """))
        .isEmpty();
  }

  /** Each ends before the next one begins, and sees all that were not rolled back. */
  @Test
  void noSerialExecutionShowsAnything() {
    Seeds.run(
        200,
        random -> {
          Map<String, List<Long>> lists = new HashMap<>();
          List<Transaction> history = new ArrayList<>();
          for (long now = 1; now < 100; now += 2) {
            Map<String, List<Long>> after = new HashMap<>();
            lists.forEach((key, list) -> after.put(key, new ArrayList<>(list)));
            List<Operation> operations = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
              String key = "k" + random.nextInt(3);
              List<Long> list = after.computeIfAbsent(key, name -> new ArrayList<>());
              if (random.nextBoolean()) {
                list.add(100 * now + i);
                operations.add(new Append(key, 100 * now + i));
              } else {
                operations.add(new Read(key, list));
              }
            }
            Outcome outcome = Outcome.values()[random.nextInt(3)];
            Isolation isolation = Isolation.values()[random.nextInt(2)];
            history.add(
                new Transaction(random.nextInt(4), isolation, now, now + 1, outcome, operations));
            boolean lost = outcome == Outcome.UNKNOWN && random.nextBoolean();
            if (outcome != Outcome.ABORTED && !lost) {
              lists = after;
            }
          }
          assertThat(HistoryChecker.check(history)).isEmpty();
        });
  }

  private static List<Anomaly> check(String history) {
    return HistoryChecker.check(HistoryText.parse(history));
  }

  private static void assertOnly(Kind kind, String history, String text) {
    List<Anomaly> found = check(history);
    assertThat(found).extracting(Anomaly::kind).containsExactly(kind);
    assertThat(found.get(0).text()).contains(text);
    assertThat(found.get(0).allowed()).isFalse();
  }
}
