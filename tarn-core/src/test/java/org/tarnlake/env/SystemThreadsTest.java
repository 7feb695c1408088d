package org.tarnlake.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

class SystemThreadsTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  /** Where the machine has no thread left; nothing says so but an error when one is started. */
  private static ExecutorService withoutThreads() {
    return SystemThreads.pool(
        task ->
            new Thread(task) {
              @Override
              public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
              }
            });
  }

  @Test
  void taskIsRejectedIfNoThreadCanBeHad() {
    assertThatThrownBy(() -> withoutThreads().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("no thread could be had: unable to create native thread");
  }

  /**
   * The error of starting a publisher's thread came out of commits that stood in the log, and
   * closing the lake then waited for a publisher that nobody had started.
   */
  @Test
  void aLakeWorksWithoutAnyThread() {
    Environment environment =
        new Environment(InstantSource.system(), new Random(1), pause -> {}, withoutThreads());
    MemoryStore store = sound.watch(new MemoryStore());
    try (Lake lake = Lake.create(store, environment)) {
      lake.transact(
          tx -> {
            tx.createUntypedTable("t", "x");
            tx.createUntypedTable("u", "x");
            tx.append("t", 1);
            tx.append("u", "2".repeat(9_000_000));
          });
      lake.transact(tx -> tx.append("t", 3));
      assertThat(lake.scan("t").count()).isEqualTo(2);
    }
    assertThat(store.list("t/_delta_log/", "")).isNotEmpty();
  }
}
