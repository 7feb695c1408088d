package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;

/**
 * A store call fails, for every call of every {@link Scenario}: once, or from then on until
 * somebody is told. The client is told clearly, does what it is told to, and its story ends as if
 * nothing had gone wrong; and what {@link Recovery} asks for holds.
 */
class FaultTest {
  @RegisterExtension static final QuietLog QUIET = new QuietLog();

  /** How calls fail. */
  private enum Fault {
    FAILS_ONCE,
    IS_REFUSED_ONCE,
    LOSES_ITS_ANSWER,
    IS_LATE,
    ALL_FAIL_FROM_THEN_ON,
    ALL_ARE_REFUSED_FROM_THEN_ON,

    /** The log takes what it is sent, and says nothing any more. */
    LOG_LOSES_ITS_ANSWERS_FROM_THEN_ON;

    void plan(FaultyStore store, Call call) {
      long n = call.number();
      switch (this) {
        case FAILS_ONCE -> store.failBefore(FaultyStore.nth(n));
        case IS_REFUSED_ONCE -> store.refuse(FaultyStore.nth(n));
        case LOSES_ITS_ANSWER -> store.failAfter(FaultyStore.nth(n));
        case IS_LATE -> store.failLate(FaultyStore.nth(n));
        case ALL_FAIL_FROM_THEN_ON -> store.failBefore(each -> each.number() >= n);
        case ALL_ARE_REFUSED_FROM_THEN_ON -> store.refuse(each -> each.number() >= n);
        case LOG_LOSES_ITS_ANSWERS_FROM_THEN_ON ->
            store.failAfter(each -> each.number() >= n && each.name().startsWith("_tarn/log/"));
      }
    }

    /** Whether it differs from the others for such a call. */
    boolean concerns(Call call) {
      return switch (this) {
        case FAILS_ONCE, ALL_FAIL_FROM_THEN_ON -> true;
        case LOG_LOSES_ITS_ANSWERS_FROM_THEN_ON ->
            call.isWrite() && call.name().startsWith("_tarn/log/");
        default -> call.isWrite();
      };
    }
  }

  @TestFactory
  Stream<DynamicNode> everyStoreCallMayFail() {
    return Scenarios.ALL.stream().flatMap(FaultTest::faults);
  }

  private static Stream<DynamicNode> faults(Scenario scenario) {
    return scenario.victims().stream()
        .flatMap(
            victim ->
                Stream.of(Fault.values())
                    .map(
                        fault ->
                            DynamicTest.dynamicTest(
                                "%s; a call of %s %s".formatted(scenario, victim, fault),
                                () -> failEveryCall(scenario, victim, fault))));
  }

  private static void failEveryCall(Scenario scenario, String victim, Fault fault)
      throws IOException {
    World prepared = scenario.prepare();
    int before = prepared.journal().outcomes().size();
    List<Call> calls = scenario.tell(prepared, victim, store -> {}).victimsStore().trace();
    for (Call call : calls.stream().filter(fault::concerns).toList()) {
      World world = prepared.copy(victim, store -> fault.plan(store, call));
      try {
        scenario.story().accept(world);
        world.clients().forEach(client -> client.failures().forEach(ClearFailure::require));
        List<String> outcomes = world.journal().outcomes();
        assertAllDone(scenario, outcomes.subList(before, outcomes.size()));
        world.victimsStore().heal();
        Recovery.check(world, Recovery.Landing.AFTER_REOPENING);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("%s %s: %s".formatted(call, fault, e.getMessage()), e);
      }
    }
  }

  /**
   * What is committed without faults is committed with them, after whatever tries and in whatever
   * versions; only who wins a conflict may change.
   */
  private static void assertAllDone(Scenario scenario, List<String> outcomes) {
    for (String expected : scenario.outcomes()) {
      String transaction = expected.substring(0, expected.lastIndexOf(": "));
      List<String> told =
          outcomes.stream()
              .filter(each -> each.startsWith(transaction + ": "))
              .map(each -> each.substring(each.lastIndexOf(": ") + 2))
              .toList();
      String end = told.isEmpty() ? "nothing" : told.get(told.size() - 1);
      boolean mayConflict = scenario.victims().size() > 1;
      assertThat(end)
          .as("the end of %s among %s", transaction, outcomes)
          .matches(
              expected.endsWith("rolled back")
                  ? "rolled back"
                  : mayConflict ? "version \\d+|conflict|refused" : "version \\d+");
      assertThat(told.stream().filter(each -> each.startsWith("version"))).hasSizeLessThan(2);
    }
  }
}
