package org.tarnlake.bench;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts what the vendor's library sends in this JVM, every try of a request, whoever uses it. The
 * library makes it by a file among the resources, so that the count is static. Safe for many
 * threads.
 */
public final class S3Requests implements ExecutionInterceptor {
  private static final LongAdder SENT = new LongAdder();

  @Override
  public void beforeTransmission(Context.BeforeTransmission request, ExecutionAttributes more) {
    SENT.increment();
  }

  public static long sent() {
    return SENT.sum();
  }
}
