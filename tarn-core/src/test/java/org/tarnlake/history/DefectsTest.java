package org.tarnlake.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.Isolation;
import org.tarnlake.history.Anomaly.Kind;
import org.tarnlake.testing.Seeds;

/** The checker names what is wrong with a store that is broken on purpose, and no other. */
class DefectsTest {
  private static final int SEEDS = 200;
  private static final int CLIENTS = 6;
  private static final int TRANSACTIONS = 60;

  @ParameterizedTest
  @EnumSource
  void everyDefectIsFoundAndNamed(Defect defect) {
    int[] found = {0};
    Seeds.run(
        SEEDS,
        random -> {
          List<Transaction> history =
              run(
                  defect,
                  defect.workload,
                  WriteRule.FIRST_COMMITTER_WINS,
                  defect.isolation,
                  random);
          List<Anomaly> forbidden = forbidden(history, WriteRule.FIRST_COMMITTER_WINS);
          assertThat(forbidden)
              .as(() -> text(history) + forbidden)
              .extracting(Anomaly::kind)
              .isSubsetOf(defect.mayShow);
          if (kinds(forbidden).contains(defect.shows)) {
            found[0]++;
          }
        });
    assertThat(found[0]).as("runs that show it").isGreaterThan(SEEDS / 10);
  }

  /** All workloads and isolations, the writes of others being no conflict, or one. */
  @ParameterizedTest
  @EnumSource
  void nothingForbiddenIsFoundInAStoreThatIsRight(WriteRule rule) {
    Set<Kind> allowed = EnumSet.noneOf(Kind.class);
    for (Workload workload : Workload.values()) {
      Seeds.run(
          SEEDS / 4,
          random -> {
            SplittableRandom choice = random.split();
            ListStore store = new ListStore(null, rule, random.split());
            List<Transaction> history =
                new RandomRun(CLIENTS, store, workload, () -> any(choice), random)
                    .run(TRANSACTIONS);
            List<Anomaly> found = HistoryChecker.check(history, rule);
            assertThat(found).as(() -> text(history)).allMatch(Anomaly::allowed);
            allowed.addAll(kinds(found));
          });
    }
    assertThat(allowed).contains(Kind.WRITE_SKEW);
    assertThat(allowed.contains(Kind.LOST_UPDATE)).isEqualTo(rule == WriteRule.APPENDS_REBASE);
  }

  @Test
  void nothingAtAllIsFoundAmongSerializableTransactions() {
    Seeds.run(
        SEEDS,
        random -> {
          List<Transaction> history =
              run(null, Workload.MIXED, WriteRule.APPENDS_REBASE, Isolation.SERIALIZABLE, random);
          assertThat(HistoryChecker.check(history)).as(() -> text(history)).isEmpty();
        });
  }

  private static Isolation any(SplittableRandom random) {
    return random.nextBoolean() ? Isolation.SNAPSHOT : Isolation.SERIALIZABLE;
  }

  private static List<Transaction> run(
      @Nullable Defect defect,
      Workload workload,
      WriteRule rule,
      Isolation isolation,
      SplittableRandom random) {
    ListStore store = new ListStore(defect, rule, random.split());
    return new RandomRun(CLIENTS, store, workload, () -> isolation, random).run(TRANSACTIONS);
  }

  private static List<Anomaly> forbidden(List<Transaction> history, WriteRule rule) {
    return HistoryChecker.check(history, rule).stream().filter(each -> !each.allowed()).toList();
  }

  private static Set<Kind> kinds(List<Anomaly> anomalies) {
    return anomalies.stream()
        .map(Anomaly::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }

  static String text(List<Transaction> history) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < history.size(); i++) {
      text.append("T")
          .append(i)
          .append(": ")
          .append(HistoryText.print(history.get(i)))
          .append('\n');
    }
    return text.toString();
  }
}
