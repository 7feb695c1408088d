package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.LogEnd;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.SoundLake;

/**
 * A clock far ahead. One commit dated 9999 made {@code asOf} of the present time useless for ever,
 * and after one at the end of time every commit failed by an error of the program.
 */
class FarClockTest {
  private static final Instant PRESENT = Instant.parse("2024-05-01T10:00:00Z");
  private static final Instant YEAR_9999 = Instant.parse("9999-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

  @RegisterExtension final SoundLake sound = new SoundLake();

  private Instant storeTime = PRESENT;
  private Instant clock = PRESENT;
  private final MemoryStore disk = sound.watch(new MemoryStore(() -> storeTime));
  private final FaultyStore store = new FaultyStore(disk);

  private Environment environment() {
    return new Environment(() -> clock, new Random(1), duration -> {}, new ManualThreads());
  }

  private Lake lakeWithATable() {
    Lake lake = Lake.create(store, environment());
    lake.transact(tx -> tx.createUntypedTable("t", "n"));
    return lake;
  }

  private static void append(Lake lake) {
    lake.transact(tx -> tx.append("t", 1L));
  }

  @Test
  void commitByAClockFarAheadOfTheStoresIsRefusedByName() {
    Lake lake = lakeWithATable();
    int before = disk.list("", "").size();
    clock = YEAR_9999.minus(Duration.ofDays(365 * 7950));
    assertThatThrownBy(() -> append(lake))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("the clock of this machine says " + clock)
        .hasMessageContaining("but memory has 2024-05-01T10:00:00Z; nothing was committed")
        .hasMessageContaining("set the clock right");
    assertThat(disk.list("", "")).as("nothing is left").hasSize(before);
    clock = PRESENT.plusSeconds(5);
    storeTime = clock;
    append(lake);
    assertThat(lake.asOf(clock).version()).isEqualTo(2);
  }

  @Test
  void clockThatNoStoreCanConfirmIsRefused() {
    Lake lake = lakeWithATable();
    for (Instant far : List.of(YEAR_9999, Instant.ofEpochMilli(Long.MAX_VALUE))) {
      clock = far;
      storeTime = far;
      assertThatThrownBy(() -> append(lake))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(far + ", which cannot be; nothing was committed");
    }
    clock = PRESENT.plusSeconds(5);
    storeTime = clock;
    append(lake);
    assertThat(lake.latest().timestamp()).isEqualTo(clock);
  }

  @Test
  void lakeThatRestedForYearsAsksTheStoreOnce() {
    Lake lake = lakeWithATable();
    clock = PRESENT.plus(Duration.ofDays(900));
    storeTime = clock.minusSeconds(60);
    append(lake);
    assertThat(store.trace()).filteredOn(naming("_tarn/clock-")).isNotEmpty();
    store.resetCalls();
    append(lake);
    assertThat(store.trace()).filteredOn(naming("_tarn/clock-")).isEmpty();
    assertThat(disk.list("_tarn/clock-", "")).isEmpty();
  }

  @Test
  void noLakeIsMadeByAClockFarAhead() {
    clock = PRESENT.plus(Duration.ofDays(900));
    assertThatThrownBy(() -> Lake.create(disk, environment()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("set the clock right");
    assertThat(disk.list("", "")).isEmpty();
    clock = PRESENT;
    Lake.create(disk, environment());
  }

  @Test
  void storeThatIsNotHeardLeavesNothingBehind() {
    Lake lake = lakeWithATable();
    int before = disk.list("", "").size();
    clock = PRESENT.plus(Duration.ofDays(900));
    storeTime = clock;
    store.failAfter(every(Operation.PUT).and(naming("_tarn/clock-")));
    assertThatThrownBy(() -> append(lake))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot ask memory for its time: ")
        .hasMessageEndingWith("; nothing was committed, try again");
    assertThat(disk.list("", "")).hasSize(before);
    store.heal();
    append(lake);
  }

  /** Such a clock is noticed by nobody, and the lake was damaged from the first. */
  @Test
  void lakeMadeByAClockBefore1970Opens() {
    clock = Instant.ofEpochMilli(-5);
    append(lakeWithATable());
    try (Lake again = Lake.open(disk, environment())) {
      assertThat(again.latest().timestamp()).isEqualTo(Instant.ofEpochMilli(2));
    }
  }

  /** As an earlier version of this program, or another one, may have committed it. */
  private void renameDated(Lake lake, long millis, String from, String to) {
    String id = lake.latest().table(from).id();
    long version = lake.latest().version() + 1;
    LogEntry entry =
        new LogEntry(
            LogLoader.open(disk, environment()).latest().end(),
            version,
            new UUID(1, version),
            version - 1,
            millis,
            "snapshot",
            "rename",
            "test",
            1,
            List.of(new CatalogChange.RenameTable(id, TableName.parse(from), TableName.parse(to))),
            List.of(),
            List.of());
    disk.putIfAbsent("_tarn/log/%020d.json".formatted(version), LogEntryCodec.encode(entry));
  }

  @Test
  void lakeThatRunsAheadIsReadAndWrittenAndTheCheckSaysSo() {
    Lake lake = lakeWithATable();
    append(lake);
    renameDated(lake, YEAR_9999.toEpochMilli(), "t", "u");
    renameDated(lake, YEAR_9999.toEpochMilli() + 1, "u", "t");
    append(lake);
    assertThat(lake.scan("t").count()).isEqualTo(2);
    assertThat(lake.latest().timestamp()).isEqualTo(YEAR_9999.plusMillis(2));
    assertThat(Finding.of(disk, CheckDepth.DATA))
        .anyMatch(
            finding ->
                !finding.isDamage()
                    && finding
                        .toString()
                        .contains(
                            "it is dated 9999-01-01T00:00:00.002Z, but the store got it at 2024-05-01T10:00:00Z: a clock ran ahead"));
  }

  @Test
  void lakeAtTheEndOfTimeOpensAndSaysWhatToDo() {
    Lake lake = lakeWithATable();
    append(lake);
    renameDated(lake, END.toEpochMilli(), "t", "u");
    try (Lake again = Lake.open(disk, Environment.system())) {
      assertThat(again.scan("u").count()).isOne();
      assertThatThrownBy(() -> again.transact(tx -> tx.append("u", 1L)))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "version 3 is dated 9999-12-31T23:59:59.999Z or later, and nothing can be dated after that; nothing was committed: it can be read, and its rows written into a new lake or table");
    }
  }

  @Test
  void entryDatedBeyondTimeIsDamage() {
    lakeWithATable();
    LogEntry entry =
        new LogEntry(
            LogEnd.beforeFirst(new UUID(1, 2)),
            1,
            new UUID(1, 1),
            0,
            Long.MAX_VALUE,
            "snapshot",
            "",
            "",
            1,
            List.of(),
            List.of(),
            List.of());
    byte[] bytes = LogEntryCodec.encode(entry);
    assertThatThrownBy(() -> LogEntryCodec.decode(1, bytes))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("_tarn/log/00000000000000000001.json")
        .hasMessageContaining("the timestamp 9223372036854775807 is no time from 1970 to 9999");
  }
}
