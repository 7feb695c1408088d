package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteRaceContractTest;

/** Writers of one name in a bucket. */
@ExtendWith(S3Server.Extension.class)
class S3RaceTest extends RemoteRaceContractTest {
  S3RaceTest(S3Server server) {
    super(server);
  }

  @Override
  protected String callOf(HttpMessage request) {
    String token = request.header("x-amz-meta-" + S3Requests.TOKEN);
    return token.isEmpty() ? request.header("amz-sdk-invocation-id") : token;
  }
}
