package org.tarnlake.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.NearStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

class LogLoaderTest {
  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore store = new FaultyStore(new NearStore(disk));
  private final Environment environment = new ManualTime().environment(new ManualThreads());
  private Entries entries;

  @BeforeEach
  void createALakeOfTwentyVersionsWithCheckpointsAtFiveAndTen() throws IOException {
    LogLoader.create(disk, environment);
    LakeLog log = LogLoader.open(disk, environment);
    entries = new Entries(log.latest());
    log.ratify(entries.create("a"));
    for (int version = 2; version <= 20; version++) {
      log.ratify(entries.append("a"));
      if (version % 5 == 0 && version <= 10) {
        disk.putIfAbsent(LakeNames.checkpoint(version), LakeCheckpoint.encode(entries.state()));
      }
    }
    disk.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(10));
  }

  @Test
  void openingReadsTheHintTheCheckpointAndWhatCameAfter() {
    LakeLog log = LogLoader.open(store, environment);
    assertThat(log.latest().version()).isEqualTo(20);
    assertThat(log.latest().catalog().sorted())
        .extracting(CatalogTable::version)
        .containsExactly(19L);
    // Identity, hint, checkpoint, its entry, ten more, the one that is not there.
    assertThat(store.calls(Operation.GET)).isEqualTo(15);
    assertThat(store.calls(Operation.LIST)).isZero();
  }

  /** The whole log was listed, of however many versions, to see whether there is one. */
  @Test
  void aTableIsKnownByItsFirstCommitOrItsHint() {
    MemoryStore folder = new MemoryStore();
    FaultyStore counted = new FaultyStore(folder);
    assertThat(LogLoader.isTable(counted)).isFalse();
    folder.put("_delta_log/00000000000000000007.checkpoint.parquet", new byte[] {1});
    assertThat(LogLoader.isTable(counted)).isTrue();
    folder.put("_delta_log/_last_checkpoint", new byte[] {1});
    counted.resetCalls();
    assertThat(LogLoader.isTable(counted)).isTrue();
    folder.put("_delta_log/00000000000000000000.json", new byte[] {1});
    assertThat(LogLoader.isTable(counted)).isTrue();
    assertThat(counted.calls()).isEqualTo(3);
    assertThat(counted.calls(Operation.LIST)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "{",
        "[]",
        "{\"lakeVersion\":-5}",
        "{\"lakeVersion\":\"ten\"}",
        "{\"lakeVersion\":7}",
        "{\"lakeVersion\":99}",
        "{\"lakeVersion\":5}",
        "{}"
      })
  void aHintMayBeGarbageStaleOrAhead(String hint) throws IOException {
    disk.put(LakeNames.LAST_CHECKPOINT, hint.getBytes(UTF_8));
    assertThat(LogLoader.open(store, environment).latest().version()).isEqualTo(20);
  }

  @Test
  void withoutHintTheNewestCheckpointIsFoundByListing() throws IOException {
    disk.delete(LakeNames.LAST_CHECKPOINT);
    LakeLog log = LogLoader.open(store, environment);
    assertThat(log.latest().version()).isEqualTo(20);
    assertThat(log.loadedCheckpoint()).isEqualTo(10);
  }

  @Test
  void aDamagedCheckpointIsReplacedByAnOlderOneOrTheLogItself() throws IOException {
    disk.put(LakeNames.checkpoint(10), "torn".getBytes(UTF_8));
    assertThat(LogLoader.open(store, environment).loadedCheckpoint()).isEqualTo(5);
    disk.put(LakeNames.checkpoint(5), new byte[0]);
    LakeLog log = LogLoader.open(store, environment);
    assertThat(log.loadedCheckpoint()).isZero();
    assertThat(log.latest().version()).isEqualTo(20);
  }

  @Test
  void aMissingEntryIsNotPassedOver() throws IOException {
    disk.delete(LakeNames.entry(13));
    assertThatThrownBy(() -> LogLoader.open(store, environment))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000013.json is missing though later entries exist in memory; restore it, or run 'tarn check'");
  }

  /** Only the next but one was looked for, and the hole then was filled with a new entry. */
  @Test
  void severalMissingEntriesAreNotPassedOverEither() throws IOException {
    disk.delete(LakeNames.entry(13));
    disk.delete(LakeNames.entry(14));
    disk.delete(LakeNames.entry(15));
    assertThatThrownBy(() -> LogLoader.open(store, environment))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000013.json is missing though later entries exist in memory; restore it, or run 'tarn check'");
  }

  @Test
  void anEntryMissingBehindACheckpointIsMissedByThoseWhoNeedItOnly() throws IOException {
    disk.delete(LakeNames.entry(3));
    LakeLog log = LogLoader.open(store, environment);
    assertThat(log.at(7).version()).isEqualTo(7);
    assertThatThrownBy(() -> log.at(4))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000003.json is missing in memory; restore it, or run 'tarn check'");
  }

  @Test
  void anyVersionIsReplayedFromTheCheckpointBeforeIt() {
    LakeLog log = LogLoader.open(store, environment);
    for (int version = 1; version <= 20; version++) {
      assertThat(log.at(version).catalog().sorted())
          .extracting(CatalogTable::version)
          .containsExactly(version - 1L);
    }
    assertThat(log.at(0).catalog().tables()).isEmpty();
  }

  @Test
  void aFolderThatIsNoLakeIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> LogLoader.open(new MemoryStore(), environment))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "memory is no lake: it has no _tarn/lake.json; make one with 'tarn init' or Lake.create");
  }

  @Test
  void aLakeIsMadeOnce() {
    assertThatThrownBy(() -> LogLoader.create(disk, environment))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory is a lake already; use it, or name another address");
    assertThat(LogLoader.isLake(disk)).isTrue();
    assertThat(LogLoader.isLake(new MemoryStore())).isFalse();
  }

  @Test
  void aStoreThatCannotBeWrittenMakesNoLake() {
    FaultyStore broken = new FaultyStore(new MemoryStore());
    broken.refuse(FaultyStore.every(Operation.PUT_IF_ABSENT));
    assertThatThrownBy(() -> LogLoader.create(broken, environment))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot create a lake in memory: made to refuse");
  }

  @Test
  void aNewerFormatIsRefusedByName() throws IOException {
    disk.put(
        LakeNames.IDENTITY,
        "{\"formatVersion\":2,\"lakeId\":\"11111111-0000-4000-8000-000000000001\"}"
            .getBytes(UTF_8));
    assertThatThrownBy(() -> LogLoader.open(store, environment))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "_tarn/lake.json is of format 2, newer than the format 1 that this version of Tarn knows; use a newer Tarn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"formatVersion\":1}",
        "{\"formatVersion\":0,\"lakeId\":\"11111111-0000-4000-8000-000000000001\"}",
        "{\"formatVersion\":1,\"lakeId\":\"x\"}"
      })
  void aDamagedIdentityIsDamage(String text) throws IOException {
    disk.put(LakeNames.IDENTITY, text.getBytes(UTF_8));
    assertThatThrownBy(() -> LogLoader.open(store, environment))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("_tarn/lake.json");
  }
}
