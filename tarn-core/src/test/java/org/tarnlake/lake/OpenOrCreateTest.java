package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.SoundLake;

/** A program's first line is the same on its first day and on every other. */
class OpenOrCreateTest {
  @TempDir Path folder;

  @Test
  void theFirstRunMakesTheLakeAndTheSecondFindsIt() {
    Path shop = folder.resolve("new").resolve("shop");
    try (Lake lake = Lake.openOrCreate(shop)) {
      lake.transact(tx -> tx.createUntypedTable("t", "n"));
    }
    try (Lake lake = Lake.openOrCreate(shop)) {
      assertThat(lake.latest().tables()).hasSize(1);
    }
    SoundLake.assertSound(shop);
  }

  @Test
  void aDeltaTableIsOpenedAsItIs() {
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            tx.createUntypedTable("t", "n");
            tx.append("t", 1);
          });
      lake.detach("t");
    }
    try (Lake table = Lake.openOrCreate(folder.resolve("t"))) {
      assertThat(table.isStandalone()).isTrue();
      assertThat(table.scan("t").count()).isOne();
    }
    SoundLake.assertSound(folder);
    SoundLake.assertSound(folder.resolve("t"));
  }

  /** A new lake over tables whose lake is lost would hide them; {@code create} refuses it too. */
  @Test
  void tablesOfALostLakeAreNotBuiltOver() throws Exception {
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createUntypedTable("t", "n"));
    }
    Folders.delete(folder.resolve("_tarn"));
    assertThatThrownBy(() -> Lake.openOrCreate(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("tarn adopt");
    assertThat(Files.exists(folder.resolve("_tarn"))).isFalse();
  }

  /**
   * One of them made it between the other's look and its put: that one said "is a lake already".
   */
  @Test
  void allWhoComeAtOnceOpenTheSameLake() throws Exception {
    int callers = 8;
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      for (int round = 0; round < 5; round++) {
        Path shop = folder.resolve("shop" + round);
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Callable<Long>> programs = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
          String table = "t" + i;
          programs.add(
              () -> {
                start.await();
                try (Lake lake = Lake.openOrCreate(shop)) {
                  lake.transact(tx -> tx.createUntypedTable(table, "n"));
                  return lake.latest().version();
                }
              });
        }
        for (Future<Long> each : threads.invokeAll(programs)) {
          assertThat(each.get()).isBetween(1L, (long) callers);
        }
        try (Lake lake = Lake.open(shop)) {
          assertThat(lake.latest().tables()).hasSize(callers);
        }
        SoundLake.assertSound(shop);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The check of the lake around called the rows of the one within leftovers. */
  @Test
  void lakeWithinALakeOrATableIsRefused() {
    Path lake = folder.resolve("lake");
    try (Lake outer = Lake.create(lake)) {
      outer.transact(tx -> tx.createUntypedTable("t", "a"));
    }
    for (String within : List.of("sub", "deeper/sub")) {
      assertThatThrownBy(() -> Lake.openOrCreate(lake.resolve(within)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("it lies within %s, which is a lake; make it beside", lake);
    }
    assertThatThrownBy(() -> Lake.create(lake.resolve("t/sub")))
        .hasMessageContaining("it lies within %s, which is a Delta table", lake.resolve("t"));
    assertThat(lake.resolve("sub")).doesNotExist();
    SoundLake.assertSound(lake);
  }
}
