package org.tarnlake.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.Isolation;
import org.tarnlake.testing.Seeds;

/**
 * The checker forbids a history if and only if no schedule shows it: random small histories, of
 * stores that are right and of broken ones, and every schedule of each. {@code -Dtarn.schedules}
 * tells how many.
 */
class SchedulesTest {
  private static final int SEEDS = Integer.getInteger("tarn.schedules", 500);

  @ParameterizedTest
  @EnumSource
  void whatIsForbiddenIsWhatNoScheduleShows(WriteRule rule) {
    int[] possible = {0};
    Seeds.run(
        SEEDS,
        random -> {
          List<Transaction> history = history(rule, random);
          boolean shown = Schedules.show(history, rule);
          List<Anomaly> found = HistoryChecker.check(history, rule);
          assertThat(found.stream().allMatch(Anomaly::allowed))
              .as(() -> DefectsTest.text(history) + found)
              .isEqualTo(shown);
          possible[0] += shown ? 1 : 0;
        });
    assertThat(possible[0]).isBetween(SEEDS / 4, 3 * SEEDS / 4);
  }

  /** A history of a store that may be broken, of which some reads may be of another time. */
  private static List<Transaction> history(WriteRule rule, SplittableRandom random) {
    @Nullable Defect[] defects = Defect.values();
    Defect defect = random.nextInt(4) == 0 ? null : defects[random.nextInt(defects.length)];
    Workload workload = Workload.values()[random.nextInt(Workload.values().length)];
    SplittableRandom choice = random.split();
    List<Transaction> history =
        new RandomRun(
                3,
                new ListStore(defect, rule, random.split()),
                workload,
                () -> choice.nextBoolean() ? Isolation.SNAPSHOT : Isolation.SERIALIZABLE,
                random)
            .run(7);
    return random.nextBoolean()
        ? history
        : history.stream().map(each -> each.client() == 3 ? each : changed(each, random)).toList();
  }

  private static Transaction changed(Transaction transaction, SplittableRandom random) {
    List<Operation> operations = new ArrayList<>();
    boolean own = false;
    for (Operation operation : transaction.operations()) {
      own |= operation instanceof Append;
      operations.add(
          operation instanceof Read read && !own && random.nextInt(3) == 0
              ? new Read(
                  read.key(), read.values().subList(0, random.nextInt(read.values().size() + 1)))
              : operation);
    }
    return new Transaction(
        transaction.client(),
        transaction.isolation(),
        transaction.begunAt(),
        transaction.endedAt(),
        transaction.outcome(),
        operations);
  }
}
