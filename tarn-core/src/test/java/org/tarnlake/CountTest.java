package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Rows are counted from the statistics of files, and only files that these leave open are read. */
class CountTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  /** Each count is that of a scan, and reads no file of which the statistics tell enough. */
  @Test
  void onlyFilesThatTheStatisticsLeaveOpenAreRead() {
    FaultyStore store = new FaultyStore(sound.watch(new MemoryStore()));
    try (Lake lake = Lake.create(store, Environment.system())) {
      Schema schema =
          Schema.builder()
              .optional("land", DataType.STRING)
              .optional("n", DataType.LONG)
              .optional("d", DataType.DOUBLE)
              .build()
              .partitionBy("land");
      lake.transact(tx -> tx.createTable("t", schema));
      for (int file = 0; file < 3; file++) {
        int from = file * 10;
        lake.transact(
            tx -> {
              for (int i = from; i < from + 10; i++) {
                tx.append("t", from == 0 ? null : "L" + from, i == 25 ? null : i, 1.0 / i);
              }
            });
      }
      lake.awaitPublished();
      for (List<Object> each :
          List.<List<Object>>of(
              List.of("n >= 0", 1L),
              List.of("n < 10", 0L),
              List.of("n >= 10 and n < 20", 0L),
              List.of("n < 15", 1L),
              List.of("n <> 100", 1L),
              List.of("n is not null", 1L),
              List.of("n not in (3, null)", 0L),
              List.of("land = 'L10'", 0L),
              List.of("land is null", 0L),
              List.of("land is null or n = 12", 1L),
              List.of("d < 100", 3L),
              List.of("n = 25", 1L))) {
        Scan scan = lake.scan("t").where((String) each.get(0));
        long rows = 0;
        try (Rows all = scan.rows()) {
          while (all.next()) {
            rows++;
          }
        }
        store.resetCalls();
        assertThat(scan.count()).as("%s", each).isEqualTo(rows);
        long read =
            store.trace().stream()
                .map(FaultyStore.Call::name)
                .filter(name -> name.endsWith(".parquet"))
                .distinct()
                .count();
        assertThat(read).as("%s", each).isLessThanOrEqualTo((Long) each.get(1));
        assertThat(scan.limit(7).count()).isEqualTo(Math.min(rows, 7));
        store.resetCalls();
        assertThat(lake.scan("t").where("n >= 0").limit(20).count()).isEqualTo(20);
        assertThat(store.trace()).noneMatch(call -> call.name().endsWith(".parquet"));
      }
    }
  }

  @Test
  void aTransactionCountsItsOwnRowsToo() {
    try (Lake lake = Lake.create(sound.watch(new MemoryStore()), Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.builder().optional("n", DataType.LONG).build());
            tx.append("t", 1);
          });
      lake.transact(
          tx -> {
            tx.append("t", 2);
            tx.append("t", 3);
            assertThat(tx.scan("t").where("n > 0").count()).isEqualTo(3);
            assertThat(tx.scan("t").where("n > 1").count()).isEqualTo(2);
            assertThat(tx.scan("t").count()).isEqualTo(3);
          });
    }
  }
}
