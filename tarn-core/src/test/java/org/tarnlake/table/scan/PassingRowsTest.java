package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.env.Environment;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.NearStore;
import org.tarnlake.testing.SoundLake;

/** Where few rows pass a condition, the columns that it does not name are read for these only. */
class PassingRowsTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());

  private static void write(Lake lake, int rows) {
    Random random = new Random(7);
    lake.transact(
        tx -> {
          tx.createTable(
              "t",
              Schema.parse("part string, id long, name string, tags list<string>, big string")
                  .partitionBy("part"));
          for (int i = 0; i < rows; i++) {
            tx.append(
                "t",
                i < rows / 2 ? "a" : "b",
                (long) (i * 7919 % rows),
                i % 11 == 0 ? null : "name-" + random.nextInt(500),
                random.nextInt(4) == 0 ? null : List.of("x" + i % 3, "y"),
                Long.toString(random.nextLong(), 36).repeat(3));
          }
        });
    lake.transact(tx -> tx.delete("t", "id % 13 = 5"));
  }

  @Test
  void sameRowsComeWhateverShareOfThemPasses() {
    try (Lake lake = Lake.create(disk, Environment.system())) {
      write(lake, 30_000);
      Schema schema = lake.latest().table("t").schema();
      List<String> conditions =
          List.of(
              "id = 77",
              "id = 5", // Deleted.
              "id IN (1, 2, 3, 4000, 4001, 4002, 4100, 29999)",
              "id < 900",
              "id < 2200 AND name LIKE 'name-1%'",
              "id < 20000 AND part = 'b'",
              "name = 'name-17'",
              "name IS NULL AND id > 29000",
              "100 / (id % 13 - 5) = 100", // An error in rows that were deleted only.
              "part = 'a' AND id % 1000 = 7",
              "id > 40000");
      for (String condition : conditions) {
        BoundPredicate bound = Predicate.parse(condition).bind(schema.columns());
        List<String> expected = new ArrayList<>();
        try (Batches batches = lake.scan("t").batches()) {
          for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
            Batch passing = bound.evaluate(batch).of(batch);
            for (int row = 0; row < passing.rowCount(); row++) {
              expected.add(text(passing, row));
            }
          }
        }
        List<String> found = new ArrayList<>();
        try (Batches batches = lake.scan("t").where(condition).batches()) {
          for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
            for (int row = 0; row < batch.rowCount(); row++) {
              found.add(text(batch, row));
            }
          }
        }
        assertThat(found).as(condition).containsExactlyElementsOf(expected);
        assertThat(rows(lake.scan("t").where(condition).select("big"))).isEqualTo(expected.size());
      }
    }
  }

  private static String text(Batch batch, int row) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < batch.type().size(); c++) {
      text.append(batch.vector(c).valueAt(row)).append('|');
    }
    return text.toString();
  }

  private static long rows(Scan scan) {
    long count = 0;
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void oneRowIsFoundWithoutReadingTheOtherColumnsOfAll() {
    try (Lake lake = Lake.create(disk, Environment.system())) {
      write(lake, 110_000);
    }
    FaultyStore counted = new FaultyStore(new NearStore(disk));
    long one;
    long all;
    try (Lake lake = Lake.open(counted, Environment.system())) {
      assertThat(rows(lake.scan("t"))).isPositive();
      assertThat(rows(lake.scan("t").where("id = 78"))).isEqualTo(1);
      counted.resetCalls();
      assertThat(rows(lake.scan("t").where("id = 77"))).isEqualTo(1);
      one = counted.bytes(FaultyStore.Operation.GET_RANGE);
      counted.resetCalls();
      assertThat(rows(lake.scan("t"))).isPositive();
      all = counted.bytes(FaultyStore.Operation.GET_RANGE);
    }
    assertThat(one).isBetween(1L, all / 2);
  }
}
