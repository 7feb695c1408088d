package org.tarnlake.store.remote;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** A rule by which 30 of 100 answers are lost, and 20 of 100 requests, by a seed. */
public final class Troubles implements Function<HttpMessage, Fate> {
  /** With so many troubles at most for one call, it comes to an end within its tries. */
  private static final int TROUBLES_MAX = 3;

  private final SplittableRandom random;
  private final Function<HttpMessage, String> callOf;
  private final Map<String, AtomicInteger> ofCall = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param callOf tells the call that a request belongs to
   */
  public Troubles(long seed, Function<HttpMessage, String> callOf) {
    this.random = new SplittableRandom(seed);
    this.callOf = callOf;
  }

  /** How many there were. */
  public int count() {
    return count.get();
  }

  @Override
  public Fate apply(HttpMessage request) {
    AtomicInteger troubles =
        ofCall.computeIfAbsent(callOf.apply(request), c -> new AtomicInteger());
    int dice = dice();
    if (dice >= 50 || troubles.incrementAndGet() > TROUBLES_MAX) {
      return FaultProxy.PASSES;
    }
    count.incrementAndGet();
    if (dice < 10) {
      return new Fate.CutAfter();
    } else if (dice < 20) {
      return new Fate.AnsweredAfter(500, "InternalError");
    } else if (dice < 30) {
      return new Fate.Late(20);
    } else if (dice < 40) {
      return new Fate.CutBefore();
    }
    // A vendor's library waits for seconds before it reads again from a server that is busy.
    return request.method().equals("PUT")
        ? new Fate.Answered(503, "SlowDown")
        : new Fate.Answered(500, "InternalError");
  }

  private synchronized int dice() {
    return random.nextInt(100);
  }
}
