package org.tarnlake.bench.work;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Folders;
import org.tarnlake.bench.Task;
import org.tarnlake.bench.peer.Contenders;

/**
 * Writes sample rows into a new table. Arguments of a run: how many rows, and {@code live} to learn
 * how much memory is really needed instead of how fast it goes.
 */
public final class AppendTask implements Task {
  private final String contender;
  private final Path folder;
  private final Memory memory = new Memory();

  public AppendTask(String contender, Path folder) {
    this.contender = contender;
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    long rows = Long.parseLong(arguments.get(0));
    Folders.fresh(folder);
    if (arguments.contains("live")) {
      Thread collector = memory.collectAllTheTime();
      try {
        return write(rows);
      } finally {
        collector.interrupt();
      }
    }
    return write(rows);
  }

  private Figures write(long rows) throws Exception {
    Clock clock = new Clock();
    try (Rows table = Contenders.rows(contender, folder)) {
      table.write(rows);
    }
    double seconds = clock.wallMillis() / 1e3;
    double cpuSeconds = clock.cpuMillis() / 1e3;
    return Figures.of(
            "rows",
            rows,
            "seconds",
            seconds,
            "cpu_s",
            cpuSeconds,
            "rows_per_s",
            rows / seconds,
            "written_mib",
            Folders.sizeBytes(folder) / (double) (1 << 20))
        .with(memory.figures());
  }
}
