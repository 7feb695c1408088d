package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.StoreRaces;
import org.tarnlake.store.StoreRaces.Way;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.Troubles;

/** Sixteen writers of one name, with and without trouble on the line; one wins, and hears it. */
@ExtendWith(S3Server.Extension.class)
class S3RaceTest {
  private static final int WRITERS = 16;

  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 10);

  private final S3Server server;
  private final String bucket;

  S3RaceTest(S3Server server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Test
  void ofSixteenWritersExactlyOneWins() throws Exception {
    try (S3Store one = server.open(bucket, "");
        S3Store other = server.open(bucket, "")) {
      StoreRaces.writersOfOneName(one, other, WRITERS, 3 * ROUNDS, Way.PUT);
    }
  }

  @Test
  void ofSixteenWritersExactlyOneWinsThoughRequestsAndAnswersAreLost() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port);
        S3Store one = S3Server.open(proxy.port(), bucket, "", Environment.system());
        S3Store other = S3Server.open(proxy.port(), bucket, "", Environment.system())) {
      one.put("probed", new byte[0]);
      one.delete("probed");
      Troubles troubles = new Troubles(42, S3RaceTest::callOf);
      proxy.rule(troubles);

      StoreRaces.writersOfOneName(one, other, WRITERS, ROUNDS, Way.EITHER);
      assertThat(troubles.count()).isGreaterThan(ROUNDS * WRITERS / 2);
    }
  }

  private static String callOf(HttpMessage request) {
    String token = request.header("x-amz-meta-" + S3Requests.TOKEN);
    return token.isEmpty() ? request.header("amz-sdk-invocation-id") : token;
  }
}
