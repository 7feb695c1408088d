package org.tarnlake.bench.work;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.tarnlake.bench.Figures;

/**
 * Watches this JVM's memory from its making on: the heap in use at its peak, the most that a full
 * collection left alive, and the peak of the whole process as the kernel saw it.
 */
final class Memory {
  private static final double MIB = 1 << 20;

  private static final long PAUSE_NANOS = 100_000_000;

  private final AtomicLong afterCollection = new AtomicLong();

  Memory() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) ->
                  collected(
                      GarbageCollectionNotificationInfo.from(
                          (CompositeData) notification.getUserData())),
              notification ->
                  notification
                      .getType()
                      .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
              null);
    }
  }

  private void collected(GarbageCollectionNotificationInfo info) {
    if (!info.getGcCause().equals("System.gc()")) {
      return; // What a young collection leaves is not all alive.
    }
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = info.getGcInfo().getMemoryUsageAfterGc().get(pool.getName());
      if (pool.getType() == MemoryType.HEAP && usage != null) {
        used += usage.getUsed();
      }
    }
    afterCollection.accumulateAndGet(used, Math::max);
  }

  /**
   * Has a full collection run again and again, until the returned thread is interrupted, so that
   * the most that a collection left alive is what the work really needs. Slows the work down.
   */
  Thread collectAllTheTime() {
    Thread collector =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                System.gc();
                LockSupport.parkNanos(PAUSE_NANOS);
              }
            });
    collector.setDaemon(true);
    collector.start();
    return collector;
  }

  Figures figures() throws IOException {
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    return Figures.of(
        "heap_peak_mib", peak / MIB,
        "heap_live_peak_mib", afterCollection.get() / MIB,
        "process_peak_mib", processPeakKib() / 1024);
  }

  /** VmHWM: only Linux tells it. */
  private static double processPeakKib() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}
