package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.DeltaNames;
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

  private static boolean hasChecksum(MemoryStore store, String table, long version) {
    return StoreReads.exists(store, DeltaNames.checksum(table, version));
  }
}
