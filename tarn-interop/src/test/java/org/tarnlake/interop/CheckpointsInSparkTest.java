package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.local.LocalStore;

/** Spark and Delta Kernel read from Tarn's checkpoints where the commits before are gone. */
@ExtendWith(Features.class)
class CheckpointsInSparkTest {
  @TempDir Path temporary;

  private static final Schema SCHEMA =
      Schema.of(
              Field.required("id", DataType.LONG),
              Field.optional("a", DataType.STRING),
              Field.optional("at", DataType.TIMESTAMP),
              Field.optional("p", DataType.DATE))
          .partitionBy("p");

  private static Object[] row(long id) {
    LocalDate day = LocalDate.parse("2024-02-28").plusDays(id % 3);
    return new Object[] {
      id, id % 4 == 0 ? null : "t" + id, Instant.ofEpochSecond(id), id % 5 == 0 ? null : day
    };
  }

  @Test
  @DisplayName("Spark reads a lake: from checkpoints alone, and a filter")
  void lakeTableIsReadFromItsCheckpoint() throws Exception {
    Path folder = temporary.resolve("lake");
    List<List<@Nullable Object>> rows;
    List<List<@Nullable Object>> filtered;
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createTable("t", SCHEMA));
      for (long id = 0; id < 135; id++) {
        Object[] row = row(id);
        lake.transact(tx -> tx.append("t", row));
      }
      lake.awaitPublished();
      rows = TarnRows.rows(lake.scan("t"));
      filtered = TarnRows.rows(lake.scan("t").where("p = DATE '2024-02-29' AND id > 50"));
    }
    assertReadFromCheckpoint(folder.resolve("t"), rows, filtered);
  }

  @Test
  @DisplayName("Spark reads its table: from checkpoints that Tarn wrote")
  void standaloneTableIsReadFromTarnsCheckpoint() throws Exception {
    Path folder = temporary.resolve("t");
    Spark.sql(
        "CREATE TABLE %s (id BIGINT, a STRING, at TIMESTAMP, p DATE) USING delta PARTITIONED BY (p)"
            + " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'delta.checkpointInterval' = '1000')",
        Spark.delta(folder));
    Spark.sql(
        "INSERT INTO %s SELECT /*+ COALESCE(1) */ id, 'spark', TIMESTAMP_SECONDS(id), DATE'2024-02-29'"
            + " FROM RANGE(1000, 1010)",
        Spark.delta(folder));
    Spark.sql("DELETE FROM %s WHERE id IN (1001, 1003)", Spark.delta(folder));
    Spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('delta.checkpointInterval' = '5')", Spark.delta(folder));
    List<List<@Nullable Object>> rows;
    List<List<@Nullable Object>> filtered;
    try (Lake lake = Lake.open(folder)) {
      for (long id = 0; id < 12; id++) {
        Object[] row = row(id);
        lake.transact(tx -> tx.append("t", row));
        lake.awaitPublished();
      }
      rows = TarnRows.rows(lake.scan("t"));
      filtered = TarnRows.rows(lake.scan("t").where("p = DATE '2024-02-29' AND id > 50"));
      assertThat(rows).hasSize(20);
    }
    assertReadFromCheckpoint(folder, rows, filtered);
  }

  /**
   * Spark's file system has a checksum beside each file it wrote, and refuses one that does not
   * match: Spark then waits for seconds and goes without the hint.
   */
  @Test
  @DisplayName("Spark reads its table: by a hint that Tarn wrote over Spark's")
  void hintIsReadByBothWhoeverWroteIt() throws Exception {
    Path folder = temporary.resolve("t");
    Spark.sql(
        "CREATE TABLE %s (id BIGINT) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '3')",
        Spark.delta(folder));
    spark(folder, 1, 9);
    Path hint = folder.resolve("_delta_log").resolve("_last_checkpoint");
    assertThat(throughHadoop(hint)).contains("\"version\":9");
    try (Lake lake = Lake.open(folder)) {
      for (long id = 10; id <= 12; id++) {
        Object[] row = {id};
        lake.transact(tx -> tx.append("t", row));
      }
    }
    assertThat(Files.readString(hint)).contains("\"version\":12");
    assertThat(throughHadoop(hint)).isEqualTo(Files.readString(hint));
    spark(folder, 13, 15);
    assertThat(throughHadoop(hint)).contains("\"version\":15").isEqualTo(Files.readString(hint));
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
      assertThat(TarnRows.rows(lake.scan("t"))).hasSize(15);
    }
  }

  /** Inserts ids in as many commits. */
  private static void spark(Path table, int first, int last) {
    for (int id = first; id <= last; id++) {
      Spark.sql("INSERT INTO %s VALUES (%d)", Spark.delta(table), id);
    }
  }

  private static String throughHadoop(Path file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (InputStream in =
        path.getFileSystem(Spark.session().sessionState().newHadoopConf()).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertReadFromCheckpoint(
      Path table, List<List<@Nullable Object>> rows, List<List<@Nullable Object>> filtered)
      throws Exception {
    long checkpoint = newestCheckpoint(table);
    Path copy = TableCopy.of(table, temporary.resolve("copy"));
    assertThat(TableCopy.deleteCommits(copy, version -> version < checkpoint))
        .isEqualTo((int) checkpoint);
    assertThat(RowDifference.of(rows, Spark.rows("SELECT * FROM %s", Spark.delta(copy)), "Spark"))
        .isEmpty();
    String condition = "p = DATE'2024-02-29' AND id > 50";
    assertThat(
            RowDifference.of(
                filtered,
                Spark.rows("SELECT * FROM %s WHERE %s", Spark.delta(copy), condition),
                "Spark"))
        .isEmpty();
    try (LocalStore store = LocalStore.open(copy)) {
      assertThat(KernelJudge.disagreements(store)).isEmpty();
    }
    try (Lake lake = Lake.open(copy)) {
      assertThat(RowDifference.of(TarnRows.rows(lake.scan("copy")), rows, "before")).isEmpty();
    }
  }

  private static long newestCheckpoint(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{20}\\.checkpoint\\..*"))
          .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
          .max()
          .orElseThrow(() -> new AssertionError("no checkpoint in " + table));
    }
  }
}
