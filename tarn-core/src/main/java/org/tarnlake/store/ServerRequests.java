package org.tarnlake.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.tarnlake.argument.Argument;

/**
 * What this process has asked of the servers of object stores, by kind of request: what a cloud
 * bills. Every request that was sent counts, also one that was repeated, refused or not answered.
 * Stores of other modules count what they send here. Safe for many threads.
 */
public final class ServerRequests {
  private static final Map<String, Sums> KINDS = new ConcurrentSkipListMap<>();

  private ServerRequests() {}

  /**
   * The requests of one kind.
   *
   * @param kind what the vendor calls it, such as {@code GetObject}
   * @param requests how many were sent
   * @param sentBytes the bodies of these
   * @param receivedBytes the bodies of their answers, as far as a server says how long they are
   */
  public record Count(String kind, long requests, long sentBytes, long receivedBytes) {
    public Count {
      Argument.require(kind, "kind", "a String");
    }
  }

  private static final class Sums {
    final LongAdder requests = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
  }

  /** Counts a request that is being sent. */
  public static void sent(String kind, long bytes) {
    Sums sums = of(kind);
    sums.requests.increment();
    sums.sentBytes.add(bytes);
  }

  /** Counts the body of an answer. */
  public static void received(String kind, long bytes) {
    of(kind).receivedBytes.add(bytes);
  }

  private static Sums of(String kind) {
    Argument.require(kind, "kind", "a String");
    return KINDS.computeIfAbsent(kind, name -> new Sums());
  }

  /** What was counted since the process began, ordered by kind. */
  public static List<Count> all() {
    return KINDS.entrySet().stream()
        .map(
            each -> {
              Sums sums = each.getValue();
              return new Count(
                  each.getKey(),
                  sums.requests.sum(),
                  sums.sentBytes.sum(),
                  sums.receivedBytes.sum());
            })
        .toList();
  }
}
