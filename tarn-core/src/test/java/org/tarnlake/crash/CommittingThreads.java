package org.tarnlake.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that commit one transaction each. The next one starts when those before it have ended or
 * wait, so that all runs are the same. One thread at a time.
 */
final class CommittingThreads implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  void start(Tx tx) {
    Thread thread = new Thread(tx::commit);
    thread.setUncaughtExceptionHandler((which, e) -> failure.set(e));
    threads.add(thread);
    startAndSettle(thread);
  }

  /** Starts a thread and returns when it has ended or waits. */
  static void startAndSettle(Thread thread) {
    thread.start();
    while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for all; fails if one did. */
  @Override
  public void close() {
    threads.forEach(CommittingThreads::await);
    Throwable first = failure.get();
    if (first != null) {
      throw new AssertionError(first);
    }
  }
}
