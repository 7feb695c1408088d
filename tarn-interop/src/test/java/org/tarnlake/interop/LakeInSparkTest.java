package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.cli.Main;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.judge.TarnValues;

/** Spark sees in a lake's tables what Tarn sees. */
@ExtendWith(Features.class)
class LakeInSparkTest {
  @TempDir static Path folder;

  private static Lake lake;

  @BeforeAll
  static void fill() {
    lake = LakeForSpark.create(folder.resolve("lake"));
  }

  @AfterAll
  static void close() {
    lake.close();
  }

  private static String delta(Table table) {
    return Spark.delta(folder.resolve("lake").resolve(table.location()));
  }

  private static void assertSameRows(
      String what, List<List<@Nullable Object>> tarn, List<List<@Nullable Object>> spark) {
    assertThat(RowDifference.of(tarn, spark, "Spark")).as(what).isEmpty();
  }

  @Test
  @DisplayName("Spark reads a lake: scan of every type")
  void scansAreTheSame() {
    for (Table table : lake.latest().tables()) {
      if (!table.name().startsWith("parts.")) {
        assertSameRows(
            table.name(),
            TarnValues.rows(table.scan()),
            Spark.rows("SELECT * FROM %s", delta(table)));
      }
    }
  }

  @Test
  @DisplayName("Spark reads a lake: columns, types, nullability, partition columns")
  void columnsAreTheSame() {
    for (Table table : lake.latest().tables()) {
      assertThat(SparkTypes.text(Spark.sql("SELECT * FROM %s", delta(table)).schema()))
          .as(table.name())
          .isEqualTo(table.schema().columns().text());
      assertThat(
              Spark.sql("DESCRIBE DETAIL %s", delta(table))
                  .select("partitionColumns")
                  .head()
                  .<String>getList(0))
          .as(table.name())
          .isEqualTo(table.schema().partitionColumns());
    }
  }

  @Test
  @DisplayName("Spark reads a lake: partition columns of every type")
  void partitionsAreTheSame() {
    for (Table table : lake.latest().tables()) {
      if (table.name().startsWith("parts.")) {
        assertSameRows(
            table.name(),
            TarnValues.rows(table.scan()),
            Spark.rows("SELECT * FROM %s", delta(table)));
      }
    }
  }

  @Test
  @DisplayName("Spark reads a lake: filters, with files skipped")
  void filtersAreTheSame() {
    Map<String, List<String>> conditions =
        Map.of(
            "orders",
            List.of(
                "id = 33",
                "id < 12 OR id > 57",
                "country = 'DE'",
                "country IS NULL AND id > 30",
                "amount >= 50.99"),
            "types",
            List.of(
                "string = ''",
                "string > 'u'",
                "date < DATE'1600-01-01'",
                "timestamp = TIMESTAMP'1969-12-31 23:59:59.123456Z'",
                "decimal38 = 123.45",
                "double < 0",
                "double = 0",
                "struct.x = 3",
                "byte = -128",
                "binary IS NULL"));
    conditions.forEach(
        (name, each) -> {
          Table table = lake.latest().table(name);
          for (String condition : each) {
            assertSameRows(
                name + " where " + condition,
                TarnValues.rows(table.scan().where(condition)),
                Spark.rows("SELECT * FROM %s WHERE %s", delta(table), condition));
          }
        });
  }

  @Test
  @DisplayName("Spark reads a lake: VERSION AS OF")
  void versionsAreTheSame() {
    for (long version = 1; version <= lake.latest().version(); version++) {
      for (Table table : lake.asOf(version).tables()) {
        if (table.name().equals("orders") || table.name().equals("types")) {
          assertSameRows(
              table.name() + " version " + table.version(),
              TarnValues.rows(table.scan()),
              Spark.rows("SELECT * FROM %s VERSION AS OF %d", delta(table), table.version()));
        }
      }
    }
  }

  @Test
  @DisplayName("Spark reads a lake: TIMESTAMP AS OF")
  void timesAreTheSame() {
    for (LakeCommit commit : lake.history("orders", 10)) {
      Snapshot snapshot = lake.asOf(commit.version());
      Table table = snapshot.table("orders");
      assertSameRows(
          "orders at " + table.timestamp(),
          TarnValues.rows(table.scan()),
          Spark.rows("SELECT * FROM %s TIMESTAMP AS OF '%s'", delta(table), snapshot.timestamp()));
    }
  }

  @Test
  @DisplayName("Spark reads a lake: DESCRIBE HISTORY, DESCRIBE DETAIL")
  void historyIsTheSame() {
    Table table = lake.latest().table("orders");
    List<Row> history =
        Spark.sql("DESCRIBE HISTORY %s", delta(table))
            .select("version", "timestamp", "operation", "engineInfo")
            .collectAsList();
    List<LakeCommit> ours = lake.history("orders", 10);
    assertThat(history).hasSize(ours.size());
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).getLong(0)).isEqualTo(5 - i);
      assertThat(history.get(i).getInstant(1)).isEqualTo(ours.get(i).timestamp());
      assertThat(history.get(i).getString(2)).isEqualTo(i == 5 ? "CREATE TABLE" : "WRITE");
      assertThat(history.get(i).getString(3)).startsWith("Tarn/");
    }
    Row detail =
        Spark.sql("DESCRIBE DETAIL %s", delta(table))
            .select("id", "numFiles", "sizeInBytes", "partitionColumns")
            .head();
    assertThat(detail.getString(0)).isEqualTo(table.id());
    assertThat(detail.getLong(1)).isEqualTo(table.fileCount());
    assertThat(detail.getLong(2)).isEqualTo(table.sizeBytes());
    assertThat(detail.<String>getList(3)).containsExactly("country");
  }

  @Test
  @DisplayName("Spark reads a lake: streaming (availableNow)")
  void streamReadsAllToTheEnd() throws Exception {
    Table table = lake.latest().table("orders");
    StreamingQuery query =
        Spark.session()
            .readStream()
            .format("delta")
            .option("maxFilesPerTrigger", 3)
            .load(folder.resolve("lake").resolve(table.location()).toString())
            .writeStream()
            .format("memory")
            .queryName("streamed")
            .option("checkpointLocation", folder.resolve("stream").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    assertSameRows(
        "a stream of orders", TarnValues.rows(table.scan()), Spark.rows("SELECT * FROM streamed"));
  }

  @Test
  @DisplayName("Spark reads a lake: the SQL that tarn versions prints")
  void printedSqlRuns() {
    long version = lake.history("orders", 10).get(2).version();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        Main.run(
            Terminal.of(out, out, Map.of(), Environment.system()),
            "versions",
            folder.resolve("lake").toString(),
            "--as-of",
            String.valueOf(version));
    assertThat(status).isZero();
    List<String> statements =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("SELECT * FROM delta.`"))
            .toList();
    List<Table> tables = lake.asOf(version).tables();
    assertThat(statements).hasSameSizeAs(tables);
    for (int i = 0; i < statements.size(); i++) {
      assertSameRows(
          statements.get(i),
          TarnValues.rows(tables.get(i).scan()),
          SparkValues.rows(Spark.session().sql(statements.get(i).replaceAll(";$", ""))));
    }
  }
}
