package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.judge.RowDifference;

/** Spark and Tarn write to the same table, one after the other, and see the same after each. */
@ExtendWith(Features.class)
class TurnsTest {
  @TempDir Path temporary;

  private Path folder;
  private String table;
  private Lake lake;
  private int steps;

  @ParameterizedTest(name = "Spark and Tarn in turns: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | 'a' = 'b'",
        "deletion vectors, in-commit timestamps | 'delta.enableDeletionVectors' = 'true', 'delta.enableInCommitTimestamps' = 'true'",
        "row tracking, deletion vectors | 'delta.enableRowTracking' = 'true', 'delta.enableDeletionVectors' = 'true'",
        "change data feed | 'delta.enableChangeDataFeed' = 'true'",
        "checkpoints, classic | 'delta.checkpointInterval' = '3', 'delta.checkpoint.writeStatsAsStruct' = 'true'",
        "checkpoints, v2 | 'delta.checkpointInterval' = '3', 'delta.checkpointPolicy' = 'v2'"
      })
  void bothSeeTheSameAfterEachStep(String features, String properties) {
    folder = temporary.resolve("orders");
    table = Spark.delta(folder);
    spark(
        "CREATE TABLE %s (id BIGINT, a STRING, p STRING) USING delta PARTITIONED BY (p)"
            + " TBLPROPERTIES ("
            + properties
            + ")");
    spark("INSERT INTO %s VALUES (1, 'a', 'x'), (2, 'b', 'y%%'), (3, NULL, NULL), (4, 'd', '')");
    try (Lake opened = Lake.open(folder)) {
      lake = opened;
      compare(4);
      tarn(5, 6);
      compare(6);
      spark("DELETE FROM %s WHERE id IN (2, 5)");
      compare(4);
      tarn(7);
      spark("UPDATE %s SET a = 'changed' WHERE id = 7 OR id = 1");
      compare(5);
      spark("OPTIMIZE %s");
      compare(5);
      tarn(8);
      spark(
          "MERGE INTO %s t USING (SELECT explode(array(8L, 9L)) AS id) s ON t.id = s.id"
              + " WHEN MATCHED THEN UPDATE SET a = 'merged'"
              + " WHEN NOT MATCHED THEN INSERT (id, a, p) VALUES (s.id, 'new', 'z')");
      compare(7);
      tarn(10, 11);
      compare(9);
      spark("DELETE FROM %s WHERE id = 11");
      spark("ALTER TABLE %s ADD COLUMNS (b INT)");
      compare(8);
      lake.transact(tx -> tx.append("orders", 12L, "l", "x", 1200));
      compare(9);
      spark("RESTORE TABLE %s TO VERSION AS OF 3");
      compare(4);
      lake.transact(tx -> tx.append("orders", 13L, "m", "y"));
      compare(5);
      vacuum();
      compare(5);
      tarn(14);
      spark("INSERT OVERWRITE %s VALUES (15, 'o', 'x'), (16, 'p', NULL)");
      compare(2);
      tarn(17);
      compare(3);
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
      if (features.startsWith("row tracking")) {
        List<List<@Nullable Object>> ids =
            Spark.rows("SELECT DISTINCT _metadata.row_id FROM %s", table);
        assertThat(ids).hasSize(3).doesNotContain(Collections.singletonList(null));
      }
    }
  }

  private void spark(String statement) {
    Spark.sql(statement, table).collectAsList();
    steps++;
  }

  private void tarn(long... ids) {
    lake.transact(
        tx -> {
          for (long id : ids) {
            Object[] row = new Object[tx.schema("orders").columns().size()];
            row[0] = id;
            row[1] = "tarn";
            row[2] = id % 2 == 0 ? "x" : "tarn/" + id;
            tx.append("orders", row);
          }
        });
    steps++;
  }

  /** Files that no version since the last one needs are gone. */
  private void vacuum() {
    String check = "spark.databricks.delta.retentionDurationCheck.enabled";
    Spark.session().conf().set(check, "false");
    try {
      spark("VACUUM %s RETAIN 0 HOURS");
    } finally {
      Spark.session().conf().unset(check);
    }
  }

  private void compare(int rows) {
    List<List<@Nullable Object>> spark = Spark.rows("SELECT * FROM %s", table);
    assertThat(spark).as("after step %d", steps).hasSize(rows);
    assertThat(RowDifference.of(TarnRows.rows(lake.scan("orders")), spark, "Spark"))
        .as("after step %d", steps)
        .isEmpty();
    try (Lake fresh = Lake.open(folder)) {
      assertThat(RowDifference.of(TarnRows.rows(fresh.scan("orders")), spark, "Spark"))
          .as("opened anew after step %d", steps)
          .isEmpty();
      assertThat(fresh.latest().version()).isEqualTo(lake.latest().version());
    }
  }
}
