package org.tarnlake.bench.work;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The time since its making: on the wall, and of all processors on behalf of this JVM, which a
 * machine busy with other work distorts less. Immutable.
 */
final class Clock {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long start = System.nanoTime();
  private final long cpuStart = SYSTEM.getProcessCpuTime();

  double wallMillis() {
    return (System.nanoTime() - start) / 1e6;
  }

  double cpuMillis() {
    return (SYSTEM.getProcessCpuTime() - cpuStart) / 1e6;
  }
}
