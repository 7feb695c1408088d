package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.judge.RowDifference;

/** Tarn sees in Spark's tables, opened on their own, what Spark sees. */
@ExtendWith(Features.class)
class TarnReadsSparkTest {
  /** What Tarn refuses to scan, and how it says so. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "variant_shredded",
          "column 'v' holds shredded variants, which this version of Tarn lacks; use a newer one");

  static List<SparkTable> tables() {
    return SparkTables.all();
  }

  static List<SparkTable> readable() {
    return tables().stream().filter(table -> !REFUSED.containsKey(table.name())).toList();
  }

  static List<SparkTable> refused() {
    return tables().stream().filter(table -> REFUSED.containsKey(table.name())).toList();
  }

  private static Lake open(SparkTable table) throws Exception {
    WrittenTables.write(table);
    // A shallow clone names the files of another table.
    return Lake.open(WrittenTables.folder(table), WrittenTables.parent());
  }

  private static Scan scan(Lake lake) {
    return lake.latest().tables().get(0).scan();
  }

  private static void assertSame(String what, Scan tarn, String query, Object... values) {
    List<List<@Nullable Object>> spark = Spark.rows(query, values);
    assertThat(RowDifference.of(TarnRows.rows(tarn), spark, "Spark")).as(what).isEmpty();
  }

  private static List<Row> versions(SparkTable table) {
    return Spark.sql("DESCRIBE HISTORY %s", Spark.delta(WrittenTables.folder(table)))
        .select("version", "timestamp", "operation", "engineInfo")
        .collectAsList();
  }

  @ParameterizedTest(name = "Tarn reads Spark: {0}, rows")
  @MethodSource("readable")
  void rowsAreTheSame(SparkTable table) throws Exception {
    List<List<@Nullable Object>> spark = WrittenTables.write(table);
    try (Lake lake = open(table)) {
      assertThat(lake.isStandalone()).isTrue();
      assertThat(RowDifference.of(TarnRows.rows(scan(lake)), spark, "Spark")).isEmpty();
      if (scan(lake).columns().indexOf("id") < 0) {
        return;
      }
      for (String condition : List.of("id >= 3", "id = 2", "id IS NULL", "id IS NOT NULL")) {
        assertSame(
            condition,
            scan(lake).where(condition),
            "SELECT * FROM %s WHERE %s",
            Spark.delta(WrittenTables.folder(table)),
            condition);
      }
    }
  }

  @ParameterizedTest(name = "Tarn reads Spark: {0}, earlier versions")
  @MethodSource("readable")
  void versionsAreTheSame(SparkTable table) throws Exception {
    try (Lake lake = open(table)) {
      for (Row row : versions(table)) {
        long version = row.getLong(0);
        Table past = lake.asOf(version).tables().get(0);
        assertThat(past.version()).isEqualTo(version);
        assertThat(lake.asOf(row.getInstant(1)).version()).isEqualTo(version);
        assertSame(
            "version " + version,
            past.scan(),
            "SELECT * FROM %s VERSION AS OF %d",
            Spark.delta(WrittenTables.folder(table)),
            version);
      }
    }
  }

  @ParameterizedTest(name = "Tarn reads Spark: {0}, history")
  @MethodSource("tables")
  void historyIsTheSame(SparkTable table) throws Exception {
    try (Lake lake = open(table)) {
      List<Row> spark = versions(table);
      List<LakeCommit> tarn = lake.history(100);
      assertThat(tarn).hasSameSizeAs(spark);
      for (int i = 0; i < tarn.size(); i++) {
        assertThat(tarn.get(i).version()).isEqualTo(spark.get(i).getLong(0));
        assertThat(tarn.get(i).operation()).isEqualToIgnoringCase(spark.get(i).getString(2));
        assertThat(tarn.get(i).writer()).isEqualTo(spark.get(i).getString(3));
        if (table.features().contains("inCommitTimestamp")) {
          assertThat(tarn.get(i).timestamp()).isEqualTo(spark.get(i).getInstant(1));
        }
      }
    }
  }

  @ParameterizedTest(name = "Tarn reads Spark: {0}, check")
  @MethodSource("readable")
  void tableIsSound(SparkTable table) throws Exception {
    try (Lake lake = open(table)) {
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
    }
  }

  @ParameterizedTest(name = "Tarn refuses to read Spark: {0}")
  @MethodSource("refused")
  void refusalNamesWhatTarnLacks(SparkTable table) throws Exception {
    try (Lake lake = open(table)) {
      assertThatThrownBy(() -> TarnRows.rows(scan(lake)))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageEndingWith(REFUSED.get(table.name()));
    }
  }
}
