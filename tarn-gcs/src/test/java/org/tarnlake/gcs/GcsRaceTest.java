package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteRaceContractTest;

/** Writers of one name in a bucket. */
@ExtendWith(GcsServer.Extension.class)
class GcsRaceTest extends RemoteRaceContractTest {
  private static final Pattern TOKEN = Pattern.compile("\"" + GcsObjects.TOKEN + "\":\"([^\"]+)");

  GcsRaceTest(GcsServer server) {
    super(server);
  }

  @Override
  protected String callOf(HttpMessage request) {
    Matcher token = TOKEN.matcher(new String(request.body(), ISO_8859_1));
    return token.find() ? token.group(1) : request.method() + " " + request.path();
  }
}
