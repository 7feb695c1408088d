package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.cli.Main;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.judge.TarnValues;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.SoundLake;

/** Spark changes nothing in a lake's table, says why, and leaves the lake as it was. */
@ExtendWith(Features.class)
class SparkWritesIntoLakeTest {
  @TempDir Path temporary;

  private Path folder;
  private String table;
  private List<List<@Nullable Object>> before;

  @BeforeEach
  void makeLake() {
    folder = temporary.resolve("lake");
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            tx.createTable(
                "t",
                Schema.of(
                    Field.required("id", DataType.LONG), Field.optional("a", DataType.STRING)));
            tx.append("t", 1L, "x");
          });
      lake.transact(tx -> tx.append("t", 2L, "y"));
      before = TarnValues.rows(lake.scan("t"));
    }
    table = Spark.delta(folder.resolve("t"));
  }

  @AfterEach
  void lakeIsAsItWas() {
    SoundLake.assertSound(folder);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        Main.run(Terminal.of(out, out, Map.of(), Environment.system()), "check", folder.toString());
    assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.latest().version()).isEqualTo(2);
      assertThat(RowDifference.of(TarnValues.rows(lake.scan("t")), before, "before")).isEmpty();
      lake.transact(tx -> tx.append("t", 3L, "z"));
    }
    SoundLake.assertSound(folder);
  }

  private void assertRefused(String statement) {
    assertThatThrownBy(() -> Spark.sql(statement, table).collectAsList())
        .as(statement)
        .hasStackTraceContaining("tarn.lakeManaged");
  }

  @Test
  @DisplayName("Spark is refused in a lake: INSERT")
  void insertIsRefused() {
    assertRefused("INSERT INTO %s VALUES (3, 'z')");
    assertRefused("INSERT OVERWRITE %s VALUES (3, 'z')");
  }

  @Test
  @DisplayName("Spark is refused in a lake: append of a data frame")
  void dataFrameIsRefused() {
    assertThatThrownBy(
            () ->
                Spark.sql("SELECT 3L AS id, 'z' AS a")
                    .write()
                    .format("delta")
                    .mode("append")
                    .save(folder.resolve("t").toString()))
        .hasStackTraceContaining("tarn.lakeManaged");
  }

  @Test
  @DisplayName("Spark is refused in a lake: UPDATE")
  void updateIsRefused() {
    assertRefused("UPDATE %s SET a = 'z' WHERE id = 1");
  }

  @Test
  @DisplayName("Spark is refused in a lake: DELETE")
  void deleteIsRefused() {
    assertRefused("DELETE FROM %s WHERE id = 1");
  }

  @Test
  @DisplayName("Spark is refused in a lake: MERGE")
  void mergeIsRefused() {
    assertRefused(
        "MERGE INTO %s t USING (SELECT 1L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE");
  }

  @Test
  @DisplayName("Spark is refused in a lake: OPTIMIZE")
  void optimizeIsRefused() {
    assertRefused("OPTIMIZE %s");
  }

  @Test
  @DisplayName("Spark is refused in a lake: VACUUM")
  void vacuumIsRefused() {
    assertRefused("VACUUM %s");
  }

  @Test
  @DisplayName("Spark is refused in a lake: ALTER TABLE")
  void alterIsRefused() {
    assertRefused("ALTER TABLE %s ADD COLUMNS (b INT)");
    assertRefused("ALTER TABLE %s SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
    assertRefused("ALTER TABLE %s ADD CONSTRAINT positive CHECK (id > 0)");
  }

  @Test
  @DisplayName("Spark is refused in a lake: RESTORE")
  void restoreIsRefused() {
    assertRefused("RESTORE TABLE %s TO VERSION AS OF 0");
  }

  @Test
  @DisplayName("Spark is refused in a lake: DROP FEATURE")
  void dropFeatureIsRefused() {
    assertRefused("ALTER TABLE %s DROP FEATURE `tarn.lakeManaged`");
  }
}
