package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * A process had a lake open at version 6 when somebody put the lake of version 3 back, as from a
 * backup. The process then committed version 7: acknowledged rows behind a gap, which nobody read.
 */
class RestoredLakeTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final FaultyStore store = new FaultyStore(disk);
  private final Map<String, byte[]> backup = new LinkedHashMap<>();
  private Lake lake;

  @BeforeEach
  void openALakeThatIsNewerThanItsBackup() throws IOException {
    try (Lake first = Lake.create(disk, environment(1))) {
      first.transact(tx -> tx.createUntypedTable("t", "a"));
      append(first, 2);
    }
    for (ObjectInfo object : disk.list("", "")) {
      backup.put(object.name(), disk.get(object.name()));
    }
    lake = Lake.open(store, environment(2));
    append(lake, 3);
    lake.awaitPublished();
  }

  private Environment environment(long seed) {
    return new Environment(
        time::now, new Random(seed), pause -> {}, Environment.system().background());
  }

  private static void append(Lake lake, int commits) {
    for (int i = 0; i < commits; i++) {
      lake.transact(tx -> tx.append("t", "x"));
    }
  }

  private void restore() throws IOException {
    for (ObjectInfo object : disk.list("", "")) {
      if (!backup.containsKey(object.name())) {
        disk.delete(object.name());
      }
    }
    for (Map.Entry<String, byte[]> each : backup.entrySet()) {
      disk.put(each.getKey(), each.getValue());
    }
  }

  private void assertRefused(String found) {
    assertThatThrownBy(() -> append(lake, 1))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000006.json is %s, though this process has read it: an older or another copy of the lake was put into memory while it was open; nothing was committed: close the lake, run 'tarn check', and open it again"
                .formatted(found));
  }

  @Test
  void commitOfAProcessThatKnowsMoreThanTheRestoredLogIsRefused() throws IOException {
    restore();
    time.move(Duration.ofMillis(1001));
    assertRefused("missing");
    assertRefused("missing");
    lake.close();
    assertThat(disk.list(LakeNames.LOG, "")).hasSize(3);
    try (Lake again = Lake.open(disk, environment(3))) {
      append(again, 1);
      assertThat(again.scan("t").count()).isEqualTo(3);
    }
  }

  /** On a local disk each commit looks: no time passes here. */
  @Test
  void commitAtOnceAfterTheRestoreIsRefusedOnALocalDisk(@TempDir Path folder) throws IOException {
    LocalStore files = LocalStore.create(folder);
    try (Lake open = Lake.create(sound.watch(files), environment(3))) {
      open.transact(tx -> tx.createUntypedTable("t", "a"));
      append(open, 2);
      open.awaitPublished();
      byte[] newest = files.get(LakeNames.entry(3));
      files.delete(LakeNames.entry(3));
      assertThatThrownBy(() -> append(open, 1))
          .isInstanceOf(CorruptionException.class)
          .hasMessageStartingWith("_tarn/log/00000000000000000003.json is missing");
      files.put(LakeNames.entry(3), newest);
      append(open, 1);
    }
  }

  /** The first commit went into the log of the other lake, which nobody could open any more. */
  @Test
  void anotherLakeThatHasNoEntryEitherIsNotCommittedTo() throws IOException {
    MemoryStore files = sound.watch(new MemoryStore());
    try (Lake open = Lake.create(files, environment(3))) {
      byte[] own = files.get(LakeNames.IDENTITY);
      MemoryStore others = new MemoryStore();
      Lake.create(others, environment(4)).close();
      files.put(LakeNames.IDENTITY, others.get(LakeNames.IDENTITY));
      assertThatThrownBy(() -> open.transact(tx -> tx.createUntypedTable("t", "a")))
          .isInstanceOf(CorruptionException.class)
          .hasMessageStartingWith("another lake was put into memory while this process had it");
      assertThat(files.list(LakeNames.LOG, "")).isEmpty();
      files.put(LakeNames.IDENTITY, own);
      open.transact(tx -> tx.createUntypedTable("t", "a"));
    }
  }

  /** Its own newest entry stands behind the gap, and does not tell. */
  @Test
  void processThatCommitsWithoutAPauseStopsWithinASecond() throws IOException {
    time.move(Duration.ofMillis(1001));
    append(lake, 1);
    restore();
    for (int i = 0; i < 4; i++) {
      append(lake, 1);
      time.move(Duration.ofMillis(250));
    }
    time.move(Duration.ofMillis(1));
    assertRefused("missing");
    lake.close();
    restore();
  }

  /**
   * A copy is put back file by file: what the lake had when that began and the copy lacks goes in
   * the end, and what is committed meanwhile stays. So does what was the newest a second ago. At
   * four commits a second one and the same older entry was looked for each time.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void processThatCommitsWhileTheCopyIsPutBackStopsSoonAfter(int commitsOfASecond)
      throws IOException {
    time.move(Duration.ofMillis(1001));
    append(lake, 1);
    for (int i = 0; i < 12; i++) {
      append(lake, 3);
      time.move(Duration.ofMillis(1001));
    }
    for (long version = 4; version <= 38; version++) {
      disk.delete(LakeNames.entry(version));
    }
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 8; i++) {
                append(lake, commitsOfASecond);
                time.move(Duration.ofMillis(1001));
              }
            })
        .isInstanceOf(CorruptionException.class)
        .hasMessageMatching(
            "_tarn/log/0{18}\\d\\d.json is missing, though this process has read.*");
    lake.close();
    restore();
  }

  /** As above, on a local disk: at once. */
  @Test
  void processOnALocalDiskStopsOnceTheCopyIsPutBack(@TempDir Path folder) throws IOException {
    LocalStore files = LocalStore.create(folder);
    try (Lake open = Lake.create(files, environment(3))) {
      open.transact(tx -> tx.createUntypedTable("t", "a"));
      for (int i = 0; i < 12; i++) {
        append(open, 3);
        time.move(Duration.ofMillis(1001));
      }
      for (long version = 4; version < 34; version++) {
        files.delete(LakeNames.entry(version));
      }
      assertThatThrownBy(() -> append(open, 1))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(" is missing, though this process has read it");
      assertThat(files.list(LakeNames.LOG, LakeNames.entry(37))).isEmpty();
    }
    lake.close();
  }

  /** Others have gone on from the backup, so that the newest known version is there, but theirs. */
  @Test
  void commitAfterVersionsThatOthersWroteAnewIsRefused() throws IOException {
    restore();
    try (Lake others = Lake.open(disk, environment(3))) {
      append(others, 3);
    }
    time.move(Duration.ofMillis(1001));
    assertRefused("another entry now");
    lake.close();
  }

  @Test
  void storeThatDoesNotAnswerFailsTheCommit() {
    time.move(Duration.ofMillis(1001));
    store.failBefore(FaultyStore.naming("_tarn/log/00000000000000000006.json"));
    assertThatThrownBy(() -> append(lake, 1))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot read _tarn/log/00000000000000000006.json in memory");
    store.heal();
    append(lake, 1);
    lake.close();
  }

  /** A warm commit asks for nothing more; one that comes later reads one entry. */
  @Test
  void lookCostsOneRequestWhereTheLastWasASecondAgo() {
    assertThat(looksOfACommit()).isZero();
    time.move(Duration.ofMillis(1001));
    assertThat(looksOfACommit()).isOne();
    assertThat(looksOfACommit()).isZero();
    lake.close();
  }

  private long looksOfACommit() {
    String newest = LakeNames.entry(lake.latest().version());
    store.resetCalls();
    append(lake, 1);
    return store.trace().stream().filter(call -> call.toString().contains(newest)).count();
  }
}
