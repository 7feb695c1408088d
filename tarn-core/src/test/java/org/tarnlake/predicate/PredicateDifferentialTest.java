package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tarnlake.testing.Seeds;

class PredicateDifferentialTest {

  @Test
  void evaluationAgreesWithTheNaiveOneRowByRow() {
    Seeds.run(
        3_000,
        random -> {
          RandomTable table = new RandomTable(random);
          RandomTable.Rows rows = table.rows();
          Predicate predicate = table.predicate(3);
          List<Integer> expected = passing(predicate, rows);
          Selection selection = predicate.bind(RandomTable.SCHEMA).evaluate(rows.batch());
          assertThat(numbers(selection)).as("%s", predicate.text()).isEqualTo(expected);
          assertThat(selection.isAll()).isEqualTo(expected.size() == rows.rows().size());
          assertThat(Predicate.parse(predicate.text())).isEqualTo(predicate);
        });
  }

  private static Map<List<String>, Range> statistics(RandomTable table, RandomTable.Rows rows) {
    Map<List<String>, Range> exact = new HashMap<>();
    RandomTable.FIELDS
        .keySet()
        .forEach(name -> exact.put(List.of(name.split("\\.")), table.statistics(rows, name)));
    return exact;
  }

  /** The same with bounds that are wider, and some that are missing. */
  private static Map<List<String>, Range> weakened(
      RandomTable table, Map<List<String>, Range> exact, SplittableRandom random) {
    Map<List<String>, Range> weak = new HashMap<>();
    RandomTable.FIELDS.forEach(
        (name, field) -> {
          List<String> path = List.of(name.split("\\."));
          if (random.nextInt(5) > 0) {
            weak.put(path, table.weakened(field, exact.get(path)));
          }
        });
    return weak;
  }

  @Test
  void noRowsThatPassArePruned() {
    Seeds.run(
        3_000,
        random -> {
          RandomTable table = new RandomTable(random);
          RandomTable.Rows rows = table.rows();
          Predicate predicate = table.predicate(3);
          if (passing(predicate, rows).isEmpty()) {
            return;
          }
          Map<List<String>, Range> exact = statistics(table, rows);
          Map<List<String>, Range> weak = weakened(table, exact, random);
          BoundPredicate bound = predicate.bind(RandomTable.SCHEMA);
          assertThat(bound.mayMatch(exact::get)).as("%s with %s", bound, exact).isTrue();
          assertThat(bound.mayMatch(weak::get)).as("%s with %s", bound, weak).isTrue();
        });
  }

  @Test
  void whatStatisticsProveToPassPasses() {
    int[] proven = new int[2];
    Seeds.run(
        4_000,
        random -> {
          RandomTable table = new RandomTable(random);
          RandomTable.Rows rows = table.rows();
          Predicate predicate = table.predicate(random.nextInt(3));
          Map<List<String>, Range> exact = statistics(table, rows);
          Map<List<String>, Range> weak = weakened(table, exact, random);
          BoundPredicate bound = predicate.bind(RandomTable.SCHEMA);
          boolean allPass = passing(predicate, rows).size() == rows.rows().size();
          if (!allPass) {
            assertThat(bound.mustMatch(exact::get)).as("%s with %s", bound, exact).isFalse();
            assertThat(bound.mustMatch(weak::get)).as("%s with %s", bound, weak).isFalse();
          } else if (!rows.rows().isEmpty()) {
            proven[bound.mustMatch(exact::get) ? 1 : 0]++;
          }
        });
    assertThat((double) proven[1] / (proven[0] + proven[1])).isGreaterThan(0.4);
  }

  /**
   * The same random conditions do prune: a test of soundness alone would pass if nothing ever did.
   */
  @Test
  void mostBatchesWithoutAPassingRowArePruned() {
    int[] counts = new int[2];
    Seeds.run(
        2_000,
        random -> {
          RandomTable table = new RandomTable(random);
          RandomTable.Rows rows = table.rows();
          Predicate predicate = table.predicate(1);
          if (passing(predicate, rows).isEmpty()) {
            boolean mayMatch =
                predicate
                    .bind(RandomTable.SCHEMA)
                    .mayMatch(path -> table.statistics(rows, String.join(".", path)));
            counts[mayMatch ? 0 : 1]++;
          }
        });
    assertThat((double) counts[1] / (counts[0] + counts[1])).isGreaterThan(0.7);
  }

  private static List<Integer> passing(Predicate predicate, RandomTable.Rows rows) {
    List<Integer> passing = new ArrayList<>();
    for (int i = 0; i < rows.rows().size(); i++) {
      Map<String, Object> row = rows.rows().get(i);
      if (Boolean.TRUE.equals(NaiveEvaluation.test(predicate, RandomTable.FIELDS, row))) {
        passing.add(i);
      }
    }
    return passing;
  }

  private static List<Integer> numbers(Selection selection) {
    return Arrays.stream(selection.rows()).limit(selection.count()).boxed().toList();
  }
}
