package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.standalone.StandaloneTest.ids;
import static org.tarnlake.store.FaultyStore.naming;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;

/**
 * A table is detached and its folder moved as soon as that returned, while another process is slow
 * with what it puts into the folder.
 */
class DetachRaceTest extends DetachedLake {
  private final GatedStore gated = new GatedStore(disk);

  private List<String> names(String folder) throws IOException {
    return disk.list(folder + "/", "").stream().map(ObjectInfo::name).toList();
  }

  private static void append(Lake lake, int rows) {
    for (long id = 1; id <= rows; id++) {
      long value = id;
      lake.transact(tx -> tx.append("t", value));
    }
  }

  /** Detaches the table while a call on a name is held up, and puts another into its folder. */
  private void swapWhileHeld(String held, int rows) throws IOException {
    try (Lake slow = Lake.open(gated, time.process())) {
      try (GatedStore.Gate gate = gated.gate(name -> name.endsWith(held))) {
        append(slow, rows);
        gate.awaitCall();
        try (Lake other = open()) {
          other.detach("t");
        }
        move("t", "elsewhere");
        new ForeignWriter(disk, "t").create();
        time.move(Duration.ofSeconds(1));
      }
    }
    assertThat(names("t")).containsExactly(DeltaNames.commit("t", 0));
    try (Lake lake = open()) {
      lake.attach("back", "elsewhere");
      assertThat(ids(lake.scan("back"))).hasSize(1 + rows);
    }
  }

  /** Readers of the other table found data files missing that had never been its own. */
  @Test
  void checkpointThatTookLongIsTakenBackFromAnotherTable() throws IOException {
    swapWhileHeld("10.checkpoint.parquet", 10);
  }

  /** Its owner may have cleaned up what came before by then. */
  @Test
  void checkpointThatTookLongStaysInTheTablesOwnFolder() throws IOException {
    try (Lake slow = Lake.open(gated, time.process());
        GatedStore.Gate gate = gated.gate(name -> name.endsWith("10.checkpoint.parquet"))) {
      append(slow, 10);
      gate.awaitCall();
      try (Lake other = open()) {
        other.detach("t");
      }
      time.move(Duration.ofSeconds(1));
      gate.open();
    }
    assertThat(names("t")).contains("t/_delta_log/00000000000000000010.checkpoint.parquet");
  }

  /** Readers of the other table saw the columns of this one. */
  @Test
  void checksumThatTookLongIsTakenBackFromAnotherTable() throws IOException {
    swapWhileHeld("2.crc", 2);
  }

  /**
   * The other process found the commit before missing, and told in each lake checkpoint from then
   * on that the table is not published; the table could not be attached again.
   */
  @Test
  void tableThatOthersPublishedDoesNotLag() throws Exception {
    FaultyStore faulty = new FaultyStore(disk);
    try (Lake detaching = Lake.open(gated, time.process());
        Lake helping = Lake.open(faulty, time.process())) {
      append(detaching, 1);
      detaching.awaitPublished();
      helping.awaitPublished();
      GatedStore.Gate gate = gated.gate(DeltaNames.commit("t", 2)::equals);
      Thread detach = new Thread(() -> detaching.detach("t"));
      detach.start();
      gate.awaitCall();
      AtomicInteger looks = new AtomicInteger();
      faulty.failBefore(
          naming(DeltaNames.commit("t", 1))
              .and(call -> call.operation() == Operation.GET)
              .and(call -> looks.incrementAndGet() == 2)
              .and(
                  call -> {
                    finish(gate, detach);
                    return false;
                  }));
      helping.transact(tx -> tx.append("other", 1L));
      helping.awaitPublished();
      finish(gate, detach);
      assertThat(looks.get()).isGreaterThanOrEqualTo(2);
      assertThat(helping.publicationTroubles()).isEmpty();
      helping.attach("back", "elsewhere");
    }
    assertThat(names("t")).isEmpty();
  }

  private void finish(GatedStore.Gate gate, Thread detach) {
    gate.open();
    try {
      detach.join();
      move("t", "elsewhere");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
