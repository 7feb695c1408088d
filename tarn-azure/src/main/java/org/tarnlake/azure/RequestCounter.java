package org.tarnlake.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.store.ServerRequests;

/** Counts each try of a request in {@link ServerRequests}, by Azure's names. Stateless. */
final class RequestCounter extends HttpPipelineSyncPolicy {
  private static final Pattern WHAT = Pattern.compile("[?&]comp=([a-z]+)");

  @Override
  protected void beforeSendingRequest(HttpPipelineCallContext context) {
    HttpRequest request = context.getHttpRequest();
    ServerRequests.sent(kind(request), length(request.getHeaders()));
  }

  @Override
  protected HttpResponse afterReceivedResponse(
      HttpPipelineCallContext context, HttpResponse response) {
    HttpRequest request = context.getHttpRequest();
    boolean hasBody = request.getHttpMethod() != HttpMethod.HEAD;
    ServerRequests.received(kind(request), hasBody ? length(response.getHeaders()) : 0);
    return response;
  }

  private static String kind(HttpRequest request) {
    Matcher matcher = WHAT.matcher(request.getUrl().toString());
    String what = matcher.find() ? matcher.group(1) : "";
    return switch (request.getHttpMethod().toString() + " " + what) {
      case "GET list" -> "List Blobs";
      case "GET " -> "Get Blob";
      case "HEAD " -> "Get Blob Properties";
      case "PUT block" -> "Put Block";
      case "PUT blocklist" -> "Put Block List";
      case "PUT " -> "Put Blob";
      case "DELETE " -> "Delete Blob";
      default -> request.getHttpMethod() + " " + what;
    };
  }

  private static long length(HttpHeaders headers) {
    String length = headers.getValue(HttpHeaderName.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
