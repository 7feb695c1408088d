package org.tarnlake.bench.work;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Samples;
import org.tarnlake.bench.Task;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;

/**
 * One-row commits of one thread, begin and commit timed apart. Arguments of a run: the name of a
 * lake, made if it is new, and how many commits.
 */
public final class GrowthTask implements Task {
  private static final String TABLE = "t";

  private final Path folder;

  public GrowthTask(Path folder) {
    this.folder = folder;
  }

  /** Medians are those of the run's last {@code window} commits: the third argument. */
  @Override
  public Figures run(List<String> arguments) {
    Path name = folder.resolve(arguments.get(0));
    int count = Integer.parseInt(arguments.get(1));
    int window = Integer.parseInt(arguments.get(2));
    long[] begins = new long[count];
    long[] commits = new long[count];
    try (Lake lake = Lake.create(name)) {
      lake.transact(
          transaction ->
              transaction.createTable(
                  TABLE,
                  Schema.builder()
                      .optional("id", DataType.LONG)
                      .optional("name", DataType.STRING)
                      .build()));
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long before = System.nanoTime();
        try (Transaction transaction = lake.begin()) {
          begins[i] = System.nanoTime() - before;
          transaction.append(TABLE, (long) i, "name " + i);
          before = System.nanoTime();
          transaction.commit();
          commits[i] = System.nanoTime() - before;
        }
      }
      long committed = System.nanoTime();
      lake.awaitPublished();
      long published = System.nanoTime();
      return Figures.of(
          "commits",
          count,
          "begin_us",
          Samples.median(Samples.micros(begins, count - window, count)),
          "commit_us",
          Samples.median(Samples.micros(commits, count - window, count)),
          "seconds",
          (committed - start) / 1e9,
          "publication_behind_ms",
          (published - committed) / 1e6);
    }
  }
}
