package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Table;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/** One table of a lake, as of its own versions and times. */
class TableTimeTravelTest {
  private final MemoryStore disk = new MemoryStore();
  private final ManualTime time = new ManualTime();

  @Test
  void tableOfALakeIsReadAsOfItsOwnVersions() {
    try (Lake lake = Lake.create(disk, time.environment())) {
      lake.transact(tx -> tx.createUntypedTable("other", "a"));
      lake.transact(tx -> tx.createTable("t", Schema.of(Field.optional("id", DataType.LONG))));
      lake.transact(tx -> tx.append("t", 1L));
      lake.transact(tx -> tx.append("other", "x"));
      lake.transact(tx -> tx.append("t", 2L));
      Table table = lake.latest().table("t");
      assertThat(table.version()).isEqualTo(2);
      assertThat(ids(table.asOf(0).scan())).isEmpty();
      assertThat(ids(table.asOf(1).scan())).containsExactly(1L);
      assertThat(ids(table.asOf(2).scan())).containsExactly(1L, 2L);
      assertThat(table.asOf(1).schema().columns().names()).containsExactly("id");
      assertThatThrownBy(() -> table.asOf(3))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("table t has no version 3; there are the versions 0 to 2");
      assertThatThrownBy(() -> table.asOf(-1))
          .hasMessage("table t has no version -1; there are the versions 0 to 2");
      assertThatThrownBy(() -> table.asOf(1).asOf(2))
          .hasMessage("table t has no version 2; there are the versions 0 to 1");
    }
  }

  @Test
  void tableOfALakeIsReadAsOfATimeAlsoWhereNothingIsPublishedYet() {
    ManualThreads threads = new ManualThreads();
    try (Lake lake = Lake.create(disk, time.environment(threads))) {
      lake.transact(tx -> tx.createTable("t", Schema.of(Field.optional("id", DataType.LONG))));
      threads.runAll();
      Instant made = time.now();
      time.move(Duration.ofMinutes(1));
      lake.transact(tx -> tx.append("t", 1L));
      time.move(Duration.ofMinutes(1));
      lake.transact(tx -> tx.append("t", 2L));
      Table table = lake.latest().table("t");
      assertThat(table.asOf(made.plusSeconds(90)).version()).isEqualTo(1);
      assertThat(table.asOf(made.plusSeconds(1)).version()).isZero();
      assertThat(table.asOf(made.plusSeconds(999)).version()).isEqualTo(2);
      threads.runAll();
      assertThat(table.asOf(made.plusSeconds(90)).version()).isEqualTo(1);
      assertThat(ids(table.asOf(made.plusSeconds(90)).scan())).containsExactly(1L);
      assertThatThrownBy(() -> table.asOf(made.minusSeconds(60)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("no version of t is as old as 2024-05-01T09:59:00Z");
      threads.shutdown();
    }
  }

  @Test
  void standaloneTableIsReadAsOfVersionsAndTimes() {
    MemoryStore dated = new MemoryStore(time::now);
    ForeignWriter spark = new ForeignWriter(dated, "");
    spark.create();
    spark.append(1, 1);
    spark.append(2, 2);
    time.move(Duration.ofMinutes(1));
    try (Lake lake = Lake.open(dated, time.environment())) {
      assertThat(ids(lake.latest().table("memory").asOf(1).scan())).containsExactly(1L);
      assertThatThrownBy(() -> lake.asOf(Instant.EPOCH))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("no version of memory is as old as 1970-01-01T00:00:00Z");
      assertThat(lake.asOf(time.now()).version()).isEqualTo(2);
    }
  }

  /**
   * Commits that were seen since the table was opened went by what their writers noted, all others
   * by the store's time: who asked decided what a time meant, and times of the history were not
   * those by which versions are found.
   */
  @Test
  void timesOfAStandaloneTableAreThoseOfTheStoreWhoeverAsks() {
    MemoryStore dated = new MemoryStore(time::now);
    ForeignWriter spark = new ForeignWriter(dated, "");
    Instant made = time.now();
    spark.create();
    try (Lake warm = Lake.open(dated, time.environment());
        Lake cold = Lake.open(dated, time.environment())) {
      time.move(Duration.ofMinutes(1));
      spark.append(1, 1);
      time.move(Duration.ofMinutes(1));
      spark.append(2, 2);
      for (Lake lake : List.of(warm, cold)) {
        Table table = lake.latest().table("memory");
        Instant noted = Instant.ofEpochMilli(1_700_000_000_002L);
        assertThatThrownBy(() -> table.asOf(noted))
            .isInstanceOf(InvalidDataException.class)
            .hasMessageStartingWith("no version of memory is as old as 2023-11-14T22:13:20.002Z");
        assertThatThrownBy(() -> lake.asOf(noted))
            .hasMessageStartingWith("no version of memory is as old as 2023-11-14T22:13:20.002Z");
        assertThat(table.asOf(made.plusSeconds(119)).version()).isEqualTo(1);
        assertThat(lake.asOf(made.plusSeconds(119)).version()).isEqualTo(1);
        assertThat(table.timestamp()).isEqualTo(made.plusSeconds(120));
        assertThat(table.asOf(1).timestamp()).isEqualTo(made.plusSeconds(60));
        assertThat(lake.asOf(0).timestamp()).isEqualTo(made);
        assertThat(lake.history(9))
            .extracting(LakeCommit::timestamp)
            .containsExactly(made.plusSeconds(120), made.plusSeconds(60), made);
      }
    }
  }

  @Test
  void whereCommitsTellTheirTimeTheStoreIsNotAsked() {
    FaultyStore store = new FaultyStore(disk);
    try (Lake lake = Lake.create(store, time.environment())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      Table table = lake.latest().table("t");
      assertThat(table.fileCount()).isZero();
      lake.awaitPublished();
      store.resetCalls();
      assertThat(table.timestamp()).isEqualTo(Instant.parse("2024-05-01T10:00:00.001Z"));
      assertThat(store.trace()).noneMatch(call -> !call.isWrite());
    }
  }

  /**
   * Delta deletes commits before a checkpoint after a while. That ended time travel by time, where
   * commits tell their times, in an error of Java's collections.
   */
  @Test
  void timesOfATableWhoseOldCommitsWereCleanedUpAreFound() throws IOException {
    MemoryStore folder = new MemoryStore(time::now);
    Instant newest;
    ManualThreads threads = new ManualThreads();
    try (Lake lake = Lake.create(disk, time.environment(threads))) {
      lake.transact(tx -> tx.createTable("t", Schema.of(Field.optional("id", DataType.LONG))));
      for (long i = 0; i < 120; i++) {
        long id = i;
        time.move(Duration.ofMinutes(1));
        lake.transact(tx -> tx.append("t", id));
        threads.runAll();
      }
      newest = time.now();
      time.move(Duration.ofMinutes(1));
      threads.shutdown();
      lake.detach("t");
    }
    for (ObjectInfo each : disk.list("t/", "")) {
      folder.put(each.name().substring("t/".length()), disk.get(each.name()));
    }
    long kept =
        folder.list("_delta_log/", "").stream()
            .filter(each -> each.name().endsWith(".checkpoint.parquet"))
            .mapToLong(each -> Long.parseLong(each.name().substring(11, 31)))
            .max()
            .orElseThrow();
    for (long version = 0; version < kept; version++) {
      folder.delete(DeltaNames.commit("", version));
    }
    try (Lake lake = Lake.open(folder, time.environment())) {
      assertThat(lake.asOf(time.now()).version()).isEqualTo(121);
      assertThat(lake.asOf(newest).version()).isEqualTo(120);
      assertThat(lake.latest().tables().get(0).asOf(newest).version()).isEqualTo(120);
      assertThat(lake.history(100)).isNotEmpty();
      assertThatThrownBy(() -> lake.asOf(newest.minus(Duration.ofHours(9))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("no version of memory is as old as");
    }
  }
}
