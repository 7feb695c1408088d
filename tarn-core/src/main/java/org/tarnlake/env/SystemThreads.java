package org.tarnlake.env;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a real process. Safe for many threads. */
final class SystemThreads {
  private SystemThreads() {}

  /** Holds the pool so that it is made at its first use. */
  private static final class Pool {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    static final ExecutorService SHARED =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "tarn-" + COUNTER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Daemon threads shared by all lakes of the process, made on demand and dropped when idle. */
  static ExecutorService shared() {
    return Pool.SHARED;
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
