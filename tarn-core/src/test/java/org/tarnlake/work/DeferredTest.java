package org.tarnlake.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tarnlake.testing.ManualThreads;

final class DeferredTest {
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void whoJoinsRunsATaskThatNobodyBegan() {
    ManualThreads threads = new ManualThreads();
    Deferred deferred = Deferred.start(threads, runs::incrementAndGet);
    assertThat(runs).hasValue(0);
    deferred.join();
    assertThat(runs).hasValue(1);
    threads.runAll();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aTaskOfAnotherThreadIsWaitedForAndItsFailureThrownAtEveryJoin() {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Deferred deferred =
          Deferred.start(
              threads,
              () -> {
                runs.incrementAndGet();
                throw new IllegalStateException("broken");
              });
      assertThatThrownBy(deferred::join).hasMessage("broken");
      assertThatThrownBy(deferred::join).hasMessage("broken");
      assertThat(runs).hasValue(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void withoutThreadsTheTaskRunsAtOnce() {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    threads.shutdown();
    Deferred.start(threads, runs::incrementAndGet);
    assertThat(runs).hasValue(1);
  }

  @Test
  void anInterruptNeitherShortensTheWaitingNorIsLost() {
    Thread.currentThread().interrupt();
    Deferred.start(new ManualThreads(), runs::incrementAndGet).join();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(runs).hasValue(1);
  }
}
