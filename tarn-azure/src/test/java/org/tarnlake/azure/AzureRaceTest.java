package org.tarnlake.azure;

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
@ExtendWith(AzureServer.Extension.class)
class AzureRaceTest {
  private static final int WRITERS = 16;
  private static final int ROUNDS = Integer.getInteger("tarn.rounds", 10);

  private final AzureServer server;
  private final String container;

  AzureRaceTest(AzureServer server) {
    this.server = server;
    this.container = server.newContainer();
  }

  @Test
  void ofSixteenWritersExactlyOneWins() throws Exception {
    try (AzureStore one = server.open(container, "");
        AzureStore other = server.open(container, "")) {
      StoreRaces.writersOfOneName(one, other, WRITERS, 3 * ROUNDS, Way.PUT);
    }
  }

  @Test
  void ofSixteenWritersExactlyOneWinsThoughRequestsAndAnswersAreLost() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port);
        AzureStore one = AzureServer.open(proxy.port(), container, "", Environment.system());
        AzureStore other = AzureServer.open(proxy.port(), container, "", Environment.system())) {
      one.put("probed", new byte[0]);
      one.delete("probed");
      Troubles troubles = new Troubles(42, AzureRaceTest::callOf);
      proxy.rule(troubles);

      StoreRaces.writersOfOneName(one, other, WRITERS, ROUNDS, Way.EITHER);
      assertThat(troubles.count()).isGreaterThan(ROUNDS * WRITERS / 2);
    }
  }

  private static String callOf(HttpMessage request) {
    String token = request.header("x-ms-meta-" + AzureObjects.TOKEN);
    return token.isEmpty() ? request.header("x-ms-client-request-id") : token;
  }
}
