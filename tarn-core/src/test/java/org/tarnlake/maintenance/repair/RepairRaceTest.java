package org.tarnlake.maintenance.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Repairs beside others that go on meanwhile. */
class RepairRaceTest {
  private final MemoryStore store = new MemoryStore();
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void lakeOfTwoTables() {
    try (Lake lake = Lake.create(store, time.process())) {
      for (String table : List.of("t", "u")) {
        lake.transact(tx -> tx.createUntypedTable(table, "a"));
        for (int i = 0; i < 12; i++) {
          int value = i;
          lake.transact(tx -> tx.append(table, value));
        }
      }
    }
  }

  /**
   * A repair stopped right before it deletes a foreign commit. Another one moved that away, the
   * lake put its own commit there and gave the table back: the first repair deleted the commit of
   * the owner, of which no copy was kept.
   */
  @Test
  void aCommitThatComesRightBeforeTheDeleteIsPutBack() throws Exception {
    for (boolean isGivenBack : List.of(true, false)) {
      String table = isGivenBack ? "u" : "t";
      String name = DeltaNames.commit(table, 13);
      store.put(name, store.get(DeltaNames.commit("t", 12)));
      List<FaultyStore.Call> stopped = new ArrayList<>();
      FaultyStore slow = new FaultyStore(store);
      slow.failBefore(
          call -> {
            if (stopped.isEmpty()
                && call.operation() == FaultyStore.Operation.DELETE
                && call.name().equals(name)) {
              stopped.add(call);
              repairAndCommit(table, isGivenBack);
            }
            return false;
          });
      assertThat(Repair.run(slow, time.process())).isEmpty();
      assertThat(stopped).hasSize(1);
      assertThat(store.list(name, "")).as("the owner's commit").hasSize(1);
    }
    try (Lake own = Lake.open(store, time.process())) {
      own.attach("u", "u");
      assertThat(own.scan("u").count()).isEqualTo(13);
      assertThat(own.scan("t").count()).isEqualTo(13);
    }
    SoundLake.assertSound(store);
  }

  private void repairAndCommit(String table, boolean isGivenBack) {
    Repair.run(store, time.process());
    try (Lake lake = Lake.open(store, time.process())) {
      lake.transact(tx -> tx.append(table, 99));
      lake.awaitPublished();
      if (isGivenBack) {
        lake.detach(table);
      }
    }
  }
}
