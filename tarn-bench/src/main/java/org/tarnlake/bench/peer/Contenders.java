package org.tarnlake.bench.peer;

import java.nio.file.Path;
import org.tarnlake.bench.work.Changes;
import org.tarnlake.bench.work.Commits;
import org.tarnlake.bench.work.FlushTask;
import org.tarnlake.bench.work.ListedCommits;
import org.tarnlake.bench.work.Rows;
import org.tarnlake.bench.work.Snapshots;

/** The contenders by the names they have on a command line and in the tables. Stateless. */
public final class Contenders {
  private Contenders() {}

  /** Opens a contender of the commit benchmark in an empty folder. */
  public static Commits commits(String contender, Path folder) throws Exception {
    return switch (contender) {
      case "floor" -> new FloorCommits(folder, "data", "log");
      case "put" -> new FloorCommits(folder, "log");
      case "tarn" -> new TarnCommits(folder);
      case "kernel" -> new KernelCommits(folder);
      case "iceberg" -> new IcebergCommits(folder);
      case "sqlite" -> JdbcCommits.sqlite(folder);
      case "duckdb" -> JdbcCommits.duckdb(folder);
      case "h2" -> JdbcCommits.h2(folder);
      default -> throw new IllegalArgumentException("no contender " + contender);
    };
  }

  /** Opens a contender that can tell what it holds, in a folder that may hold it already. */
  public static ListedCommits listedCommits(String contender, Path folder) throws Exception {
    if (commits(contender, folder) instanceof ListedCommits listed) {
      return listed;
    }
    throw new IllegalArgumentException("no victim " + contender);
  }

  /** Opens a contender that flushes rows to a bucket; the folder is for what is not there. */
  public static FlushTask.Opening flushes(String contender, Path folder, String bucket) {
    return switch (contender) {
      case "tarn" -> name -> new TarnFlushes(bucket + "/" + name);
      case "iceberg" -> name -> new IcebergFlushes(folder, bucket, name);
      default -> throw new IllegalArgumentException("no contender " + contender);
    };
  }

  /** Opens a contender that lists the files of a Delta table. */
  public static Snapshots snapshots(String contender, Path folder) throws Exception {
    return switch (contender) {
      case "tarn" -> new TarnSnapshots(folder);
      case "kernel" -> new KernelSnapshots(folder);
      default -> throw new IllegalArgumentException("no contender " + contender);
    };
  }

  /** Opens a contender that changes sample rows. Spark's lives in tarn-bench-spark. */
  public static Changes changes(String contender, Path folder) {
    return switch (contender) {
      case "tarn" -> new TarnChanges(folder);
      default -> throw new IllegalArgumentException("no contender " + contender);
    };
  }

  /** Opens a contender that writes or reads the sample rows in a folder. */
  public static Rows rows(String contender, Path folder) throws Exception {
    return switch (contender) {
      case "tarn", "tarn-rows" -> TarnRows.byRows(folder);
      case "tarn-batches" -> TarnRows.byBatches(folder);
      case "kernel" -> new KernelRows(folder);
      case "iceberg" -> new IcebergRows(folder);
      case "duckdb" -> new DuckDbRows(folder);
      default -> throw new IllegalArgumentException("no contender " + contender);
    };
  }
}
