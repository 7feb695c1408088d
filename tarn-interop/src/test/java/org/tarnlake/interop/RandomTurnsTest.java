package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.Changes;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.row.Row;
import org.tarnlake.testing.Seeds;

/**
 * Spark and Tarn change the rows of one table, in turns and at random; a model in memory tells what
 * both must see after each statement, and in the change feed at the end.
 */
@ExtendWith(Features.class)
class RandomTurnsTest {
  private static final int SEEDS = Integer.getInteger("tarn.turns", 1);
  private static final int STATEMENTS = 16;
  private static final int KEYS = 60;

  @TempDir Path temporary;

  /** A row. */
  private record Line(long id, @Nullable Integer n, @Nullable String s) {
    static Line random(SplittableRandom random, long id) {
      return new Line(
          id,
          random.nextInt(5) == 0 ? null : random.nextInt(100),
          random.nextInt(5) == 0 ? null : "s" + random.nextInt(9));
    }

    List<@Nullable Object> values() {
      return Arrays.asList(id, n, s);
    }

    String sql() {
      return "(%dL, %s, %s)".formatted(id, n, s == null ? "null" : "'" + s + "'");
    }
  }

  /** A condition in the words of both, and what it means. */
  private record Condition(String text, Predicate<Line> matches) {
    static Condition random(SplittableRandom random) {
      int from = random.nextInt(KEYS);
      int less = random.nextInt(100);
      return switch (random.nextInt(5)) {
        case 0 -> new Condition("id = " + from, line -> line.id == from);
        case 1 ->
            new Condition(
                "id >= %d AND id < %d".formatted(from, from + 10),
                line -> line.id >= from && line.id < from + 10);
        case 2 -> new Condition("n < " + less, line -> line.n != null && line.n < less);
        case 3 ->
            new Condition(
                "s IS NULL OR n %% 3 = %d".formatted(from % 3),
                line -> line.s == null || line.n != null && line.n % 3 == from % 3);
        default ->
            new Condition(
                "NOT (n >= %d AND id > %d)".formatted(less, from),
                line -> line.id <= from || line.n != null && line.n < less);
      };
    }
  }

  @ParameterizedTest(name = "Spark and Tarn change rows in turns: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "files written anew | 'delta.enableDeletionVectors' = 'false'",
        "deletion vectors | 'delta.enableDeletionVectors' = 'true', 'delta.checkpointInterval' = '4'",
        "deletion vectors, change data feed | 'delta.enableDeletionVectors' = 'true', 'delta.enableChangeDataFeed' = 'true'",
        "files written anew, change data feed | 'delta.enableChangeDataFeed' = 'true', 'delta.enableDeletionVectors' = 'false'",
        "deletion vectors, row tracking, column mapping | 'delta.enableDeletionVectors' = 'true', 'delta.enableRowTracking' = 'true', 'delta.columnMapping.mode' = 'name'"
      })
  void bothSeeTheSameAfterEachChange(String features, String properties) {
    Seeds.run(
        SEEDS,
        random -> {
          Path folder = temporary.resolve("t" + random.nextInt(Integer.MAX_VALUE)).resolve("t");
          Spark.sql(
              "CREATE TABLE %s (id BIGINT, n INT, s STRING) USING delta TBLPROPERTIES (%s)",
              Spark.delta(folder), properties);
          try (Lake lake = Lake.open(folder)) {
            Turns turns = new Turns(random, folder, lake);
            turns.run();
            if (properties.contains("enableChangeDataFeed")) {
              turns.compareFeeds();
            }
            assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
          }
        });
  }

  /** One table's statements. */
  private static final class Turns {
    private final SplittableRandom random;
    private final Path folder;
    private final String table;
    private final Lake lake;
    private final Map<Long, Map<Long, Line>> versions = new TreeMap<>();
    private final List<String> statements = new ArrayList<>();
    private Map<Long, Line> lines = new TreeMap<>();

    Turns(SplittableRandom random, Path folder, Lake lake) {
      this.random = random;
      this.folder = folder;
      this.table = Spark.delta(folder);
      this.lake = lake;
    }

    void run() {
      versions.put(0L, Map.of());
      insert(false, 40);
      for (int i = 0; i < STATEMENTS; i++) {
        boolean byTarn = random.nextInt(3) > 0;
        switch (random.nextInt(9)) {
          case 0 -> insert(byTarn, 1 + random.nextInt(9));
          case 1, 2 -> delete(byTarn);
          case 3, 4, 5 -> update(byTarn);
          case 6, 7 -> merge(byTarn);
          default -> {
            if (byTarn) {
              restore(random.nextBoolean());
            } else {
              spark("OPTIMIZE " + table);
            }
          }
        }
        compare();
      }
    }

    private void spark(String statement) {
      statements.add("Spark: " + statement);
      Spark.session().sql(statement).collectAsList();
    }

    private void insert(boolean byTarn, int count) {
      List<Line> rows =
          LongStream.generate(() -> random.nextLong(3 * KEYS))
              .filter(id -> !lines.containsKey(id))
              .distinct()
              .limit(count)
              .mapToObj(id -> Line.random(random, id))
              .toList();
      if (byTarn) {
        statements.add("Tarn: insert " + rows);
        lake.transact(tx -> rows.forEach(row -> tx.append("t", row)));
      } else {
        spark("INSERT INTO %s VALUES %s".formatted(table, sql(rows)));
      }
      rows.forEach(row -> lines.put(row.id, row));
      compare();
    }

    private static String sql(List<Line> rows) {
      return rows.stream().map(Line::sql).collect(Collectors.joining(", "));
    }

    private void delete(boolean byTarn) {
      Condition condition = Condition.random(random);
      if (byTarn) {
        statements.add("Tarn: delete where " + condition.text);
        lake.transact(tx -> tx.delete("t", condition.text));
      } else {
        spark("DELETE FROM %s WHERE %s".formatted(table, condition.text));
      }
      lines.values().removeIf(condition.matches);
    }

    private void update(boolean byTarn) {
      Condition condition = Condition.random(random);
      if (byTarn) {
        statements.add("Tarn: update where " + condition.text);
        lake.transact(
            tx ->
                tx.update("t")
                    .set("n", "n + 1")
                    .set("s", "coalesce(s, 'none') || '!'")
                    .where(condition.text)
                    .run());
      } else {
        spark(
            "UPDATE %s SET n = n + 1, s = coalesce(s, 'none') || '!' WHERE %s"
                .formatted(table, condition.text));
      }
      lines.replaceAll(
          (id, line) ->
              condition.matches.test(line)
                  ? new Line(
                      id,
                      line.n == null ? null : line.n + 1,
                      (line.s == null ? "none" : line.s) + "!")
                  : line);
    }

    /** Deletes, updates and inserts, and takes what no source row is for. */
    private void merge(boolean byTarn) {
      Map<Long, Line> source = new TreeMap<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        long id = random.nextInt(2 * KEYS);
        source.put(id, Line.random(random, id));
      }
      int bound = random.nextInt(40) - 20;
      List<Line> rows = List.copyOf(source.values());
      if (byTarn) {
        statements.add("Tarn: merge " + rows + " bound " + bound);
        lake.transact(
            tx ->
                tx.merge("t")
                    .using(rows)
                    .on("id")
                    .whenMatched("source.n < 20")
                    .delete()
                    .whenMatched()
                    .update()
                    .whenNotMatched("source.s is not null")
                    .insert()
                    .whenNotMatchedBySource("n < " + bound)
                    .delete()
                    .run());
      } else {
        spark(
            ("MERGE INTO %s t USING (SELECT * FROM VALUES %s AS v(id, n, s)) source ON t.id = source.id"
                    + " WHEN MATCHED AND source.n < 20 THEN DELETE"
                    + " WHEN MATCHED THEN UPDATE SET *"
                    + " WHEN NOT MATCHED AND source.s IS NOT NULL THEN INSERT *"
                    + " WHEN NOT MATCHED BY SOURCE AND t.n < %d THEN DELETE")
                .formatted(table, sql(rows), bound));
      }
      lines
          .values()
          .removeIf(line -> !source.containsKey(line.id) && line.n != null && line.n < bound);
      for (Line row : rows) {
        if (lines.containsKey(row.id) && row.n != null && row.n < 20) {
          lines.remove(row.id);
        } else if (lines.containsKey(row.id) || row.s != null) {
          lines.put(row.id, row);
        }
      }
    }

    private void restore(boolean byTarn) {
      List<Long> known = List.copyOf(versions.keySet());
      long version = known.get(random.nextInt(known.size()));
      if (byTarn) {
        statements.add("Tarn: restore to version " + version);
        lake.transact(tx -> tx.restore(lake.asOf(version).table("t")));
      } else {
        spark("RESTORE TABLE %s TO VERSION AS OF %d".formatted(table, version));
      }
      lines = new TreeMap<>(versions.getOrDefault(version, Map.of()));
    }

    private void compare() {
      String steps = String.join("\n", statements);
      List<List<@Nullable Object>> expected = lines.values().stream().map(Line::values).toList();
      assertThat(RowDifference.of(TarnRows.rows(lake.scan("t")), expected, "the model"))
          .as(steps)
          .isEmpty();
      try (Lake fresh = Lake.open(folder)) {
        assertThat(RowDifference.of(TarnRows.rows(fresh.scan("t")), expected, "the model"))
            .as("opened anew: " + steps)
            .isEmpty();
      }
      List<List<@Nullable Object>> spark = Spark.rows("SELECT id, n, s FROM %s", table);
      assertThat(RowDifference.of(expected, spark, "Spark")).as(steps).isEmpty();
      versions.put(lake.latest().version(), new TreeMap<>(lines));
    }

    /** Both tell for each version what leads from the rows before it to those after it. */
    void compareFeeds() {
      Map<Long, Map<List<@Nullable Object>, Integer>> bySpark = new TreeMap<>();
      Spark.rows(
              "SELECT _commit_version, _change_type, id, n, s FROM table_changes_by_path('%s', 0)",
              folder)
          .forEach(
              row ->
                  add(
                      bySpark,
                      (Long) row.get(0),
                      String.valueOf(row.get(1)),
                      new ArrayList<>(row.subList(2, 5))));
      Map<Long, Map<List<@Nullable Object>, Integer>> byTarn = new TreeMap<>();
      try (Changes changes = lake.changes().from(0).open()) {
        while (changes.nextVersion()) {
          while (changes.next()) {
            Row row = changes.row();
            String type = changes.change().name().toLowerCase(Locale.ROOT);
            add(
                byTarn,
                changes.version(),
                type,
                new ArrayList<>(Arrays.asList(row.get(0), row.get(1), row.get(2))));
          }
        }
      }
      Map<Long, Map<List<@Nullable Object>, Integer>> expected = new TreeMap<>();
      Map<Long, Line> before = Map.of();
      for (Map.Entry<Long, Map<Long, Line>> version : versions.entrySet()) {
        for (Line line : before.values()) {
          add(expected, version.getKey(), "delete", line.values());
        }
        for (Line line : version.getValue().values()) {
          add(expected, version.getKey(), "insert", line.values());
        }
        before = version.getValue();
      }
      String steps = String.join("\n", statements);
      assertThat(byTarn).as("Tarn's feed: " + steps).isEqualTo(expected);
      assertThat(bySpark).as("Spark's feed: " + steps).isEqualTo(expected);
    }

    /** Counts a row up or down; versions and rows that end at zero are not kept. */
    private static void add(
        Map<Long, Map<List<@Nullable Object>, Integer>> feed,
        long version,
        String type,
        List<@Nullable Object> row) {
      int sign = type.equals("delete") || type.equals("update_preimage") ? -1 : 1;
      Map<List<@Nullable Object>, Integer> rows =
          feed.computeIfAbsent(version, v -> new HashMap<>());
      rows.merge(row, sign, Integer::sum);
      rows.values().removeIf(count -> count == 0);
      feed.values().removeIf(Map::isEmpty);
    }
  }
}
