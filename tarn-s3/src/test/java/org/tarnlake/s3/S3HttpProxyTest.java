package org.tarnlake.s3;

import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteHttpProxyContractTest;

/** The way to a bucket through a proxy. */
@ExtendWith(S3Server.Extension.class)
class S3HttpProxyTest extends RemoteHttpProxyContractTest {
  S3HttpProxyTest(S3Server server) {
    super(server);
  }
}
