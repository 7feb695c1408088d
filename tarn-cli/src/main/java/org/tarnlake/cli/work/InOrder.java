package org.tarnlake.cli.work;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Works on parts of something ahead, such as the blocks of a text, a few at a time on other
 * threads, and hands the outcomes over in the order of the parts. What nobody has begun, whoever
 * waits for it does. One thread at a time.
 */
public final class InOrder<T, R> implements AutoCloseable {
  private static final int WIDTH = Runtime.getRuntime().availableProcessors() + 2;
  private static final long MAX_AHEAD_BYTES = 16 << 20;

  private final Supplier<@Nullable T> parts;
  private final ToIntFunction<T> sizeBytes;
  private final Function<T, R> work;
  private final ExecutorService background;
  private final ArrayDeque<Begun<R>> ahead = new ArrayDeque<>();
  private long aheadBytes;
  private boolean ended;
  private @Nullable Throwable failure;

  private record Begun<R>(FutureTask<R> task, int sizeBytes) {}

  /**
   * @param parts null ends them
   * @param sizeBytes of a part
   * @param work is called by many threads
   */
  public InOrder(
      Supplier<@Nullable T> parts,
      ToIntFunction<T> sizeBytes,
      Function<T, R> work,
      ExecutorService background) {
    this.parts = parts;
    this.sizeBytes = sizeBytes;
    this.work = work;
    this.background = background;
  }

  /** The outcome for the next part; null at the end. */
  public @Nullable R next() {
    fill();
    Begun<R> first = ahead.poll();
    if (first == null) {
      rethrow(failure);
      return null;
    }
    aheadBytes -= first.sizeBytes;
    first.task.run();
    return outcome(first.task);
  }

  private void fill() {
    while (!ended && (ahead.isEmpty() || (ahead.size() < WIDTH && aheadBytes < MAX_AHEAD_BYTES))) {
      T next = null;
      try {
        next = parts.get();
      } catch (RuntimeException | OutOfMemoryError e) {
        // Its turn comes when the parts before have been handed over.
        failure = e;
      }
      if (next == null) {
        ended = true;
        return;
      }
      T part = next;
      Begun<R> begun =
          new Begun<>(new FutureTask<>(() -> work.apply(part)), sizeBytes.applyAsInt(part));
      ahead.add(begun);
      aheadBytes += begun.sizeBytes;
      try {
        background.execute(begun.task);
      } catch (RejectedExecutionException e) {
        // Without threads to help, next() does everything itself.
        return;
      }
    }
  }

  /** Gives up what was begun. */
  @Override
  public void close() {
    ahead.forEach(begun -> begun.task.cancel(false));
    ahead.clear();
    ended = true;
    failure = null;
  }

  private static <R> R outcome(FutureTask<R> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          rethrow(e.getCause());
          throw new AssertionError(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
