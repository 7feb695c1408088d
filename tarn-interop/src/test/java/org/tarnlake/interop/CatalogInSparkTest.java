package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.SoundLake;

/** What the lake's catalog does to a table changes nothing for Spark, which finds it by folder. */
@ExtendWith(Features.class)
class CatalogInSparkTest {
  private static final Schema SCHEMA =
      Schema.of(Field.required("id", DataType.LONG), Field.optional("a", DataType.STRING));

  @TempDir Path temporary;

  @Test
  @DisplayName("Spark reads a lake: a table that was renamed")
  void renamedTableIsReadAtItsFolder() {
    Path folder = temporary.resolve("lake");
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createTable("orders", SCHEMA));
      lake.transact(tx -> tx.append("orders", 1L, "before"));
      lake.transact(tx -> tx.renameTable("orders", "sales.bills"));
      lake.transact(tx -> tx.append("sales.bills", 2L, "after"));
      lake.transact(tx -> tx.createTable("orders", SCHEMA));
      lake.transact(tx -> tx.append("orders", 3L, "another"));
      lake.awaitPublished();
      for (String name : List.of("sales.bills", "orders")) {
        String table = Spark.delta(folder.resolve(lake.latest().table(name).location()));
        List<List<@Nullable Object>> spark = Spark.rows("SELECT * FROM %s", table);
        assertThat(RowDifference.of(TarnRows.rows(lake.scan(name)), spark, "Spark")).isEmpty();
      }
      assertThat(lake.latest().table("sales.bills").location()).isEqualTo("orders");
      assertThat(Spark.rows("SELECT id FROM %s", Spark.delta(folder.resolve("orders"))))
          .containsExactlyInAnyOrder(List.of(1L), List.of(2L));
    }
    SoundLake.assertSound(folder);
  }

  @Test
  @DisplayName("Spark reads a lake: a table that was dropped, as it was last")
  void droppedTableIsReadAndNotWritten() {
    Path folder = temporary.resolve("lake");
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createTable("orders", SCHEMA));
      lake.transact(tx -> tx.append("orders", 1L, "last"));
      lake.transact(tx -> tx.dropTable("orders"));
      lake.awaitPublished();
      String table = Spark.delta(folder.resolve("orders"));
      assertThat(Spark.rows("SELECT * FROM %s", table)).containsExactly(List.of(1L, "last"));
      assertThatThrownBy(() -> Spark.sql("INSERT INTO %s VALUES (2, 'z')", table).collectAsList())
          .hasStackTraceContaining("tarn.lakeManaged");
    }
    SoundLake.assertSound(folder);
  }
}
