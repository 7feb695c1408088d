package org.tarnlake.env;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs a few tasks at a time, the caller's thread among those that run them: so it works, one task
 * after another, also where no other thread is free. Stateless.
 */
public final class Parallel {
  private Parallel() {}

  /**
   * Runs all tasks and waits for them; then throws the first failure, the others suppressed in it.
   *
   * @param width how many run at a time at most
   */
  public static void run(ExecutorService executor, int width, List<? extends Runnable> tasks) {
    ConcurrentLinkedQueue<FutureTask<Void>> queue = new ConcurrentLinkedQueue<>();
    List<FutureTask<Void>> all = new ArrayList<>();
    for (Runnable task : tasks) {
      FutureTask<Void> each = new FutureTask<>(task, null);
      all.add(each);
      queue.add(each);
    }
    for (int i = 1; i < Math.min(width, all.size()); i++) {
      try {
        executor.execute(() -> drain(queue));
      } catch (RejectedExecutionException e) {
        // Without threads to help, the caller does it all.
        break;
      }
    }
    drain(queue);
    Throwable failure = null;
    for (FutureTask<Void> task : all) {
      Throwable each = outcome(task);
      if (failure == null) {
        failure = each;
      } else if (each != null && each != failure) {
        failure.addSuppressed(each);
      }
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private static void drain(ConcurrentLinkedQueue<FutureTask<Void>> queue) {
    for (FutureTask<Void> task = queue.poll(); task != null; task = queue.poll()) {
      task.run();
    }
  }

  private static @org.jspecify.annotations.Nullable Throwable outcome(FutureTask<Void> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return null;
        } catch (java.util.concurrent.ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
