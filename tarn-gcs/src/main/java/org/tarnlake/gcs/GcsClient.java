package org.tarnlake.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Makes the vendor's client. It tries once: repeated by the library, a put whose first answer was
 * lost would be told that its name is taken.
 */
final class GcsClient {
  private static final int CONNECT_MILLIS = 10_000;

  /** How long an answer may take to begin, and be silent. */
  private static final int ANSWER_MILLIS = 10_000;

  private static final long BYTES_PER_MILLI_MIN = 128;

  private GcsClient() {}

  static Storage of(GcsSettings settings) {
    HttpTransport transport = new NetHttpTransport();
    GcsIdentity identity = settings.anonymous() ? null : new GcsIdentity(settings, transport);
    return new Storage.Builder(
            transport,
            GsonFactory.getDefaultInstance(),
            request -> prepare(request, identity, settings.project()))
        .setRootUrl(settings.endpoint() + "/")
        .setApplicationName("tarn")
        .build();
  }

  private static void prepare(
      HttpRequest request, @Nullable GcsIdentity identity, @Nullable String project) {
    request
        .setNumberOfRetries(0)
        .setFollowRedirects(false)
        .setConnectTimeout(CONNECT_MILLIS)
        .setReadTimeout(ANSWER_MILLIS)
        .setLoggingEnabled(false); // The library's own log tells of headers.
    RequestCounter.watch(request);
    if (identity != null) {
      request.getHeaders().putAll(identity.headers(request.getUrl().toURI()));
    }
    if (project != null) {
      request.getHeaders().set("x-goog-user-project", project);
    }
  }

  /**
   * An answer may take as long as a slow line needs for so many bytes. Writing has no such limit:
   * the library's way to set one forgets interrupts.
   */
  static HttpRequest within(HttpRequest request, long bytes) {
    int most = (int) Math.min(Integer.MAX_VALUE, ANSWER_MILLIS + bytes / BYTES_PER_MILLI_MIN);
    return request.setReadTimeout(most);
  }
}
