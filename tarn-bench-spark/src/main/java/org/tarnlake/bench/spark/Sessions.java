package org.tarnlake.bench.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Opens Spark with Delta as this machine's cores allow. Stateless. */
final class Sessions {
  private Sessions() {}

  /** A session whose temporary files are in that folder. */
  static SparkSession delta(Path folder) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.local.dir", folder.resolve("temporary").toString())
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
