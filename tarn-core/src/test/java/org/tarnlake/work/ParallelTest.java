package org.tarnlake.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void everyTaskRunsOnce() {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int each = i;
      tasks.add(() -> ran.add(each));
    }
    Parallel.run(threads, 4, tasks);
    assertThat(ran).hasSize(1000).doesNotHaveDuplicates();
  }

  @Test
  void nothingToDoIsDoneAtOnce() {
    assertThatCode(() -> Parallel.run(threads, 4, List.of())).doesNotThrowAnyException();
  }

  @Test
  void tasksMeetUpToTheWidth() {
    CountDownLatch all = new CountDownLatch(4);
    Runnable meeting =
        () -> {
          all.countDown();
          await(all);
        };
    Parallel.run(threads, 4, Collections.nCopies(4, meeting));
    assertThat(all.getCount()).isZero();
  }

  @Test
  void noMoreRunAtATimeThanTheWidth() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Runnable task =
        () -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          now.decrementAndGet();
        };
    Parallel.run(threads, 2, Collections.nCopies(500, task));
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void theCallerDoesItAllWhereNoThreadIsFree() {
    CountDownLatch release = new CountDownLatch(1);
    Collections.nCopies(4, 0).forEach(i -> threads.execute(() -> await(release)));
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    Runnable task = () -> used.add(Thread.currentThread());
    Parallel.run(threads, 4, Collections.nCopies(20, task));
    assertThat(used).containsExactly(Thread.currentThread());
    release.countDown();
  }

  /** An executor that was shut down, as at the end of a program, made the work fail. */
  @Test
  void theCallerDoesItAllWhereNoThreadIsToBeHad() {
    threads.shutdown();
    AtomicInteger ran = new AtomicInteger();
    Parallel.run(threads, 4, Collections.nCopies(20, (Runnable) ran::incrementAndGet));
    assertThat(ran).hasValue(20);
  }

  @Test
  void allTasksRunThoughOneFailsAndTheFirstFailureIsThrown() {
    AtomicInteger ran = new AtomicInteger();
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(ran::incrementAndGet);
    tasks.add(
        () -> {
          throw new IllegalStateException("first");
        });
    tasks.add(
        () -> {
          throw new AssertionError("second");
        });
    tasks.add(ran::incrementAndGet);
    assertThatThrownBy(() -> Parallel.run(threads, 2, tasks))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(ran).hasValue(2);
  }

  @Test
  void anErrorIsThrownAsItIs() {
    Runnable broken =
        () -> {
          throw new AssertionError("broken");
        };
    assertThatThrownBy(() -> Parallel.run(threads, 2, List.of(broken)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("broken");
  }

  @Test
  void anInterruptWaitsUntilTheWorkIsDone() {
    AtomicInteger ran = new AtomicInteger();
    Thread.currentThread().interrupt();
    Parallel.run(threads, 4, Collections.nCopies(20, (Runnable) ran::incrementAndGet));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ran).hasValue(20);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
