package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.schema.Schema;

/** Spark tells the ids of rows that Tarn changes, and keeps those that Tarn gave. */
@ExtendWith(Features.class)
class RowIdsInSparkTest {
  @TempDir Path folder;

  /** By the column {@code id}, the row's own id and the version that changed it last. */
  private static Map<Long, List<@Nullable Object>> tracked(Path table) {
    Map<Long, List<@Nullable Object>> tracked = new TreeMap<>();
    Spark.rows(
            "SELECT id, _metadata.row_id, _metadata.row_commit_version FROM %s", Spark.delta(table))
        .forEach(row -> tracked.put((Long) row.get(0), row.subList(1, 3)));
    return tracked;
  }

  private static Map<Long, @Nullable Object> ids(Map<Long, List<@Nullable Object>> tracked) {
    Map<Long, @Nullable Object> ids = new HashMap<>();
    tracked.forEach((id, told) -> ids.put(id, told.get(0)));
    return ids;
  }

  @Test
  void ofALakesTable() {
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id long, a string"));
            for (long id = 1; id <= 5; id++) {
              tx.append("t", id, "a");
            }
          });
      lake.transact(tx -> tx.delete("t", "id = 2"));
      lake.transact(tx -> tx.alter("t").property("delta.enableRowTracking", "true"));
      lake.awaitPublished();
      Map<Long, List<@Nullable Object>> before = tracked(folder.resolve("t"));
      assertThat(before)
          .isEqualTo(
              Map.of(
                  1L,
                  List.of(0L, 2L),
                  3L,
                  List.of(2L, 2L),
                  4L,
                  List.of(3L, 2L),
                  5L,
                  List.of(4L, 2L)));
      lake.transact(
          tx -> {
            tx.update("t").set("a", "'b'").where("id = 3").run();
            tx.append("t", 6L, "new");
          });
      lake.awaitPublished();
      Map<Long, List<@Nullable Object>> after = tracked(folder.resolve("t"));
      assertThat(after)
          .containsEntry(1L, List.of(0L, 2L))
          .containsEntry(3L, List.of(2L, 3L))
          .hasSize(5);
      lake.transact(tx -> tx.restore(lake.latest().table("t").asOf(2)));
      lake.awaitPublished();
      assertThat(tracked(folder.resolve("t"))).isEqualTo(before);
    }
  }

  @Test
  void ofItsOwnTableInTurns() {
    Path table = folder.resolve("t");
    String name = Spark.delta(table);
    Spark.sql(
        "CREATE TABLE %s (id BIGINT, a STRING) USING delta TBLPROPERTIES ('delta.enableRowTracking' = 'true')",
        name);
    Spark.sql("INSERT INTO %s VALUES (1, 'a'), (2, 'a'), (3, 'a'), (4, 'a')", name);
    Map<Long, @Nullable Object> ids = ids(tracked(table));
    try (Lake lake = Lake.open(table)) {
      lake.transact(tx -> tx.update("t").set("a", "'tarn'").where("id = 2").run());
      assertThat(ids(tracked(table))).isEqualTo(ids);
      Spark.sql("UPDATE %s SET a = 'spark' WHERE id <= 2", name).collectAsList();
      assertThat(ids(tracked(table))).isEqualTo(ids);
      lake.transact(tx -> tx.update("t").set("a", "'tarn'").where("id in (2, 3)").run());
      assertThat(ids(tracked(table))).isEqualTo(ids);
      Spark.sql("OPTIMIZE %s", name).collectAsList();
      assertThat(ids(tracked(table))).isEqualTo(ids);
      long version = lake.latest().table("t").version() + 1;
      lake.transact(tx -> tx.update("t").set("a", "a || '!'").where("id <> 4").run());
      assertThat(ids(tracked(table))).isEqualTo(ids);
      assertThat(tracked(table).get(1L)).contains(version);
      lake.transact(tx -> tx.delete("t", "id = 4"));
      ids.remove(4L);
      assertThat(ids(tracked(table))).isEqualTo(ids);
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
    }
  }
}
