package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.StoreRaces;
import org.tarnlake.store.StoreRaces.Way;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;

/** Sixteen writers of one name, with and without trouble on the line; one wins, and hears it. */
@ExtendWith(S3Server.Extension.class)
class S3RaceTest {
  private static final int WRITERS = 16;

  /** With so many troubles at most for one call, it comes to an end within its tries. */
  private static final int TROUBLES_MAX = 3;

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
      Troubles troubles = new Troubles(42);
      proxy.rule(troubles);

      StoreRaces.writersOfOneName(one, other, WRITERS, ROUNDS, Way.EITHER);
      assertThat(troubles.count.get()).isGreaterThan(ROUNDS * WRITERS / 2);
    }
  }

  /** 30 of 100 answers are lost, and 20 of 100 requests, by a seed. */
  private static final class Troubles implements Function<HttpMessage, Fate> {
    private final SplittableRandom random;
    private final Map<String, AtomicInteger> ofCall = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Troubles(long seed) {
      this.random = new SplittableRandom(seed);
    }

    @Override
    public Fate apply(HttpMessage request) {
      String call = request.header("x-amz-meta-" + S3Requests.TOKEN);
      if (call.isEmpty()) {
        call = request.header("amz-sdk-invocation-id");
      }
      AtomicInteger troubles = ofCall.computeIfAbsent(call, c -> new AtomicInteger());
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
      // The vendor's library waits for seconds before it reads again from a server that is busy.
      return request.method().equals("PUT")
          ? new Fate.Answered(503, "SlowDown")
          : new Fate.Answered(500, "InternalError");
    }

    private synchronized int dice() {
      return random.nextInt(100);
    }
  }
}
