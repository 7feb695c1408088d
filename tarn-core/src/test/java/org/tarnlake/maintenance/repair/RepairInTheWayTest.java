package org.tarnlake.maintenance.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.maintenance.repair.RepairStep.Kind;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** A commit cannot be written: in its place stands a folder, for one. */
class RepairInTheWayTest {
  private final MemoryStore store = new MemoryStore();
  private final ManualTime time = new ManualTime();

  /** It published the commits behind, so that other engines could not read the table any more. */
  @Test
  void nothingIsPublishedBehindWhatCannotBe() throws Exception {
    try (Lake lake = Lake.create(store, time.process())) {
      lake.transact(tx -> List.of("t", "u").forEach(table -> tx.createUntypedTable(table, "a")));
      for (int i = 0; i < 4; i++) {
        lake.transact(tx -> List.of("t", "u").forEach(table -> tx.append(table, "1")));
      }
    }
    for (long version = 2; version <= 4; version++) {
      store.delete(DeltaNames.commit("t", version));
      store.delete(DeltaNames.commit("u", version));
    }
    FaultyStore barred = new FaultyStore(store);
    barred.failBefore(every(Operation.PUT_IF_ABSENT).and(naming(DeltaNames.commit("t", 3))));

    List<RepairStep> steps = Repair.run(barred, time.process());

    assertThat(steps)
        .filteredOn(step -> step.kind() == Kind.LEAVE)
        .extracting(RepairStep::object)
        .containsExactly(DeltaNames.commit("t", 3), DeltaNames.commit("t", 4));
    assertThat(store.size(DeltaNames.commit("t", 2))).isPositive();
    assertThat(store.list(DeltaNames.commit("t", 4), "")).isEmpty();
    assertThat(store.size(DeltaNames.commit("u", 4))).as("another table").isPositive();
    assertThat(Repair.run(store, time.process())).hasSize(2);
    SoundLake.assertSound(store);
  }
}
