package org.tarnlake.bench.work;

import java.io.IOException;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;

/**
 * Loads a snapshot and lists its files: {@code all} or those of one {@code partition}, whose value
 * is the second argument.
 */
public final class SnapshotTask implements Task {
  private final Snapshots snapshots;
  private final Memory memory = new Memory();

  public SnapshotTask(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    Clock clock = new Clock();
    long files =
        arguments.get(0).equals("all")
            ? snapshots.countAll()
            : snapshots.countPartition(Integer.parseInt(arguments.get(1)));
    return Figures.of(
            "files", files, "wall_ms", clock.wallMillis(), "cpu_ms", clock.cpuMillis())
        .with(memory.figures());
  }
}
