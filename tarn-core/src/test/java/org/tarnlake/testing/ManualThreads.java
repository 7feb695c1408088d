package org.tarnlake.testing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Background work that happens when a test says so, in the test's own thread. */
public final class ManualThreads extends AbstractExecutorService {
  // Guarded by this.
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean shutdown;

  @Override
  public synchronized void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("no thread is left");
    }
    tasks.add(task);
  }

  /** Runs what was asked for, and what that asks for in turn. */
  public void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }

  /** Forgets what was asked for, as a crash does. */
  public synchronized void drop() {
    tasks.clear();
  }

  /** Refuses what is asked for from now on, so that whoever needs it does it itself. */
  @Override
  public synchronized void shutdown() {
    shutdown = true;
  }

  /** Takes tasks again. */
  public synchronized void restart() {
    shutdown = false;
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
