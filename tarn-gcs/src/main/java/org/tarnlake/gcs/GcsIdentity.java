package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.NoCredentialsException;

/**
 * Who sends the requests: looked for when it is first needed. A failure to get any credentials is
 * told apart from a failed request: then nothing was sent. Safe for many threads.
 */
final class GcsIdentity {
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private final GcsSettings settings;
  private final HttpTransport transport;
  private @Nullable GoogleCredentials credentials;

  GcsIdentity(GcsSettings settings, HttpTransport transport) {
    this.settings = settings;
    this.transport = transport;
  }

  /** The headers that a request to that address gets. */
  Map<String, List<String>> headers(URI address) {
    try {
      return credentials().getRequestMetadata(address);
    } catch (IOException | RuntimeException e) {
      throw new NoCredentialsException(e);
    }
  }

  private synchronized GoogleCredentials credentials() throws IOException {
    GoogleCredentials found = credentials;
    if (found == null) {
      found = find().createScoped(List.of(SCOPE));
      credentials = found;
    }
    return found;
  }

  private GoogleCredentials find() throws IOException {
    String key = settings.key();
    if (key != null) {
      return read(new ByteArrayInputStream(key.getBytes(UTF_8)), "GOOGLE_SERVICE_ACCOUNT_KEY");
    }
    String file = settings.file();
    if (file == null) {
      return GoogleCredentials.getApplicationDefault(() -> transport);
    }
    if (!Files.isReadable(Path.of(file))) {
      throw new IOException("there is no file '%s' that can be read".formatted(file));
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return read(in, "'" + file + "'");
    }
  }

  /** What the library says of what it cannot read helps nobody. */
  private GoogleCredentials read(InputStream in, String what) throws IOException {
    try {
      return GoogleCredentials.fromStream(in, () -> transport);
    } catch (IOException | RuntimeException e) {
      throw new IOException("%s has no credentials in JSON".formatted(what), e);
    }
  }
}
