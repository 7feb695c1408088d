package org.tarnlake.bench.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;

/**
 * Loads a snapshot and lists its files: {@code all} or those of one {@code partition}, whose value
 * is the second argument; then again for some seconds, each time from the store, and tells the
 * median of the last times too.
 */
public final class SnapshotTask implements Task {
  private static final int AGAIN = 9;
  private static final double WARM_MILLIS = 5_000;

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
    Clock warming = new Clock();
    List<Double> again = new ArrayList<>();
    while (again.size() < AGAIN || warming.wallMillis() < WARM_MILLIS) {
      Clock each = new Clock();
      if (count(arguments) != files) {
        throw new IOException("the number of files changed");
      }
      again.add(each.wallMillis());
    }
    List<Double> last = new ArrayList<>(again.subList(again.size() - AGAIN, again.size()));
    last.sort(null);
    return Figures.of(
            "files", files, "wall_ms", first, "cpu_ms", cpu, "warm_ms", last.get(AGAIN / 2))
        .with(memory.figures());
  }

  private long count(List<String> arguments) throws IOException {
    return arguments.get(0).equals("all")
        ? snapshots.countAll()
        : snapshots.countPartition(Integer.parseInt(arguments.get(1)));
  }
}
