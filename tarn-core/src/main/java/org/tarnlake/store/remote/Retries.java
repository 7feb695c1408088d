package org.tarnlake.store.remote;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tarnlake.env.Environment;

/**
 * Does requests that may be done twice, again if they fail and a later one may succeed: for
 * libraries that do so badly, or cannot be told when not to. Safe for many threads.
 */
public final class Retries {
  private static final int TRIES_MAX = 8;

  private final Backoff backoff;
  private final Predicate<RuntimeException> isPassing;

  /**
   * @param environment waits
   * @param isPassing whether what failed may succeed the next time
   */
  public Retries(Environment environment, Predicate<RuntimeException> isPassing) {
    this.backoff = new Backoff(environment);
    this.isPassing = isPassing;
  }

  public <T> T run(Supplier<T> request) {
    for (int tries = 1; ; tries++) {
      try {
        return once(request);
      } catch (RuntimeException e) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (interrupted || tries == TRIES_MAX || !isPassing.test(e)) {
          throw e;
        }
      }
      backoff.pause(tries);
    }
  }

  /** Does a request. Libraries take an interrupt for a failure, and forget it. */
  public static <T> T once(Supplier<T> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      for (Throwable each = e; each != null; each = each.getCause()) {
        if (each instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
      }
      throw e;
    }
  }
}
