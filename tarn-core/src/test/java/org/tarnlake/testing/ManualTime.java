package org.tarnlake.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.tarnlake.env.Environment;

/**
 * A clock that stands until a test moves it, and pauses that do not wait. Safe for many threads.
 */
public final class ManualTime {
  // Guarded by this.
  private Instant now = Instant.parse("2024-05-01T10:00:00Z");
  private final List<Duration> pauses = new ArrayList<>();
  private int processes;

  /** An environment of this time, identifiers being the same in every run. */
  public Environment environment(ExecutorService background) {
    return new Environment(this::now, new Random(1), this::pause, background);
  }

  /** An environment of this time with the background threads of a real process. */
  public Environment environment() {
    return environment(Environment.system().background());
  }

  /** The environment of one more process, whose identifiers no other one makes. */
  public synchronized Environment process() {
    return new Environment(
        this::now, new Random(++processes), this::pause, Environment.system().background());
  }

  public synchronized Instant now() {
    return now;
  }

  public synchronized void move(Duration by) {
    now = now.plus(by);
  }

  private synchronized void pause(Duration duration) {
    pauses.add(duration);
  }

  /** The pauses that somebody would have made. */
  public synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
