package org.tarnlake.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Measures what this thread allocates and computes from its making on. One thread at a time. */
final class FuzzMeter {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Far more than any small input needs, on a busy machine too. */
  private static final long CPU_SECONDS_MAX = 10;

  private final long bytes = THREAD.getCurrentThreadAllocatedBytes();
  private final long nanos = THREAD.getCurrentThreadCpuTime();

  /** What was too much since then; null if nothing was. */
  @Nullable String excess(long bytesMax) {
    long allocated = THREAD.getCurrentThreadAllocatedBytes() - bytes;
    if (allocated > bytesMax) {
      return "it allocated %,d bytes, more than %,d".formatted(allocated, bytesMax);
    }
    long seconds = (THREAD.getCurrentThreadCpuTime() - nanos) / 1_000_000_000;
    return seconds > CPU_SECONDS_MAX ? "it computed for %d s".formatted(seconds) : null;
  }
}
