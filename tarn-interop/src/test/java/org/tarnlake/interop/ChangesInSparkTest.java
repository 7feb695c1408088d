package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;

/** Whoever follows the changes of a table in Spark is told of Tarn's appends like of Spark's. */
@ExtendWith(Features.class)
class ChangesInSparkTest {
  @TempDir Path temporary;

  private Path folder;
  private String table;

  private void create(String properties) {
    folder = temporary.resolve("t");
    table = Spark.delta(folder);
    Spark.sql(
        "CREATE TABLE %s (id BIGINT, a STRING) USING delta TBLPROPERTIES (%s)", table, properties);
  }

  private void tarn(long... ids) {
    try (Lake lake = Lake.open(folder)) {
      lake.transact(
          tx -> {
            for (long id : ids) {
              tx.append("t", id, "tarn");
            }
          });
    }
  }

  @Test
  @DisplayName("Spark follows Tarn's appends: in the change data feed")
  void appendsAreInsertsOfTheFeed() {
    create("'delta.enableChangeDataFeed' = 'true'");
    Spark.sql("INSERT INTO %s VALUES (1, 'spark')", table);
    tarn(2, 3);
    Spark.sql("UPDATE %s SET a = 'changed' WHERE id = 2", table);
    Spark.sql("DELETE FROM %s WHERE id = 3", table);
    tarn(4);
    assertThat(
            SparkValues.rows(
                Spark.session()
                    .read()
                    .format("delta")
                    .option("readChangeFeed", "true")
                    .option("startingVersion", "1")
                    .load(folder.toString())
                    .select("_commit_version", "_change_type", "id", "a")))
        .containsExactlyInAnyOrder(
            List.of(1L, "insert", 1L, "spark"),
            List.of(2L, "insert", 2L, "tarn"),
            List.of(2L, "insert", 3L, "tarn"),
            List.of(3L, "update_preimage", 2L, "tarn"),
            List.of(3L, "update_postimage", 2L, "changed"),
            List.of(4L, "delete", 3L, "tarn"),
            List.of(5L, "insert", 4L, "tarn"));
  }

  @Test
  @DisplayName("Spark follows Tarn's appends: in a stream that goes on where it was")
  void streamGoesOnWhereItWas() throws Exception {
    create("'a' = 'b'");
    Spark.sql("INSERT INTO %s VALUES (1, 'spark')", table);
    tarn(2, 3);
    stream();
    assertThat(streamed()).containsExactlyInAnyOrder(1L, 2L, 3L);
    tarn(4);
    Spark.sql("INSERT INTO %s VALUES (5, 'spark')", table);
    tarn(6);
    stream();
    assertThat(streamed()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
  }

  private void stream() throws Exception {
    Spark.session()
        .readStream()
        .format("delta")
        .load(folder.toString())
        .writeStream()
        .format("delta")
        .option("checkpointLocation", temporary.resolve("state").toString())
        .trigger(Trigger.AvailableNow())
        .start(temporary.resolve("streamed").toString())
        .awaitTermination();
  }

  private List<Object> streamed() {
    String target = Spark.delta(temporary.resolve("streamed"));
    return Spark.rows("SELECT id FROM %s", target).stream().map(row -> row.get(0)).toList();
  }
}
