package org.tarnlake.interop;

import io.delta.kernel.defaults.engine.DefaultEngine;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.judge.KernelReader;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.s3.S3Server;
import org.tarnlake.store.remote.RemoteServer;

/**
 * How engines that read by Hadoop find the tables of a lake in a test server's bucket. Immutable.
 */
record S3A(String bucket) {
  private static final String LAKE = "/lakes/one";

  /** A new bucket, which Spark in this process and Hadoop find from now on. */
  static S3A newBucket(S3Server server) {
    S3A made = new S3A(server.newBucket());
    Map<String, String> options =
        Map.of(
            "endpoint",
            RemoteServer.url(server.port()),
            "endpoint.region",
            "us-east-1",
            "path.style.access",
            "true",
            "access.key",
            S3Server.IDENTITY,
            "secret.key",
            S3Server.SECRET);
    options.forEach(
        (name, value) -> hadoop().set("fs.s3a.bucket.%s.%s".formatted(made.bucket, name), value));
    return made;
  }

  private static Configuration hadoop() {
    return Spark.session().sparkContext().hadoopConfiguration();
  }

  /** The lake as Tarn names it. */
  String lake() {
    return "s3://" + bucket + LAKE;
  }

  private String root() {
    return "s3a://" + bucket + LAKE + "/";
  }

  /** How Spark's SQL names a table. */
  String delta(Table table) {
    return Spark.delta(root() + table.location());
  }

  /** How the rows that Spark reads of a table differ from those of a scan; empty if they do not. */
  String difference(Scan scan, Table table, String more) {
    List<List<@Nullable Object>> spark = Spark.rows("SELECT * FROM %s %s", delta(table), more);
    return RowDifference.of(TarnRows.rows(scan), spark, "Spark");
  }

  /** What Delta Kernel reads otherwise than Tarn. */
  List<String> kernelDisagreements(Lake lake) {
    return KernelJudge.disagreements(
        lake, new KernelReader(DefaultEngine.create(hadoop()), root()));
  }
}
