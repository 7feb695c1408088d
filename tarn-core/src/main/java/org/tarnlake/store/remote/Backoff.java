package org.tarnlake.store.remote;

import java.time.Duration;
import org.tarnlake.env.Environment;

/**
 * How long to wait before a request is sent again.
 *
 * @param environment waits, and shortens each pause at random by up to a half
 */
public record Backoff(Environment environment) {
  private static final long FIRST_PAUSE_MILLIS = 40;
  private static final long LAST_PAUSE_MILLIS = 5_000;

  /** Waits after so many tries; each time longer. */
  public void pause(int tries) {
    long millis = Math.min(LAST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (tries - 1));
    environment
        .pause()
        .pause(Duration.ofMillis(millis - environment.random().nextLong(millis / 2 + 1)));
  }
}
