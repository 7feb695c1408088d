package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteRaceContractTest;

/** Writers of one name in a bucket. */
@ExtendWith(GcsServer.Extension.class)
class GcsRaceTest extends RemoteRaceContractTest {
  private static final Pattern TOKEN = Pattern.compile("\"" + GcsObjects.TOKEN + "\":\"([^\"]+)");

  private final GcsServer server;
  private final String bucket;

  GcsRaceTest(GcsServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @Override
  protected int port() {
    return server.port;
  }

  @Override
  protected ObjectStore open(int port) {
    return GcsServer.open(port, bucket, "", Environment.system());
  }

  @Override
  protected FaultProxy proxy() throws IOException {
    return server.proxy();
  }

  @Override
  protected String callOf(HttpMessage request) {
    Matcher token = TOKEN.matcher(new String(request.body(), ISO_8859_1));
    return token.find() ? token.group(1) : request.method() + " " + request.path();
  }
}
