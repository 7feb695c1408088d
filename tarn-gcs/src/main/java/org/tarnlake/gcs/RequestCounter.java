package org.tarnlake.gcs;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import org.tarnlake.store.ServerRequests;

/** Counts each request in {@link ServerRequests}, by Google's names. Stateless. */
final class RequestCounter {
  private RequestCounter() {}

  /** Has a request counted when it is sent, and its answer when it comes. */
  static void watch(HttpRequest request) {
    request.setInterceptor(RequestCounter::sent);
    request.setResponseInterceptor(RequestCounter::received);
  }

  private static void sent(HttpRequest request) throws IOException {
    HttpContent content = request.getContent();
    ServerRequests.sent(kind(request), content == null ? 0 : Math.max(0, content.getLength()));
  }

  private static void received(HttpResponse response) {
    Long length = response.getHeaders().getContentLength();
    ServerRequests.received(kind(response.getRequest()), length == null ? 0 : length);
  }

  private static String kind(HttpRequest request) {
    return switch (request.getRequestMethod()) {
      case "POST", "PUT" -> "objects.insert";
      case "DELETE" -> "objects.delete";
      default -> request.getUrl().getRawPath().endsWith("/o") ? "objects.list" : "objects.get";
    };
  }
}
