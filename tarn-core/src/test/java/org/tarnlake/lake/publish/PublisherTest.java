package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;
import static org.tarnlake.store.FaultyStore.nth;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.testing.ManualTime;

class PublisherTest extends PublishedLake {
  @Test
  void everyCommitIsPublishedByteForByteAndTheNewestWithItsChecksum() throws IOException {
    LogEntry create = entries.create("a", "b");
    ratify(create);
    LogEntry append = entries.append("b");
    ratify(append);
    publish();
    assertThat(published("a")).containsExactly("0.json", "0.crc");
    assertThat(published("b")).containsExactly("0.json", "1.json", "1.crc");
    assertThat(disk.get(DeltaNames.commit("b", 1)))
        .isEqualTo(append.tableCommits().get(0).lines().bytes());
    Checksum checksum = Checksum.read(disk.get(DeltaNames.checksum("b", 1)));
    assertThat(checksum.metadata().id()).isEqualTo(entries.table("b").id());
    assertThat(log.publishedThrough()).isEqualTo(2);
  }

  @Test
  void publicationFollowsInTheOrderOfVersions() {
    ratify(entries.create("a"));
    for (int i = 0; i < 5; i++) {
      ratify(entries.append("a"));
    }
    store.resetCalls();
    publish();
    assertThat(store.trace())
        .filteredOn(call -> call.operation() == Operation.PUT_IF_ABSENT)
        .extracting(FaultyStore.Call::name)
        .containsExactly(
            DeltaNames.commit("a", 0),
            DeltaNames.commit("a", 1),
            DeltaNames.commit("a", 2),
            DeltaNames.commit("a", 3),
            DeltaNames.commit("a", 4),
            DeltaNames.commit("a", 5));
  }

  List<String> exclusivePuts() {
    return store.trace().stream()
        .filter(call -> call.operation() == Operation.PUT_IF_ABSENT)
        .map(FaultyStore.Call::name)
        .toList();
  }

  @Test
  void aTableThatWasDroppedOrRenamedSinceIsPublishedWhereItWas() {
    ratify(entries.create("a", "b"));
    ratify(entries.append("a"));
    ratify(entries.drop("a"));
    ratify(entries.rename("b", "a"));
    ratify(entries.append("a"));
    publish();
    assertThat(published("a"))
        .as("no checksum of what is gone")
        .containsExactly("0.json", "1.json");
    assertThat(published("b")).containsExactly("0.json", "1.json", "1.crc");
  }

  @Test
  void afterACrashBeforePublicationTheNextWriterPublishesAll() {
    ratify(entries.create("a"));
    ratify(entries.append("a"));
    reopen();
    assertThat(published("a")).isEmpty();
    ratify(entries.append("a"));
    publish();
    assertThat(published("a")).containsExactly("0.json", "1.json", "2.json", "2.crc");
  }

  @Test
  void aCrashBetweenAnyTwoCallsOfPublicationIsPutRight() {
    for (int n = 1; n <= 30; n++) {
      openFresh();
      ratify(entries.create("a", "b"));
      for (int i = 0; i < 3; i++) {
        ratify(entries.append("a"));
        ratify(entries.append("b", "a"));
      }
      store.resetCalls();
      store.crashBefore(nth(n));
      publish();
      reopen();
      ratify(entries.append("b"));
      publish();
      assertThat(publishedCommits("a")).as("after a crash before call %d", n).isEqualTo(7);
      assertThat(publishedCommits("b")).isEqualTo(5);
    }
  }

  private void openFresh() {
    disk.list("", "").forEach(object -> disk.delete(object.name()));
    LogLoader.create(disk, environment);
    reopen();
    entries = new Entries(log.latest());
  }

  @Test
  void twoPublishersDoTheSame() {
    LakeLog otherLog = LogLoader.open(disk, environment);
    Publisher other = new Publisher(otherLog, new TableLoader(otherLog), environment);
    ratify(entries.create("a"));
    ratify(entries.append("a"));
    otherLog.refresh();
    publish();
    other.wake();
    threads.runAll();
    ratify(entries.append("a"));
    otherLog.refresh();
    other.wake();
    publish();
    assertThat(publishedCommits("a")).isEqualTo(3);
    assertThat(otherLog.publishedThrough()).isEqualTo(3);
    assertThat(log.publishedThrough()).isEqualTo(3);
  }

  @Test
  void aFailureIsToldToWhoWaitsAndTriedAgainWithTheNextCommit() {
    ratify(entries.create("a"));
    store.failBefore(naming("_delta_log"));
    assertThatThrownBy(() -> awaitPublished(1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("a/_delta_log/00000000000000000000.json");
    store.heal();
    ratify(entries.append("a"));
    publish();
    assertThat(publishedCommits("a")).isEqualTo(2);
  }

  /** Where no background thread could be had, waiting for publication never ended. */
  @Test
  void whoWaitsPublishesByItselfWhereNoThreadIsToBeHad() {
    ExecutorService none = Executors.newSingleThreadExecutor();
    none.shutdown();
    Publisher alone = new Publisher(log, new TableLoader(log), new ManualTime().environment(none));
    ratify(entries.create("a"));
    alone.wake();
    assertThat(published("a")).isEmpty();
    alone.await(1);
    assertThat(publishedCommits("a")).isEqualTo(1);
    ratify(entries.append("a"));
    alone.wake();
    alone.quiesce();
    assertThat(publishedCommits("a")).isEqualTo(2);
  }

  @Test
  void aMissingChecksumIsNoHarm() {
    store.failBefore(every(Operation.PUT));
    ratify(entries.create("a"));
    publish();
    assertThat(published("a")).containsExactly("0.json");
    assertThat(log.publishedThrough()).isEqualTo(1);
    store.heal();
    ratify(entries.append("a"));
    publish();
    assertThat(published("a")).containsExactly("0.json", "1.json", "1.crc");
  }

  @Test
  void aStagedCommitIsPublishedFromItsObject() throws IOException {
    ratify(entries.create("a"));
    byte[] lines = entries.lines(entries.table("a").id(), null).bytes();
    LogEntry staged = entries.appendStaged("a");
    disk.putIfAbsent(staged.tableCommits().get(0).staged(), lines);
    ratify(staged);
    publish();
    assertThat(disk.get(DeltaNames.commit("a", 1))).isEqualTo(lines);
  }

  @Test
  void aCheckpointComesEverySoManyEntriesAndOnlyAfterPublication() {
    ratify(entries.create("a"));
    for (int version = 2; version <= 64; version++) {
      ratify(entries.append("a"));
    }
    store.failBefore(every(Operation.PUT_IF_ABSENT).and(naming(DeltaNames.commit("a", 50))));
    publish();
    assertThat(publishedCommits("a")).isEqualTo(50);
    store.heal();
    ratify(entries.append("a"));
    publish();
    assertThat(publishedCommits("a")).isEqualTo(65);
    assertThat(checkpoints()).containsExactly("_tarn/log/00000000000000000064.checkpoint.json");
    LakeLog again = LogLoader.open(disk, environment);
    assertThat(again.loadedCheckpoint()).isEqualTo(64);
    assertThat(again.publishedThrough()).isEqualTo(64);
    assertThat(again.publication().lags().get(0).lakeVersions()).hasSize(14);
    for (int version = 66; version <= 127; version++) {
      ratify(entries.append("a"));
      publish();
    }
    assertThat(checkpoints()).hasSize(1);
    ratify(entries.append("a"));
    publish();
    assertThat(checkpoints()).hasSize(2);
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsTriedWithTheNextEntry() {
    ratify(entries.create("a"));
    for (int version = 2; version <= 64; version++) {
      ratify(entries.append("a"));
    }
    store.failBefore(naming("checkpoint"));
    publish();
    assertThat(checkpoints()).isEmpty();
    store.heal();
    ratify(entries.append("a"));
    publish();
    assertThat(checkpoints()).containsExactly("_tarn/log/00000000000000000065.checkpoint.json");
  }
}
