package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.FaultyStore.naming;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

class PresenceTest {
  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualTime time = new ManualTime();
  private final ManualThreads threads = new ManualThreads();
  private final Environment environment = time.environment(threads);

  /** A look that was held up counted as one of the moment at which it ended. */
  @Test
  void aLookTellsOfTheTimeAtWhichItBegan() {
    LogLoader.create(disk, environment);
    LakeLog log = LogLoader.open(store, environment);
    Entries entries = new Entries(log.latest());
    assertThat(log.ratify(entries.create("a"))).isTrue();
    CatalogTable table = entries.table("a");
    Presence presence = new Presence(log, environment);
    time.move(Duration.ofSeconds(2));
    store.failBefore(
        naming(LakeNames.entry(2))
            .and(
                call -> {
                  time.move(Duration.ofSeconds(2));
                  return false;
                }));
    assertThat(presence.hasLeft(table)).isFalse();
    store.heal();
    LakeLog other = LogLoader.open(disk, environment);
    assertThat(other.ratify(entries.drop("a"))).isTrue();
    assertThat(presence.isGone(table)).isFalse();
    assertThat(presence.hasLeft(table)).isTrue();
  }

  /**
   * A process that had been stopped put all commits of a batch behind the one it was at. The folder
   * is another table's then, so that no check holds for older versions. On a disk a batch is one
   * short step.
   */
  @Test
  void commitsArePublishedTogetherOnlyAsLongAsTheTableIsThere() {
    LogLoader.create(disk, environment);
    LakeLog stopped = LogLoader.open(store, environment);
    threads.runAll();
    Entries mine = new Entries(stopped.latest());
    stopped.ratify(mine.create("a"));
    for (int i = 0; i < 4; i++) {
      stopped.ratify(mine.append("a"));
    }
    AtomicBoolean left = new AtomicBoolean();
    store.failBefore(
        naming("a/_delta_log/00000000000000000001.json")
            .and(
                call -> {
                  if (call.operation() == Operation.PUT_IF_ABSENT && !left.getAndSet(true)) {
                    time.move(Duration.ofMinutes(1));
                    LakeLog other = LogLoader.open(disk, environment);
                    Entries others = new Entries(other.latest());
                    other.ratify(others.drop("a"));
                    other.ratify(others.create("a"));
                  }
                  return false;
                }));
    new Publisher(stopped, new TableLoader(stopped), environment).wake();
    threads.runAll();

    assertThat(left).isTrue();
    assertThat(StoreAccess.list(disk, "a/_delta_log/", ""))
        .extracting(ObjectInfo::name)
        .contains(DeltaNames.commit("a", 0))
        .doesNotContain(DeltaNames.commit("a", 2), DeltaNames.commit("a", 4));
  }
}
