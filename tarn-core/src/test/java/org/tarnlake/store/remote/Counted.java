package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToLongFunction;
import org.tarnlake.store.ServerRequests;

/** What {@link ServerRequests} has counted since this was made. */
public final class Counted {
  private final List<ServerRequests.Count> before = ServerRequests.all();

  /** So many requests of a kind were sent since. */
  public void assertRequests(String kind, long requests) {
    assertSince(kind, ServerRequests.Count::requests, requests);
  }

  /** So many requests of a kind were sent since, with bodies of so many bytes. */
  public void assertSent(String kind, long requests, long bytes) {
    assertRequests(kind, requests);
    assertSince(kind, ServerRequests.Count::sentBytes, bytes);
  }

  /** Answers of a kind came since, with bodies of so many bytes. */
  public void assertReceived(String kind, long bytes) {
    assertSince(kind, ServerRequests.Count::receivedBytes, bytes);
  }

  private void assertSince(
      String kind, ToLongFunction<ServerRequests.Count> figure, long expected) {
    long since = sum(ServerRequests.all(), kind, figure) - sum(before, kind, figure);
    assertThat(since).as(kind).isEqualTo(expected);
  }

  private static long sum(
      List<ServerRequests.Count> counts, String kind, ToLongFunction<ServerRequests.Count> figure) {
    return counts.stream().filter(each -> each.kind().equals(kind)).mapToLong(figure).sum();
  }
}
