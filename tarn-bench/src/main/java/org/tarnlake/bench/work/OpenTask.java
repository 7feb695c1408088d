package org.tarnlake.bench.work;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;

/**
 * Opens a lake in a JVM that has opened none before, and looks at one table. Also a program of its
 * own, to be timed as a whole process. A run takes no arguments, and there is one only.
 */
public final class OpenTask implements Task {
  private final Path folder;

  public OpenTask(Path folder) {
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) {
    long start = System.nanoTime();
    try (Lake lake = Lake.open(folder)) {
      int tables = lake.latest().tables().size();
      double listed = (System.nanoTime() - start) / 1e6;
      Table table = lake.latest().table("t0");
      long rows = table.rowCount();
      double counted = (System.nanoTime() - start) / 1e6;
      return Figures.of("tables", tables, "rows", rows, "tables_ms", listed, "table_ms", counted);
    }
  }

  /** Opens the lake in the folder of the first argument. */
  public static void main(String[] args) {
    System.out.println(new OpenTask(Path.of(args[0])).run(List.of()).line());
  }
}
