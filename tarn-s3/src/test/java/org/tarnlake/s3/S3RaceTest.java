package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteRaceContractTest;

/** Writers of one name in a bucket. */
@ExtendWith(S3Server.Extension.class)
class S3RaceTest extends RemoteRaceContractTest {
  private final S3Server server;
  private final String bucket;

  S3RaceTest(S3Server server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Override
  protected int port() {
    return server.port;
  }

  @Override
  protected ObjectStore open(int port) {
    return S3Server.open(port, bucket, "", Environment.system());
  }

  @Override
  protected String callOf(HttpMessage request) {
    String token = request.header("x-amz-meta-" + S3Requests.TOKEN);
    return token.isEmpty() ? request.header("amz-sdk-invocation-id") : token;
  }
}
