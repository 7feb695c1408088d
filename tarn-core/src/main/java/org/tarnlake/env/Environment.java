package org.tarnlake.env;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.tarnlake.argument.Argument;

/**
 * Everything that makes two runs differ: the clock, randomness, waiting and background threads.
 * Safe for many threads when its parts are, as those of {@link #system()} are.
 *
 * @param clock tells the time of commits
 * @param random feeds identifiers and the jitter of retries
 * @param pause waits between retries
 * @param background runs publication, parallel reads and parallel writes
 */
public record Environment(
    InstantSource clock, RandomGenerator random, Pause pause, ExecutorService background) {
  public Environment {
    Argument.require(clock, "clock", "an InstantSource");
    Argument.require(random, "random", "a RandomGenerator");
    Argument.require(pause, "pause", "a Pause");
    Argument.require(background, "background", "an ExecutorService");
  }

  /** Waits for a while; returns early, with the interrupt flag set, when interrupted. */
  @FunctionalInterface
  public interface Pause {
    void pause(Duration duration);
  }

  /** The environment of a real process: its clock, secure randomness and daemon threads. */
  public static Environment system() {
    return new Environment(
        InstantSource.system(), new SecureRandom(), SystemThreads::sleep, SystemThreads.shared());
  }

  /** A random (version 4) UUID. */
  public UUID newUuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low);
  }
}
