package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.StoreRaces;
import org.tarnlake.store.StoreRaces.Way;

/**
 * Sixteen writers of one name, with and without trouble on the line; one wins, and hears it. The
 * module of each vendor extends this.
 */
public abstract class RemoteRaceContractTest {
  private static final int WRITERS = 16;
  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 10);

  /** The server's port on this machine. */
  protected abstract int port();

  /** A store, by another client each time, through a port that leads to the server. */
  protected abstract ObjectStore open(int port);

  /** A way to the server on which troubles are of its kind. */
  protected FaultProxy proxy() throws IOException {
    return new FaultProxy(port());
  }

  /** What the tries of one call have in common, and no other has. */
  protected abstract String callOf(HttpMessage request);

  @Test
  void ofSixteenWritersExactlyOneWins() throws Exception {
    try (ObjectStore one = open(port());
        ObjectStore other = open(port())) {
      StoreRaces.writersOfOneName(one, other, WRITERS, 3 * ROUNDS, Way.PUT);
    }
  }

  @Test
  void ofSixteenWritersExactlyOneWinsThoughRequestsAndAnswersAreLost() throws Exception {
    try (FaultProxy proxy = proxy();
        ObjectStore one = open(proxy.port());
        ObjectStore other = open(proxy.port())) {
      one.put("probed", new byte[0]);
      one.delete("probed");
      Troubles troubles = new Troubles(42, this::callOf);
      proxy.rule(troubles);

      StoreRaces.writersOfOneName(one, other, WRITERS, ROUNDS, Way.EITHER);
      assertThat(troubles.count()).isGreaterThan(ROUNDS * WRITERS / 2);
    }
  }
}
