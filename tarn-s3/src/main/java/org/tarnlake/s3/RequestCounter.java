package org.tarnlake.s3;

import org.tarnlake.store.ServerRequests;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpHeaders;

/** Counts each try of a request in {@link ServerRequests}. Stateless. */
final class RequestCounter implements ExecutionInterceptor {
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    ServerRequests.sent(kind(attributes), length(context.httpRequest()));
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    boolean hasBody = !kind(attributes).startsWith("Head");
    ServerRequests.received(kind(attributes), hasBody ? length(context.httpResponse()) : 0);
  }

  private static String kind(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }

  private static long length(SdkHttpHeaders message) {
    return message.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
  }
}
