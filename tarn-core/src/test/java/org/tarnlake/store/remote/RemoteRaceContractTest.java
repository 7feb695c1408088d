package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.store.StoreRaces;
import org.tarnlake.store.StoreRaces.Way;

/**
 * Sixteen writers of one name, with and without trouble on the line; one wins, and hears it. The
 * module of each vendor extends this.
 */
public abstract class RemoteRaceContractTest {
  private static final int WRITERS = 16;
  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 10);

  private final RemoteServer server;
  private final String bucket;

  protected RemoteRaceContractTest(RemoteServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  /** What the tries of one call have in common, and no other has. */
  protected abstract String callOf(HttpMessage request);

  @Test
  void ofSixteenWritersExactlyOneWins() throws Exception {
    try (BucketStore one = server.open(bucket, "");
        BucketStore other = server.open(bucket, "")) {
      StoreRaces.writersOfOneName(one, other, WRITERS, 3 * ROUNDS, Way.PUT);
    }
  }

  @Test
  void ofSixteenWritersExactlyOneWinsThoughRequestsAndAnswersAreLost() throws Exception {
    try (FaultProxy proxy = server.proxy();
        BucketStore one = open(proxy);
        BucketStore other = open(proxy)) {
      one.put("probed", new byte[0]);
      one.delete("probed");
      Troubles troubles = new Troubles(42, this::callOf);
      proxy.rule(troubles);

      StoreRaces.writersOfOneName(one, other, WRITERS, ROUNDS, Way.EITHER);
      assertThat(troubles.count()).isGreaterThan(ROUNDS * WRITERS / 2);
    }
  }

  private BucketStore open(FaultProxy proxy) {
    return server.open(proxy.port(), bucket, "", Environment.system());
  }
}
