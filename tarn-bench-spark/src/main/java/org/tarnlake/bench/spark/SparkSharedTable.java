package org.tarnlake.bench.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.tarnlake.bench.Worker;
import org.tarnlake.bench.work.SharedTable;
import org.tarnlake.bench.work.WritersTask;

/** A Delta table with deletion vectors, which threads of one Spark session update. */
public final class SparkSharedTable implements SharedTable {
  /** Whoever did not come through by then gives up. */
  private static final int MOST_TRIES = 3;

  private final SparkSession spark;
  private final String table;

  private SparkSharedTable(Path folder) {
    Path real = folder.toAbsolutePath();
    table = "delta.`" + real.resolve("table") + "`";
    spark = Sessions.delta(real);
  }

  /** Serves {@link WritersTask} in the folder that is the argument. */
  public static void main(String[] arguments) throws Exception {
    Worker.serve(() -> new WritersTask(new SparkSharedTable(Path.of(arguments[0]))));
  }

  @Override
  public void write(int rows) {
    spark.sql(
        "CREATE TABLE "
            + table
            + " USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')"
            + " AS SELECT /*+ COALESCE(1) */ id, 0L AS n FROM range(0, "
            + rows
            + ")");
  }

  @Override
  public Tries addOne(String condition) {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      try {
        spark.sql("UPDATE " + table + " SET n = n + 1 WHERE " + condition);
        return new Tries(tries, true);
      } catch (RuntimeException e) {
        if (!isConflict(e)) {
          throw e;
        }
      }
    }
    return new Tries(MOST_TRIES, false);
  }

  /** Delta names them so, in Scala and in Java, and Spark may wrap them. */
  private static boolean isConflict(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String name = t.getClass().getSimpleName();
      if (name.startsWith("Concurrent") || name.equals("MetadataChangedException")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long sum() {
    return spark.sql("SELECT sum(n) FROM " + table).collectAsList().get(0).getLong(0);
  }

  @Override
  public void close() {
    spark.stop();
  }
}
