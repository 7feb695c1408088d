package org.tarnlake.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many clients on one store, a world for each seed. {@code -Dtarn.seeds=1000000} runs more of them;
 * {@code ./campaign.sh simulation} runs them without a test, and one again with its trace.
 */
class SimulationTest {
  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  /** A few hundred seeds: enough to notice a protocol that is broken. */
  @Test
  void noSeedOfAFewHundredLosesAnything() {
    assertThat(Simulation.run(1, 600, THREADS, totals -> {}).seeds()).isEqualTo(600);
  }

  @Test
  void noSeedOfThousandsLosesAnything() {
    long seeds = Long.getLong("tarn.seeds", 2400);
    assertThat(Simulation.run(1001, seeds, THREADS, totals -> {}).seeds()).isEqualTo(seeds);
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    Carrier.Pool one = new Carrier.Pool();
    Carrier.Pool other = new Carrier.Pool();
    for (long seed = 1; seed <= 200; seed++) {
      Trace first = trace(seed, one);
      assertThat(trace(seed, other).lines()).as("seed %d", seed).isEqualTo(first.lines());
      assertThat(first.lines()).hasSizeGreaterThan(10);
    }
  }

  private static Trace trace(long seed, Carrier.Pool pool) {
    return new World(Scenario.of(seed), pool, Cloud.Lie.NONE, true).run().trace();
  }

  /**
   * What is found in a store that keeps its word says something: one that does not is found out.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aStoreThatLiesIsFoundOut(Cloud.Lie lie) {
    assertThatThrownBy(() -> Simulation.run(lie, 1, 100, 1, totals -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("./campaign.sh simulation --seed=");
  }

  @Test
  void aFailureIsMadeSmall() {
    Cloud.Lie lie = Cloud.Lie.OVERWRITES;
    Carrier.Pool pool = new Carrier.Pool();
    long seed = 0;
    Result failed;
    do {
      failed = new World(Scenario.of(++seed), pool, lie, false).run();
    } while (!failed.hasFailed() || failed.turns().size() < 6);
    Result smallest = new Shrinker(lie).shrink(failed);
    assertThat(smallest.hasFailed()).isTrue();
    assertThat(smallest.turns()).hasSizeLessThan(5);
    assertThat(smallest.trace().events()).isLessThan(failed.trace().events());
  }
}
