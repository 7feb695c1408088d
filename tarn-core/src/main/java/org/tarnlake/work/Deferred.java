package org.tarnlake.work;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A task for another thread if one is free, else for whoever needs its outcome first. Safe for many
 * threads.
 */
public final class Deferred {
  /** What has ended well. */
  public static final Deferred NOTHING = of(() -> {});

  private final FutureTask<Void> task;

  private Deferred(Runnable work) {
    task = new FutureTask<>(work, null);
  }

  /** A task that runs at the first {@link #run} or {@link #join}. */
  static Deferred of(Runnable work) {
    return new Deferred(work);
  }

  /** A task that a thread of the executor is asked to run. */
  public static Deferred start(ExecutorService executor, Runnable work) {
    Deferred deferred = of(work);
    try {
      executor.execute(deferred.task);
    } catch (RejectedExecutionException e) {
      deferred.run();
    }
    return deferred;
  }

  /** Runs the task unless somebody does or did. */
  void run() {
    task.run();
  }

  /** Waits for the end, running the task if nobody has begun; then throws what made it fail. */
  public void join() {
    Throwable failure = outcome();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits for the end; returns what made it fail, or null. Interrupts do not shorten it. */
  @Nullable Throwable outcome() {
    run();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return null;
        } catch (ExecutionException e) {
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
