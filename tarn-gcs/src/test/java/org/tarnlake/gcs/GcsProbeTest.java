package org.tarnlake.gcs;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.RemoteProbeContractTest;

/** Servers of Google's protocol that are no good. */
@ExtendWith(GcsServer.Extension.class)
class GcsProbeTest extends RemoteProbeContractTest {
  GcsProbeTest(GcsServer server) throws IOException {
    super(server);
  }

  @Override
  protected String condition() {
    return "ifGenerationMatch=0";
  }

  @Override
  protected String alternative() {
    return "use a server that does, such as Google's own";
  }
}
