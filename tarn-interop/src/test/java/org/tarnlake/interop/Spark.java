package org.tarnlake.interop;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A Spark with Delta in this process, started with the first test and ended with the JVM. Safe for
 * many threads.
 */
final class Spark {
  private static final SparkSession SESSION = start();

  private Spark() {}

  private static SparkSession start() {
    return builder().getOrCreate();
  }

  /** How every Spark of the tests is set up. */
  static SparkSession.Builder builder() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("tarn-interop")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.default.parallelism", "2")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", "true")
        .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString());
  }

  static SparkSession session() {
    return SESSION;
  }

  static Dataset<Row> sql(String text, Object... values) {
    return SESSION.sql(text.formatted(values));
  }

  /** The rows of a query, their values as {@link SparkValues} tells. */
  static List<List<@Nullable Object>> rows(String query, Object... values) {
    return SparkValues.rows(sql(query, values));
  }

  /** How SQL names the Delta table in a folder. */
  static String delta(Path folder) {
    return delta(folder.toAbsolutePath().normalize().toString());
  }

  /** How SQL names the Delta table at an address. */
  static String delta(String address) {
    return "delta.`%s`".formatted(address);
  }
}
