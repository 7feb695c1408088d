package org.tarnlake.gcs;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemotePutFaultContractTest;

/** Puts into a bucket. */
@ExtendWith(GcsServer.Extension.class)
class GcsPutFaultTest extends RemotePutFaultContractTest {
  GcsPutFaultTest(GcsServer server) throws IOException {
    super(server);
  }
}
