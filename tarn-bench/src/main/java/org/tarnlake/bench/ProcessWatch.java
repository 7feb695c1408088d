package org.tarnlake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a child process takes, as Linux tells it: its CPU, and its memory at the peak, at which it
 * looks again and again. Zero elsewhere. One child at a time.
 */
final class ProcessWatch {
  private static final Path OWN = Path.of("/proc/self/stat");

  /** The children that were waited for, behind the process's name: user and system. */
  private static final int CHILDREN_TICKS = 13;

  private static final double TICKS_A_SECOND = 100;
  private static final int PAUSE_MILLIS = 20;

  private final double cpuBefore;
  private final Thread watcher;
  private volatile double peakKib;

  private ProcessWatch(Process process, double cpuBefore) {
    this.cpuBefore = cpuBefore;
    this.watcher = new Thread(() -> watch(process), "process watch");
    watcher.setDaemon(true);
  }

  /**
   * Watches a child that has just begun.
   *
   * @param cpuBefore what {@link #childrenCpuSeconds} was then
   */
  static ProcessWatch start(Process process, double cpuBefore) {
    ProcessWatch watch = new ProcessWatch(process, cpuBefore);
    watch.watcher.start();
    return watch;
  }

  /** The CPU of all children that have ended. */
  static double childrenCpuSeconds() throws IOException {
    if (!Files.exists(OWN)) {
      return 0;
    }
    String stat = Files.readString(OWN);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[CHILDREN_TICKS]) + Long.parseLong(fields[CHILDREN_TICKS + 1]))
        / TICKS_A_SECOND;
  }

  private void watch(Process process) {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    try {
      while (process.isAlive()) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) {
            peakKib = Double.parseDouble(line.replaceAll("[^0-9]", ""));
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException e) {
      // The process has ended, or this is no Linux.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a child that has been waited for took. */
  Figures end() throws IOException {
    return Figures.of("cpu_s", childrenCpuSeconds() - cpuBefore, "peak_mib", peakKib / 1024);
  }
}
