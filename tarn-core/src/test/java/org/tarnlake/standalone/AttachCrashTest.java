package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualTime;

/** A process dies at every store call of attach and of detach; whoever comes next goes on. */
class AttachCrashTest {
  private final ManualTime time = new ManualTime();

  private enum Death {
    BEFORE,
    AFTER
  }

  private MemoryStore prepared(boolean attached) {
    MemoryStore disk = new MemoryStore();
    try (Lake lake = Lake.create(disk, time.process())) {
      ForeignWriter spark = new ForeignWriter(disk, "t");
      spark.create();
      spark.append(1, 1, 2);
      if (attached) {
        lake.attach("t", "t");
        lake.transact(tx -> tx.append("t", 3L));
      }
    }
    return disk;
  }

  private static MemoryStore copy(MemoryStore disk) throws IOException {
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo object : disk.list("", "")) {
      copy.put(object.name(), disk.get(object.name()));
    }
    return copy;
  }

  /** Runs work once for each of its calls and each way to die at it, then what finds the disk. */
  private int dieEverywhere(MemoryStore disk, Consumer<Lake> work, Consumer<MemoryStore> next)
      throws IOException {
    FaultyStore healthy = new FaultyStore(copy(disk));
    try (Lake lake = Lake.open(healthy, time.process())) {
      work.accept(lake);
    }
    List<Call> calls = healthy.trace();
    int deaths = 0;
    for (Call call : calls) {
      for (Death death : Death.values()) {
        if (death == Death.AFTER && !call.isWrite()) {
          continue;
        }
        MemoryStore left = copy(disk);
        FaultyStore store = new FaultyStore(left);
        if (death == Death.BEFORE) {
          store.crashBefore(FaultyStore.nth(call.number()));
        } else {
          store.crashAfter(FaultyStore.nth(call.number()));
        }
        try (Lake lake = Lake.open(store, time.process())) {
          work.accept(lake);
        } catch (TarnException e) {
          assertThat(store.hasCrashed()).as(call.toString()).isTrue();
        }
        deaths++;
        try {
          next.accept(left);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("died %s %s: %s".formatted(death, call, e.getMessage()), e);
        }
      }
    }
    return deaths;
  }

  private static void assertSound(Lake lake) {
    lake.awaitPublished();
    assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
  }

  @Test
  void attachIsFinishedByTheNextOne() throws IOException {
    int deaths =
        dieEverywhere(
            prepared(false),
            lake -> lake.attach("t", "t"),
            disk -> {
              try (Lake lake = Lake.open(disk, time.process())) {
                if (lake.latest().tables().isEmpty()) {
                  lake.attach("t", "t");
                }
                lake.transact(tx -> tx.append("t", 4L));
                assertThat(ids(lake.scan("t"))).containsExactly(1L, 2L, 4L);
                assertSound(lake);
              }
            });
    assertThat(deaths).isGreaterThan(20);
  }

  @Test
  void detachHappensWhollyOrNotAtAllAndIsPublishedByTheNextProcess() throws IOException {
    int deaths =
        dieEverywhere(
            prepared(true),
            lake -> lake.detach("t"),
            disk -> {
              ForeignWriter spark = new ForeignWriter(disk, "t");
              try (Lake lake = Lake.open(disk, time.process())) {
                if (!lake.latest().tables().isEmpty()) {
                  lake.transact(tx -> tx.append("t", 4L));
                  lake.detach("t");
                }
                assertSound(lake);
                long last =
                    spark.names("_delta_log/0").stream().filter(n -> n.endsWith(".json")).count();
                assertThat(spark.lines(last - 1).get(1)).doesNotContain("tarn.lakeManaged");
                assertThat(spark.append(last, 9)).isEqualTo(last);
                lake.attach("back", "t");
                assertThat(ids(lake.scan("back"))).contains(1L, 2L, 3L, 9L);
                assertSound(lake);
              }
            });
    assertThat(deaths).isGreaterThan(10);
  }
}
