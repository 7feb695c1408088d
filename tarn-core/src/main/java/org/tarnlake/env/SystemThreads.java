package org.tarnlake.env;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a real process. Safe for many threads. */
final class SystemThreads {
  private SystemThreads() {}

  private static final int IDLE_SECONDS = 60;

  /** Holds the pool so that it is made at its first use. */
  private static final class Shared {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    static final ExecutorService POOL =
        pool(
            task -> {
              Thread thread = new Thread(task, "tarn-" + COUNTER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** As many threads as there are tasks; a task is rejected if the machine has no thread left. */
  static ExecutorService pool(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads) {
      @Override
      public void execute(Runnable task) {
        try {
          super.execute(task);
        } catch (OutOfMemoryError e) {
          throw new RejectedExecutionException("no thread could be had: " + e.getMessage(), e);
        }
      }
    };
  }

  /** Daemon threads shared by all lakes of the process, made on demand and dropped when idle. */
  static ExecutorService shared() {
    return Shared.POOL;
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
