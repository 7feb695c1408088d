package org.tarnlake.bench.work;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;

/**
 * Loads a snapshot and lists its files: {@code all} or those of one {@code partition}, whose value
 * is the second argument; then again a few times, from the start but in a warm JVM.
 */
public final class SnapshotTask implements Task {
  private static final int AGAIN = 9;

  private final Snapshots snapshots;
  private final Memory memory = new Memory();

  public SnapshotTask(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    Clock clock = new Clock();
    long files = count(arguments);
    double first = clock.wallMillis();
    double cpu = clock.cpuMillis();
    double[] again = new double[AGAIN];
    for (int i = 0; i < AGAIN; i++) {
      Clock each = new Clock();
      if (count(arguments) != files) {
        throw new IOException("the number of files changed");
      }
      again[i] = each.wallMillis();
    }
    Arrays.sort(again);
    return Figures.of("files", files, "wall_ms", first, "cpu_ms", cpu, "warm_ms", again[AGAIN / 2])
        .with(memory.figures());
  }

  private long count(List<String> arguments) throws IOException {
    return arguments.get(0).equals("all")
        ? snapshots.countAll()
        : snapshots.countPartition(Integer.parseInt(arguments.get(1)));
  }
}
