package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.error.TarnException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * Each call to the store may fail, lose its answer, or be the last one, while a table is compacted.
 */
class CompactionFaultTest {
  private static final int ROWS = 30;

  private enum Fault {
    FAILS(FaultyStore::failBefore),
    LOSES_ITS_ANSWER(FaultyStore::failAfter),
    DIES_BEFORE(FaultyStore::crashBefore),
    DIES_AFTER(FaultyStore::crashAfter);

    private final BiConsumer<FaultyStore, Predicate<FaultyStore.Call>> set;

    Fault(BiConsumer<FaultyStore, Predicate<FaultyStore.Call>> set) {
      this.set = set;
    }
  }

  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @EnumSource
  void noCallThatFailsChangesARow(Fault fault) {
    Set<Boolean> outcomes = new HashSet<>();
    for (int n = 1; ; n++) {
      MemoryStore disk = new MemoryStore();
      make(disk);
      FaultyStore store = new FaultyStore(disk);
      ManualThreads threads = new ManualThreads();
      Lake lake = Lake.open(store, time.environment(threads));
      threads.runAll();
      assertThat(lake.scan("t").count()).isEqualTo(ROWS - 1);
      store.resetCalls();
      fault.set.accept(store, FaultyStore.nth(n));
      boolean done;
      try {
        lake.compact("t").run();
        done = true;
      } catch (TarnException e) {
        done = false;
      }
      boolean reached = store.calls() >= n;
      outcomes.add(done);
      if (!store.hasCrashed()) {
        store.heal();
        assertRows(lake);
        threads.runAll();
        threads.shutdown();
        lake.close();
      }
      try (Lake next = Lake.open(disk, time.process())) {
        assertRows(next);
        next.compact("t").run();
        assertRows(next);
        assertThat(next.latest().table("t").fileCount()).isEqualTo(1);
      }
      SoundLake.assertSound(disk);
      if (!reached) {
        break;
      }
    }
    assertThat(outcomes).as("some calls matter, and some do not").contains(true, false);
  }

  private void make(MemoryStore disk) {
    Lake.create(disk, time.process()).close();
    try (Lake lake = Lake.open(disk, time.process())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("id long")));
      for (int i = 0; i < ROWS; i += 10) {
        int first = i;
        lake.transact(
            tx -> {
              for (long id = first; id < first + 10; id++) {
                tx.append("t", id);
              }
            });
      }
      lake.transact(tx -> tx.delete("t", "id = 7"));
    }
  }

  private static void assertRows(Lake lake) {
    Set<Long> ids = new TreeSet<>();
    try (Rows rows = lake.scan("t").rows()) {
      while (rows.next()) {
        assertThat(ids.add(rows.getLong(0))).isTrue();
      }
    }
    assertThat(ids)
        .containsExactlyElementsOf(LongStream.range(0, ROWS).filter(i -> i != 7).boxed().toList());
  }
}
