package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

class ChecksumWriterTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  @Test
  void underLoadATableGetsAChecksumEveryFewVersionsAndTheNewestWhenTheLakeIsClosed() {
    MemoryStore store = new MemoryStore();
    ManualThreads threads = new ManualThreads();
    Environment environment = new ManualTime().environment(threads);
    LogLoader.create(store, environment);
    sound.watch(store);
    LakeLog log = LogLoader.open(store, environment);
    Publisher publisher = new Publisher(log, new TableLoader(log), environment);
    Entries entries = new Entries(log.latest());
    String[] tables = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    assertThat(log.ratify(entries.create(tables))).isTrue();
    for (int version = 1; version < 9; version++) {
      assertThat(log.ratify(entries.append(tables))).isTrue();
      publisher.wake();
      threads.runAll();
    }
    for (String table : tables) {
      for (int version = 0; version < 9; version++) {
        assertThat(hasChecksum(store, table, version)).isEqualTo(version == 7);
      }
    }
    assertThat(log.ratify(entries.append(tables))).isTrue();
    publisher.wake();
    threads.runAll();
    assertThat(hasChecksum(store, "i", 9)).isFalse();
    publisher.quiesce();
    assertThat(hasChecksum(store, "i", 9)).isTrue();
    assertThat(log.ratify(entries.append("a"))).isTrue();
    publisher.wake();
    threads.runAll();
    assertThat(hasChecksum(store, "a", 10)).isTrue();
  }

  /**
   * The first commit of each process, and each one after another's, counted the whole state: of a
   * large checkpoint that is a scan of all keys, for which all tables' publication waits.
   */
  @Test
  void whatAnotherProcessNotedIsAddedUpAndNoStateIsLoaded() throws IOException {
    MemoryStore disk = new MemoryStore();
    FaultyStore store = new FaultyStore(disk);
    ManualThreads threads = new ManualThreads();
    Environment environment = new ManualTime().environment(threads);
    LogLoader.create(disk, environment);
    sound.watch(disk);
    LakeLog first = LogLoader.open(disk, environment);
    Publisher publisher = new Publisher(first, new TableLoader(first), environment);
    Entries entries = new Entries(first.latest());
    assertThat(first.ratify(entries.create("a"))).isTrue();
    assertThat(first.ratify(entries.append("a"))).isTrue();
    publisher.wake();
    threads.runAll();
    LakeLog second = LogLoader.open(store, environment);
    Publisher other = new Publisher(second, new TableLoader(second), environment);
    assertThat(second.ratify(entries.append("a"))).isTrue();
    store.resetCalls();
    other.wake();
    threads.runAll();
    assertThat(Checksum.read(disk.get(DeltaNames.checksum("a", 2))).fileCount()).isZero();
    assertThat(store.trace())
        .filteredOn(call -> call.operation() == FaultyStore.Operation.GET)
        .extracting(FaultyStore.Call::name)
        .contains(DeltaNames.checksum("a", 1))
        .doesNotContain(DeltaNames.commit("a", 0), DeltaNames.lastCheckpoint("a"));
  }

  @Test
  void whereThePreviousChecksumIsGarbageTheStateIsCounted() throws IOException {
    MemoryStore disk = new MemoryStore();
    ManualThreads threads = new ManualThreads();
    Environment environment = new ManualTime().environment(threads);
    LogLoader.create(disk, environment);
    sound.watch(disk);
    LakeLog log = LogLoader.open(disk, environment);
    Entries entries = new Entries(log.latest());
    assertThat(log.ratify(entries.create("a"))).isTrue();
    assertThat(log.ratify(entries.append("a"))).isTrue();
    new Publisher(log, new TableLoader(log), environment).wake();
    threads.runAll();
    disk.put(DeltaNames.checksum("a", 1), new byte[] {'{', '}'});
    LakeLog next = LogLoader.open(disk, environment);
    assertThat(next.ratify(entries.append("a"))).isTrue();
    new Publisher(next, new TableLoader(next), environment).wake();
    threads.runAll();
    assertThat(hasChecksum(disk, "a", 2)).isTrue();
    disk.delete(DeltaNames.checksum("a", 1));
  }

  /** A version checksum is never overwritten, whoever wrote it. */
  @Test
  void aChecksumThatStandsThereStays() throws IOException {
    MemoryStore disk = new MemoryStore();
    ManualThreads threads = new ManualThreads();
    Environment environment = new ManualTime().environment(threads);
    LogLoader.create(disk, environment);
    LakeLog log = LogLoader.open(disk, environment);
    Entries entries = new Entries(log.latest());
    assertThat(log.ratify(entries.create("a"))).isTrue();
    disk.put(DeltaNames.checksum("a", 0), new byte[] {'{', '}'});
    new Publisher(log, new TableLoader(log), environment).wake();
    threads.runAll();
    assertThat(disk.get(DeltaNames.commit("a", 0))).isNotEmpty();
    assertThat(disk.get(DeltaNames.checksum("a", 0))).hasSize(2);
  }

  private static boolean hasChecksum(MemoryStore store, String table, long version) {
    return StoreAccess.exists(store, DeltaNames.checksum(table, version));
  }
}
