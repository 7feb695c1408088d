package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.store.local.LocalStore;

/** Several writers on one Delta table at once: every row that was acknowledged is there, once. */
class StandaloneRaceTest {
  private static final int COMMITS = 25;

  @TempDir Path folder;

  @Test
  void twoLakesAndAForeignWriterLoseNothing() throws Exception {
    Path table = folder.resolve("t");
    LocalStore store = LocalStore.create(table);
    new ForeignWriter(store, "").create();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (store) {
      List<Future<?>> writers = new ArrayList<>();
      writers.add(threads.submit(() -> writeFrom(table, 1_000)));
      writers.add(threads.submit(() -> writeFrom(table, 2_000)));
      writers.add(
          threads.submit(
              () -> {
                ForeignWriter foreign = new ForeignWriter(store, "");
                long version = 1;
                for (int i = 0; i < COMMITS; i++) {
                  version = foreign.append(version, 3_000 + i) + 1;
                }
              }));
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
    List<Long> expected = new ArrayList<>();
    for (long first = 1_000; first <= 3_000; first += 1_000) {
      LongStream.range(first, first + COMMITS).forEach(expected::add);
    }
    try (Lake lake = Lake.open(table)) {
      assertThat(StandaloneTest.ids(lake.scan("t"))).containsExactlyInAnyOrderElementsOf(expected);
      List<Long> versions = lake.history(1_000).stream().map(LakeCommit::version).toList();
      assertThat(versions).hasSize((int) lake.latest().version() + 1);
      assertThat(lake.latest().version()).isEqualTo(3 * COMMITS);
    }
  }

  private static void writeFrom(Path table, long first) {
    try (Lake lake = Lake.open(table)) {
      for (long id = first; id < first + COMMITS; id++) {
        long row = id;
        lake.transact(tx -> tx.append("t", row));
      }
    }
  }

  @Test
  void threadsOfOneLakeShareCommits() throws Exception {
    Path table = folder.resolve("t");
    try (LocalStore store = LocalStore.create(table)) {
      new ForeignWriter(store, "").create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Lake lake = Lake.open(table)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        long first = thread * 100L;
        writers.add(
            threads.submit(
                () -> {
                  for (long id = first; id < first + 10; id++) {
                    long row = id;
                    lake.transact(tx -> tx.append("t", row));
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(StandaloneTest.ids(lake.scan("t"))).hasSize(80).doesNotHaveDuplicates();
      assertThat(lake.latest().version()).isLessThanOrEqualTo(80);
    } finally {
      threads.shutdown();
    }
  }
}
