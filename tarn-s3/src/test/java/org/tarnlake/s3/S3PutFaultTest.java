package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.RemotePutFaultContractTest;

/** Puts into a bucket. */
@ExtendWith(S3Server.Extension.class)
class S3PutFaultTest extends RemotePutFaultContractTest {
  S3PutFaultTest(S3Server server) throws IOException {
    super(server);
  }

  /** Some servers answer so where the condition is not met; it was told as a refusal. */
  @Test
  void notModifiedIsTaken() throws Exception {
    store.putIfAbsent("a", CONTENT);
    bucket.fates(protocol::isWrite, new Fate.AnsweredAfter(304, ""));
    assertThat(store.putIfAbsent("a", new byte[3])).isFalse();
    assertThat(store.get("a")).isEqualTo(CONTENT);
  }

  /** The proxy's clock is an hour ahead, then the real server's is right again. */
  @Test
  void clocksMayDiffer() throws Exception {
    List<String> dates = new CopyOnWriteArrayList<>();
    bucket
        .proxy()
        .rule(
            request -> {
              dates.add(request.header("x-amz-date"));
              return dates.size() == 1 ? new Fate.Skewed(Duration.ofHours(1)) : FaultProxy.PASSES;
            });
    assertThat(store.putIfAbsent("a", CONTENT)).isTrue();
    assertThat(dates).hasSize(3);
    DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    assertThat(LocalDateTime.parse(dates.get(1), format))
        .isAfter(LocalDateTime.parse(dates.get(0), format).plusMinutes(59));
  }
}
