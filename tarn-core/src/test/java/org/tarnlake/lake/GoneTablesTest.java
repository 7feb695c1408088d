package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.publish.Publisher;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/** What is kept follows what there is, not what there was. */
class GoneTablesTest {
  private final MemoryStore store = new MemoryStore();
  private final ManualThreads threads = new ManualThreads();
  private final Environment environment = new ManualTime().environment(threads);

  /** Every checkpoint listed the folders of all tables that ever were: 7 GB for 100,000 of them. */
  @Test
  void aLakeCheckpointDoesNotGrowWithTablesThatAreGone() throws Exception {
    try (Lake lake = Lake.create(store, new ManualTime().process())) {
      lake.transact(tx -> tx.createUntypedTable("stays", "a"));
      for (int i = 0; i < 150; i++) {
        String name = "gone" + i;
        lake.transact(tx -> tx.createUntypedTable(name, "a"));
        lake.transact(tx -> tx.dropTable(name));
      }
      lake.awaitPublished();
    }
    byte[] first = null;
    byte[] last = null;
    for (long version = 1; version <= 301; version++) {
      byte[] found = StoreAccess.find(store, LakeNames.checkpoint(version));
      first = first == null ? found : first;
      last = found == null ? last : found;
    }
    assertThat(last).isNotNull().isNotSameAs(first);
    assertThat(last.length).isLessThan(2 * first.length);
    assertThat(Lake.open(store, new ManualTime().process()).check(CheckDepth.DATA)).isEmpty();
  }

  /** The folder of a table that came and went is empty until its commits are published. */
  @Test
  void aFolderThatAwaitsCommitsOfAGoneTableIsNotUsed() {
    LogLoader.create(store, environment);
    LakeLog log = LogLoader.open(store, environment);
    Entries entries = new Entries(log.latest());
    assertThat(log.ratify(entries.create("t"))).isTrue();
    assertThat(log.ratify(entries.drop("t"))).isTrue();
    assertThat(log.publication().isAwaiting(log, "t"::equals)).isTrue();
    new Publisher(log, new TableLoader(log), environment).wake();
    threads.runAll();
    assertThat(log.publication().isAwaiting(log, "t"::equals)).isFalse();
    assertThat(StoreAccess.exists(store, "t/_delta_log/00000000000000000000.json")).isTrue();
  }

  /** One state for each table that was ever looked at stayed in memory. */
  @Test
  void statesOfTablesThatWereNotUsedForLongLeaveMemory() {
    StateCache cache = new StateCache(20 << 10);
    KeptStates a = cache.of("a");
    cache.loaded("a", a);
    cache.loaded("b", cache.of("b"));
    assertThat(cache.of("a")).isSameAs(a);
    cache.loaded("c", cache.of("c"));
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.find("b")).isNull();
    assertThat(cache.find("a")).isSameAs(a);
  }

  /**
   * The folder of a dropped table was removed and used by a new one of the same name. The old
   * commits lagged for ever, or were put into the new table.
   */
  @Test
  void aDroppedTableWhoseFolderIsAnothersNeitherLagsNorIsPublished() {
    LogLoader.create(store, environment);
    LakeLog log = LogLoader.open(store, environment);
    Entries entries = new Entries(log.latest());
    assertThat(log.ratify(entries.create("a"))).isTrue();
    assertThat(log.ratify(entries.append("a"))).isTrue();
    assertThat(log.ratify(entries.drop("a"))).isTrue();
    assertThat(log.ratify(entries.create("a"))).isTrue();
    for (int version = 5; version <= 64; version++) {
      assertThat(log.ratify(entries.append("a"))).isTrue();
    }
    new Publisher(log, new TableLoader(log), environment).wake();
    threads.runAll();
    assertThat(log.publication().lags()).isEmpty();
    LakeLog reader = LogLoader.open(store, environment);
    assertThat(reader.loadedCheckpoint()).isEqualTo(64);
    assertThat(new TableLoader(reader).load(entries.table("a"), reader.latest()).version())
        .isEqualTo(60);
  }
}
