package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;

/** A table that Spark made goes into a lake and comes back, with all its versions. */
@ExtendWith(Features.class)
class AttachedSparkTableTest {
  @TempDir Path temporary;

  private String table;

  @ParameterizedTest(name = "Spark''s table in a lake and back: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | 'a' = 'b'",
        "deletion vectors | 'delta.enableDeletionVectors' = 'true'",
        "row tracking | 'delta.enableRowTracking' = 'true'",
        "in-commit timestamps | 'delta.enableInCommitTimestamps' = 'true'",
        "checkpoints | 'delta.checkpointInterval' = '2'"
      })
  void tableIsAttachedWrittenAndDetached(String feature, String properties) {
    Path folder = temporary.resolve("lake");
    Path inside = folder.resolve("spark").resolve("orders");
    table = Spark.delta(inside);
    spark("CREATE TABLE %s (id BIGINT, a STRING) USING delta TBLPROPERTIES (" + properties + ")");
    spark("INSERT INTO %s VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    spark("DELETE FROM %s WHERE id = 2");
    try (Lake lake = Lake.create(folder)) {
      Schema other = Schema.of(Field.required("id", DataType.LONG));
      lake.transact(tx -> tx.createTable("other", other));
      lake.attach("orders", "spark/orders");
      lake.awaitPublished();
      assertSame(lake, "orders", 2);
      assertRefused("INSERT INTO %s VALUES (9, 'z')");
      assertRefused("DELETE FROM %s WHERE id = 1");
      assertRefused("OPTIMIZE %s");
      for (long id = 4; id <= 7; id++) {
        long each = id;
        lake.transact(
            tx -> {
              tx.append("orders", each, "tarn");
              tx.append("other", each);
            });
      }
      lake.awaitPublished();
      assertSame(lake, "orders", 6);
      assertSound(lake);
      assertRefused("UPDATE %s SET a = 'z'");
      assertVersions(lake.latest().table("orders"));
      lake.detach("orders");
      spark("INSERT INTO %s VALUES (8, 'd')");
      spark("DELETE FROM %s WHERE id IN (4, 8)");
      try (Lake alone = Lake.open(inside)) {
        assertSame(alone, "orders", 5);
        alone.transact(tx -> tx.append("orders", 10L, "alone"));
        assertSame(alone, "orders", 6);
        assertVersions(alone.latest().table("orders"));
      }
      spark("OPTIMIZE %s");
      lake.attach("again", "spark/orders");
      lake.transact(tx -> tx.append("again", 11L, "in the lake"));
      lake.awaitPublished();
      assertSame(lake, "again", 7);
      assertSound(lake);
    }
  }

  private void spark(String statement) {
    Spark.sql(statement, table).collectAsList();
  }

  private void assertRefused(String statement) {
    assertThatThrownBy(() -> spark(statement))
        .as(statement)
        .hasStackTraceContaining("tarn.lakeManaged");
  }

  private void assertSame(Lake lake, String name, int rows) {
    List<List<@Nullable Object>> spark = Spark.rows("SELECT * FROM %s", table);
    assertThat(spark).hasSize(rows);
    assertThat(RowDifference.of(TarnRows.rows(lake.scan(name)), spark, "Spark")).isEmpty();
  }

  private void assertVersions(Table newest) {
    for (long version = 0; version <= newest.version(); version++) {
      List<List<@Nullable Object>> spark =
          Spark.rows("SELECT * FROM %s VERSION AS OF %d", table, version);
      assertThat(RowDifference.of(TarnRows.rows(newest.asOf(version).scan()), spark, "Spark"))
          .as("version %d", version)
          .isEmpty();
    }
  }

  private static void assertSound(Lake lake) {
    assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
  }
}
