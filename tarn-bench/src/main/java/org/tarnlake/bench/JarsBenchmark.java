package org.tarnlake.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The size of tarn-core with all that it drags onto a user's class path. */
final class JarsBenchmark implements Benchmark {
  private static final double MEGABYTE = 1e6;

  @Override
  public void run(Options options, Report report) throws Exception {
    List<Path> jars = Jvm.tarnJars();
    long total = 0;
    for (Path jar : jars) {
      total += Files.size(jar);
      report.row(
          jar.getFileName().toString(), "size", Report.number(Files.size(jar) / MEGABYTE) + " MB");
    }
    report.raw("tarn", Figures.of("jars", jars.size(), "total_bytes", total));
    double megabytes = total / MEGABYTE;
    report.atMost(25, "tarn", jars.size() + " jars", Report.number(megabytes) + " MB", megabytes);
  }
}
