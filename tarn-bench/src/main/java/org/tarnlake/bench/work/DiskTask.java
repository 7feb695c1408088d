package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.bench.peer.Contenders;

/**
 * One-row commits and bare synced puts in one JVM, in slices that take turns; what a commit put off
 * is done before the puts' turn comes. Argument of a run: seconds, of both together.
 */
public final class DiskTask implements Task {
  private static final String SLICE_SECONDS = "0.25";

  private final CommitTask commits;
  private final CommitTask puts;

  public DiskTask(Path folder) throws Exception {
    commits =
        new CommitTask(Contenders.commits("tarn", Files.createDirectories(folder.resolve("lake"))));
    puts = new CommitTask(Contenders.commits("put", folder.resolve("put")));
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    long limit = (long) (Double.parseDouble(arguments.get(0)) * 1e9);
    List<Figures> ofCommits = new ArrayList<>();
    List<Figures> ofPuts = new ArrayList<>();
    List<Figures> ratios = new ArrayList<>();
    long start = System.nanoTime();
    while (System.nanoTime() - start < limit) {
      Figures commit = commits.run(List.of(SLICE_SECONDS));
      Figures put = puts.run(List.of(SLICE_SECONDS));
      ofCommits.add(commit);
      ofPuts.add(put);
      ratios.add(Figures.of("ratio", commit.number("median_us") / put.number("median_us")));
    }
    return Figures.of(
        "slices", ratios.size(),
        "commit_us", Figures.median(ofCommits, "median_us"),
        "put_us", Figures.median(ofPuts, "median_us"),
        "ratio_of_pairs", Figures.median(ratios, "ratio"));
  }

  @Override
  public void close() throws IOException, SQLException {
    commits.close();
    puts.close();
  }
}
