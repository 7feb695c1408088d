package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.StoreRaces;
import org.tarnlake.store.StoreRaces.Way;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.Troubles;

/** Sixteen writers of one name, with and without trouble on the line; one wins, and hears it. */
@ExtendWith(GcsServer.Extension.class)
class GcsRaceTest {
  private static final int WRITERS = 16;
  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 10);
  private static final Pattern TOKEN = Pattern.compile("\"" + GcsObjects.TOKEN + "\":\"([^\"]+)");

  private final GcsServer server;
  private final String bucket;

  GcsRaceTest(GcsServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Test
  void ofSixteenWritersExactlyOneWins() throws Exception {
    try (GcsStore one = server.open(bucket, "");
        GcsStore other = server.open(bucket, "")) {
      StoreRaces.writersOfOneName(one, other, WRITERS, 3 * ROUNDS, Way.PUT);
    }
  }

  @Test
  void ofSixteenWritersExactlyOneWinsThoughRequestsAndAnswersAreLost() throws Exception {
    try (FaultProxy proxy = server.proxy();
        GcsStore one = GcsServer.open(proxy.port(), bucket, "", Environment.system());
        GcsStore other = GcsServer.open(proxy.port(), bucket, "", Environment.system())) {
      one.put("probed", new byte[0]);
      one.delete("probed");
      Troubles troubles = new Troubles(42, GcsRaceTest::callOf);
      proxy.rule(troubles);

      StoreRaces.writersOfOneName(one, other, WRITERS, ROUNDS, Way.EITHER);
      assertThat(troubles.count()).isGreaterThan(ROUNDS * WRITERS / 2);
    }
  }

  private static String callOf(HttpMessage request) {
    Matcher token = TOKEN.matcher(new String(request.body(), ISO_8859_1));
    return token.find() ? token.group(1) : request.method() + " " + request.path();
  }
}
