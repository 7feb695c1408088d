package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.FaultyStore.naming;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

class PresenceTest {
  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualTime time = new ManualTime();
  private final Environment environment = time.environment(new ManualThreads());

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
}
