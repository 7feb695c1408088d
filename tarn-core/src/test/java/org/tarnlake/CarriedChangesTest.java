package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.repair.Repair;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.NearStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.FeedReplay;

/** Files of changes travel in the log entry, too, and whoever follows the changes finds them. */
class CarriedChangesTest extends UnpublishedLake {
  private static final List<String> CHANGES =
      List.of(
          "3 t update_preimage 3, t3",
          "3 t update_postimage 3, new",
          "4 t delete 7, t7",
          "5 t delete 8, t8");

  @BeforeEach
  void makeTable() {
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("k long, s string"));
          tx.alter("t").property("delta.enableChangeDataFeed", "true");
        });
    lake.transact(
        tx -> {
          for (long k = 0; k < 10; k++) {
            tx.append("t", k, "t" + k);
          }
        });
  }

  private void updateAndDelete() {
    lake.transact(tx -> tx.update("t").set("s", "'new'").where("k = 3").run());
    lake.transact(tx -> tx.delete("t", "k = 7"));
    lake.transact(tx -> tx.delete("t", "k = 8"));
  }

  private List<String> writes() {
    return store.trace().stream()
        .filter(FaultyStore.Call::isWrite)
        .map(FaultyStore.Call::name)
        .toList();
  }

  private List<String> changeFiles() {
    return disk.list("t/_change_data/", "").stream().map(ObjectInfo::name).toList();
  }

  private static List<String> changes(Lake lake) {
    try (Changes changes = lake.changes().table("t").from(3).open()) {
      return FeedReplay.lines(changes);
    }
  }

  /** What another process is told, which cannot publish anything. */
  private List<String> changesElsewhere() {
    FaultyStore readOnly = new FaultyStore(disk).failBefore(FaultyStore.Call::isWrite);
    try (Lake other = Lake.open(readOnly, time.process())) {
      FeedReplay.assertLeadsToEachVersion(other);
      assertThat(other.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
      return changes(other);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUpdateAndADeleteAreOnePutEach(boolean isLocal) {
    if (isLocal) {
      close();
      lake = Lake.open(new NearStore(store), time.environment(threads));
    }
    store.resetCalls();
    updateAndDelete();
    assertThat(writes())
        .containsExactly(LakeNames.entry(3), LakeNames.entry(4), LakeNames.entry(5));
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isEqualTo(3);
    assertThat(changes(lake)).isEqualTo(CHANGES);
  }

  @Test
  void theFeedIsTheSameBeforeAndAfterPublication() {
    updateAndDelete();
    assertThat(changes(lake)).isEqualTo(CHANGES);
    assertThat(changesElsewhere()).isEqualTo(CHANGES);
    assertThat(changeFiles()).isEmpty();
    store.resetCalls();
    threads.runAll();
    assertThat(changeFiles()).hasSize(3);
    List<String> published = new ArrayList<>(writes());
    published.retainAll(changeFiles());
    assertThat(writes())
        .as("other engines find what a commit names")
        .containsSubsequence(published.get(0), "t/_delta_log/00000000000000000002.json");
    assertThat(changes(lake)).isEqualTo(CHANGES);
    assertThat(changesElsewhere()).isEqualTo(CHANGES);
  }

  /** The lake goes on without the table, past its next checkpoint. */
  @Test
  void theFeedOfATableThatLagsIsReadFromEntries() {
    store.failBefore(call -> call.isWrite() && call.name().startsWith("t/"));
    updateAndDelete();
    for (int i = 0; i < 120; i++) {
      lake.transact(tx -> tx.update("t").set("s", "s || 'x'").where("k = 1").run());
      time.move(Duration.ofSeconds(2));
      threads.runAll();
    }
    assertThat(disk.list(LakeNames.LOG, "").stream().map(ObjectInfo::name))
        .anyMatch(name -> name.endsWith(".checkpoint.json"));
    assertThat(disk.list("t/", "")).isEmpty();
    assertThat(changesElsewhere()).hasSize(CHANGES.size() + 240).startsWith(CHANGES.get(0));
    assertThat(changes(lake)).hasSize(CHANGES.size() + 240);
    store.heal();
    time.move(Duration.ofSeconds(2));
    lake.transact(tx -> tx.append("t", 11L, "last"));
    threads.runAll();
    assertThat(changeFiles()).hasSize(123);
    assertThat(changesElsewhere()).hasSize(CHANGES.size() + 241);
  }

  @Test
  void aRepairWritesThemAgain() throws IOException {
    updateAndDelete();
    threads.runAll();
    List<String> files = changeFiles();
    byte[] whole = disk.get(files.get(0));
    disk.put(files.get(0), Arrays.copyOf(whole, whole.length / 2));
    disk.delete(files.get(1));
    assertThat(Finding.of(disk, CheckDepth.LOGS).stream().map(Finding::toString))
        .hasSize(2)
        .allMatch(each -> each.endsWith("; the lake's log still has it: run 'tarn repair'"));
    Repair.run(disk, time.process());
    assertThat(disk.get(files.get(0))).isEqualTo(whole);
    assertThat(changeFiles()).isEqualTo(files);
    assertThat(changesElsewhere()).isEqualTo(CHANGES);
  }

  @Test
  void aFolderThatIsLostIsWrittenAgainWithThem() {
    updateAndDelete();
    threads.runAll();
    for (ObjectInfo object : disk.list("t/", "")) {
      disk.delete(object.name());
    }
    Repair.run(disk, time.process());
    assertThat(changeFiles()).hasSize(3);
    assertThat(changesElsewhere()).isEqualTo(CHANGES);
  }

  @Test
  void aBackupHasThem() {
    updateAndDelete();
    MemoryStore target = sound.watch(new MemoryStore());
    Backup.of(disk, target, time.process(), (objects, bytes) -> {});
    assertThat(target.list("t/_change_data/", "")).hasSize(3);
    try (Lake copy = Lake.open(target, time.process())) {
      assertThat(changes(copy)).isEqualTo(CHANGES);
      FeedReplay.assertLeadsToEachVersion(copy);
    }
  }

  /** Of {@code count} times some 40 KiB that do not compress. */
  private void appendRandomTexts(int count) {
    lake.transact(
        tx -> {
          for (long k = 0; k < count; k++) {
            StringBuilder text = new StringBuilder();
            new SplittableRandom(k)
                .ints(20_000, 0x4e00, 0x9fff)
                .forEach(c -> text.append((char) c));
            tx.append("t", 100 + k, text.toString());
          }
        });
    threads.runAll();
    store.resetCalls();
  }

  @Test
  void oneThatIsTooLargeIsPutByItself() {
    appendRandomTexts(20);
    lake.transact(tx -> tx.delete("t", "k between 100 and 118"));
    assertThat(writes()).containsExactly(changeFiles().get(0), LakeNames.entry(4));
    assertThat(changesElsewhere()).hasSize(20 + 19);
  }

  /** New rows and what tells of them have no room in one entry. */
  @Test
  void oneForWhichNewRowsLeaveNoRoomIsPutOnceHoweverOftenTheVersionIsLost() {
    appendRandomTexts(12);
    othersCommit(2, tx -> tx.append("t", 50L, "theirs"));
    lake.transact(tx -> tx.update("t").set("k", "k + 100").where("k >= 100 and k < 108").run());
    List<ObjectInfo> file = disk.list("t/_change_data/", "");
    assertThat(file).singleElement().matches(each -> each.sizeBytes() < 512 << 10);
    assertThat(writes())
        .containsExactly(
            file.get(0).name(), LakeNames.entry(4), LakeNames.entry(5), LakeNames.entry(6));
    assertThat(changesElsewhere()).hasSize(12 + 2 + 16);
  }

  @Test
  void oneThatTravelsDoesSoHoweverOftenTheVersionIsLost() {
    appendRandomTexts(8);
    othersCommit(3, tx -> tx.append("t", 50L, "theirs"));
    lake.transact(tx -> tx.delete("t", "k > 100"));
    assertThat(writes())
        .containsExactly(
            LakeNames.entry(4), LakeNames.entry(5), LakeNames.entry(6), LakeNames.entry(7));
    assertThat(changesElsewhere()).hasSize(8 + 3 + 7);
    threads.runAll();
    assertThat(changeFiles()).hasSize(1);
  }

  /** Has another process commit just before each of the next puts of an entry. */
  private void othersCommit(int times, Work<RuntimeException> work) {
    List<AtomicBoolean> done = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      done.add(new AtomicBoolean());
    }
    store.failBefore(
        call -> {
          boolean isEntry =
              call.operation() == Operation.PUT_IF_ABSENT && call.name().startsWith(LakeNames.LOG);
          if (isEntry && done.stream().anyMatch(each -> each.compareAndSet(false, true))) {
            try (Lake other = Lake.open(disk, time.process())) {
              other.transact(work);
            }
          }
          return false;
        });
  }

  @Test
  void nothingIsLeftOfATransactionThatLoses() {
    appendRandomTexts(12);
    othersCommit(1, tx -> tx.delete("t", "k = 102"));
    try (Transaction tx = lake.begin()) {
      tx.update("t").set("k", "k + 100").where("k >= 100 and k < 108").run();
      assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    }
    assertThat(writes()).filteredOn(name -> name.contains("_change_data")).isNotEmpty();
    assertThat(changeFiles()).as("the winner's").hasSize(1).doesNotContainAnyElementsOf(writes());
    assertThat(changesElsewhere()).hasSize(12 + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 108, 119})
  void nothingIsLeftWhereTheEntryIsRefused(int last) {
    appendRandomTexts(20);
    store.refuse(every(Operation.PUT_IF_ABSENT).and(naming(LakeNames.LOG)));
    try (Transaction tx = lake.begin()) {
      tx.update("t").set("k", "k + 100").where("k >= 100 and k < " + last).run();
      assertThatThrownBy(tx::commit).isInstanceOf(StorageException.class);
    }
    assertThat(changeFiles()).isEmpty();
    store.heal();
    assertThat(changesElsewhere()).hasSize(20);
  }

  @Test
  void theyTravelNoMoreWhereManyEntriesAreNotPublished() {
    for (int i = 0; i < 300; i++) {
      lake.transact(tx -> tx.update("t").set("s", "'x'").where("k = 1").run());
    }
    assertThat(changeFiles()).hasSizeBetween(30, 50);
    threads.runAll();
    assertThat(changeFiles()).hasSize(300);
  }
}
