package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;

/**
 * A process dies at its n-th store call, for every n of every {@link Scenario}; what {@link
 * Recovery} asks for holds.
 */
class CrashTest {
  @RegisterExtension static final QuietLog QUIET = new QuietLog();

  /** What becomes of the call at which the process dies. */
  private enum Death {
    BEFORE_ITS_EFFECT,
    AFTER_ITS_EFFECT,

    /** The request lands when another process has opened the lake. */
    LANDS_AFTER_REOPENING,

    /** The request lands when another process has committed and published. */
    LANDS_AFTER_THE_NEXT_COMMIT;

    void plan(FaultyStore store, Predicate<Call> call) {
      switch (this) {
        case BEFORE_ITS_EFFECT -> store.crashBefore(call);
        case AFTER_ITS_EFFECT -> store.crashAfter(call);
        default -> store.crashLate(call);
      }
    }
  }

  @TestFactory
  Stream<DynamicNode> everyStoreCallMayBeTheLast() {
    return Scenarios.ALL.stream().flatMap(CrashTest::deaths);
  }

  private static Stream<DynamicNode> deaths(Scenario scenario) {
    return scenario.victims().stream()
        .flatMap(
            victim ->
                Stream.of(Death.values())
                    .map(
                        death ->
                            DynamicTest.dynamicTest(
                                "%s; %s dies, %s".formatted(scenario, victim, death),
                                () -> dieAtEveryCall(scenario, victim, death))));
  }

  private static void dieAtEveryCall(Scenario scenario, String victim, Death death)
      throws IOException {
    World prepared = scenario.prepare();
    List<Call> calls = scenario.tell(prepared, victim, store -> {}).victimsStore().trace();
    assertThat(calls).hasSizeGreaterThan(10);
    for (Call call : calls) {
      // It does not matter whether a read still had its effect.
      if (call.isWrite() || death == Death.BEFORE_ITS_EFFECT) {
        World world =
            scenario.tell(
                prepared, victim, store -> death.plan(store, FaultyStore.nth(call.number())));
        try {
          assertThat(world.victimsStore().hasCrashed()).isTrue();
          Recovery.check(
              world,
              death == Death.LANDS_AFTER_THE_NEXT_COMMIT
                  ? Recovery.Landing.AFTER_THE_NEXT_COMMIT
                  : Recovery.Landing.AFTER_REOPENING);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("%s died at %s: %s".formatted(victim, call, e.getMessage()), e);
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicNode> withoutFaultsEachScenarioHasItsOutcomes() {
    return Scenarios.ALL.stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(), () -> assertOutcomesAndSameCallsAgain(scenario)));
  }

  private static void assertOutcomesAndSameCallsAgain(Scenario scenario) {
    World prepared = scenario.prepare();
    int before = prepared.journal().outcomes().size();
    World world = scenario.tell(prepared, "a", store -> {});
    List<String> outcomes = world.journal().outcomes();
    assertThat(outcomes.subList(before, outcomes.size())).isEqualTo(scenario.outcomes());
    KernelJudge.assertAgrees(world.store());
    World again = scenario.tell(scenario.prepare(), "a", store -> {});
    assertThat(again.victimsStore().trace())
        .as("the calls of a second run")
        .isEqualTo(world.victimsStore().trace());
  }
}
