package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.bench.peer.Contenders;
import org.tarnlake.bench.peer.TarnSharedTable;
import org.tarnlake.bench.work.AppendTask;
import org.tarnlake.bench.work.ChangeTask;
import org.tarnlake.bench.work.CommitTask;
import org.tarnlake.bench.work.DiskTask;
import org.tarnlake.bench.work.DistanceTask;
import org.tarnlake.bench.work.FeedTask;
import org.tarnlake.bench.work.FilterTask;
import org.tarnlake.bench.work.FindTask;
import org.tarnlake.bench.work.FlatTask;
import org.tarnlake.bench.work.FlushTask;
import org.tarnlake.bench.work.GrowthTask;
import org.tarnlake.bench.work.LakesTask;
import org.tarnlake.bench.work.OpenTask;
import org.tarnlake.bench.work.ProcessesTask;
import org.tarnlake.bench.work.ScanTask;
import org.tarnlake.bench.work.SnapshotTableTask;
import org.tarnlake.bench.work.SnapshotTask;
import org.tarnlake.bench.work.ThreadsTask;
import org.tarnlake.bench.work.WritersTask;

/** The tasks by the names they have between parent and child. Stateless. */
final class Tasks {
  private Tasks() {}

  /** Opens a task; its arguments are a contender and a folder, and what else it takes. */
  static Task open(String task, List<String> arguments) throws Exception {
    String contender = arguments.get(0);
    Path folder = Path.of(arguments.get(1));
    return switch (task) {
      case "commit" -> new CommitTask(Contenders.commits(contender, folder));
      case "append" -> new AppendTask(contender, folder);
      case "scan" -> new ScanTask(Contenders.rows(contender, folder));
      case "change" -> new ChangeTask(Contenders.changes(contender, folder));
      case "feed" -> new FeedTask(folder);
      case "find" -> new FindTask(folder);
      case "writers" -> new WritersTask(new TarnSharedTable(folder));
      case "filter" -> new FilterTask(Long.parseLong(arguments.get(2)));
      case "flush" -> new FlushTask(Contenders.flushes(contender, folder, arguments.get(2)));
      case "distance" -> new DistanceTask(folder, arguments.get(2));
      case "processes" -> new ProcessesTask(folder, Long.parseLong(arguments.get(2)));
      case "flat" -> new FlatTask();
      case "disk" -> new DiskTask(folder);
      case "growth" -> new GrowthTask(folder);
      case "threads" -> new ThreadsTask(folder);
      case "distantThreads" -> new ThreadsTask(Long.parseLong(arguments.get(2)));
      case "lakes" -> new LakesTask(folder);
      case "open" -> new OpenTask(folder);
      case "snapshotTable" -> new SnapshotTableTask(folder);
      case "snapshot" -> new SnapshotTask(Contenders.snapshots(contender, folder));
      default -> throw new IllegalArgumentException("no task " + task);
    };
  }
}
