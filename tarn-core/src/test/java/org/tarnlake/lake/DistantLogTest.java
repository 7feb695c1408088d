package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.schema.DataType.LONG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.testing.RoundsStore;
import org.tarnlake.testing.SoundLake;

/** How often one waits for a distant store before a lake is open. */
final class DistantLogTest {
  /** There is a lake checkpoint of it. */
  private static final int CHECKPOINT = 64;

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final Environment environment = Environment.system();
  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void makeALake() {
    Lake.create(store, environment).close();
    sound.watch(store);
  }

  @Test
  void entriesBehindTheCheckpointAreReadAtTheSameTime() {
    commit(CHECKPOINT + 10);

    LakeLog log = openInRounds(2, 3, 10);

    assertThat(log.loadedCheckpoint()).isEqualTo(CHECKPOINT);
    assertThat(log.latest().version()).isEqualTo(CHECKPOINT + 10);
    assertThat(log.latest().end()).isEqualTo(byEntries().end());
    assertThat(log.latest().catalog().sorted()).isEqualTo(byEntries().catalog().sorted());
  }

  @Test
  void youngLakeWithoutACheckpointIsListedOnce() {
    openInRounds(2, 1);
    commit(10);

    LakeLog log = openInRounds(2, 1, 10);

    assertThat(log.latest().end()).isEqualTo(byEntries().end());
  }

  @Test
  void manyEntriesAreReadSomeAtATime() throws Exception {
    commit(CHECKPOINT + 100);
    store.delete(LakeNames.checkpoint(2 * CHECKPOINT));
    store.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(CHECKPOINT));

    assertThat(openInRounds(2, 3, 96, 4).latest().version()).isEqualTo(CHECKPOINT + 100);
  }

  @Test
  void newestCheckpointIsFoundWhereTheHintNamesNone() throws Exception {
    commit(CHECKPOINT + 3);
    store.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(CHECKPOINT + 1));

    // A checkpoint is read with its entry, one after the other.
    assertThat(openInRounds(2, 3, 1, 1, 1, 3).loadedCheckpoint()).isEqualTo(CHECKPOINT);
    store.put(LakeNames.LAST_CHECKPOINT, new byte[0]);
    assertThat(openInRounds(2, 1, 1, 1, 3).loadedCheckpoint()).isEqualTo(CHECKPOINT);
  }

  @Test
  void entryThatTheListingLacksIsAskedFor() {
    commit(CHECKPOINT + 10);
    ObjectStore lagging =
        new ForwardingStore(store) {
          @Override
          public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
            List<ObjectInfo> listed = new ArrayList<>(super.list(prefix, startAfter));
            listed.removeIf(each -> each.name().equals(LakeNames.entry(CHECKPOINT + 4)));
            return listed;
          }
        };

    assertThat(LogLoader.open(lagging, environment).latest().end()).isEqualTo(byEntries().end());
  }

  @Test
  void missingEntryIsToldAndNotReadOver() throws Exception {
    commit(CHECKPOINT + 10);
    byte[] entry = store.get(LakeNames.entry(CHECKPOINT + 4));
    store.delete(LakeNames.entry(CHECKPOINT + 4));

    assertThatThrownBy(() -> LogLoader.open(store, environment))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(LakeNames.entry(CHECKPOINT + 4) + " is missing");
    store.putIfAbsent(LakeNames.entry(CHECKPOINT + 4), entry);
  }

  @Test
  void commitsOfATableAreReadAtTheSameTime() {
    commit(7);
    RoundsStore rounds = new RoundsStore(store);
    try (Lake lake = Lake.open(rounds, environment)) {
      lake.awaitPublished();
      Snapshot snapshot = lake.latest();

      // The first look at the folder takes two; then metadata, hint, listing, commits.
      rounds.expect(1, 1, 1, 1, 1, 7);
      assertThat(snapshot.table("t").scan().count()).isEqualTo(6);
      rounds.assertOver();
    }
  }

  private void commit(int times) {
    try (Lake lake = Lake.open(store, environment)) {
      lake.transact(tx -> tx.createTable("t", Schema.builder().required("n", LONG).build()));
      for (long n = 1; n < times; n++) {
        long row = n;
        lake.transact(tx -> tx.append("t", row));
        if (n == CHECKPOINT - 1) {
          lake.awaitPublished();
        }
      }
    }
  }

  private LakeState byEntries() {
    return LogLoader.openByEntries(store, environment).latest();
  }

  /** Opens the lake, which must ask so many things at a time, one time after the other. */
  private LakeLog openInRounds(int... requests) {
    RoundsStore rounds = new RoundsStore(store);
    rounds.expect(requests);
    LakeLog log = LogLoader.open(rounds, environment);
    rounds.assertOver();
    return log;
  }
}
