package org.tarnlake.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Requests that are on their way though nobody waits for them. Guarded by the baton. */
final class LateRequests {
  private final PriorityQueue<Late> queue =
      new PriorityQueue<>(Comparator.comparingLong(Late::dueAt).thenComparingInt(Late::number));
  private int sent;

  private record Late(long dueAt, int number, Runnable effect) {}

  /** Sends a request, which arrives soon, or later, or very late. */
  void send(long now, SplittableRandom random, Runnable effect) {
    long[] delays = {20, 500, 50_000};
    long delay = 1 + random.nextLong(delays[random.nextInt(delays.length)]);
    queue.add(new Late(now + delay, sent++, effect));
  }

  /** Lets those arrive whose time has come. */
  void arrive(long now) {
    for (Late late = queue.peek(); late != null && late.dueAt <= now; late = queue.peek()) {
      queue.poll().effect.run();
    }
  }

  /** Loses some of those that are still on their way, and hurries the others. */
  void settle(long now, SplittableRandom random) {
    Late[] left = queue.toArray(Late[]::new);
    queue.clear();
    java.util.Arrays.sort(left, Comparator.comparingInt(Late::number));
    for (Late late : left) {
      if (random.nextBoolean()) {
        queue.add(new Late(now + random.nextLong(60), late.number, late.effect));
      }
    }
  }
}
