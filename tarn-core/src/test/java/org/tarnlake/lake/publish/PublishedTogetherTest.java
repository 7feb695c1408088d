package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.Publication;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.NearStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.DeltaNames;

/** On a disk several commits of a table are published at once. All else is as elsewhere. */
class PublishedTogetherTest extends PublisherTest {
  @Override
  ObjectStore asSeen(ObjectStore memory) {
    return new NearStore(memory);
  }

  @Test
  void publicationStopsAtACommitOfAnotherWriter() throws Exception {
    ratify(entries.create("a"));
    publish();
    for (int version = 1; version <= 5; version++) {
      ratify(entries.append("a"));
    }
    disk.putIfAbsent(DeltaNames.commit("a", 3), disk.get(DeltaNames.commit("a", 0)));
    publish();
    assertThat(log.publication().lags())
        .singleElement()
        .extracting("cause")
        .isInstanceOf(CorruptionException.class);
    assertThat(log.publication().lags().get(0).lakeVersions()).containsExactly(4L, 5L, 6L);
    assertThat(published("a")).doesNotContain("4.json", "5.json");

    disk.delete(DeltaNames.commit("a", 3));
    awaitPublished(6);
    assertThat(publishedCommits("a")).isEqualTo(6);
  }

  /** The power was cut while they were published; which names survive the file system decides. */
  @Test
  void aCommitThatIsMissingBeforeLaterOnesIsPublishedByTheNextWriter() {
    ratify(entries.create("a"));
    publish();
    int all = 1 + Publication.TOGETHER_MAX;
    for (int version = 1; version < all; version++) {
      ratify(entries.append("a"));
    }
    publish();
    for (long missing : LongStream.range(1, all).toArray()) {
      disk.delete(DeltaNames.commit("a", missing));
      reopen();
      publish();
      assertThat(publishedCommits("a")).as("version %d was missing", missing).isEqualTo(all);
    }
  }

  /** Two processes publish, and one has given names that it has not synced yet. */
  @Test
  void whatOthersPublishedIsMadeDurableBeforeItCounts() {
    ratify(entries.create("a"));
    ratify(entries.append("a"));
    publish();
    LakeLog otherLog = LogLoader.open(store, environment);
    Publisher other = new Publisher(otherLog, new TableLoader(otherLog), environment);
    store.resetCalls();
    other.wake();
    threads.runAll();
    assertThat(store.trace())
        .anyMatch(every(Operation.PUT_IF_ABSENT).and(naming(DeltaNames.commit("a", 1)))::test);
  }

  /** A power cut took an entry of another process, and left what it had ratified. */
  @Test
  void anEntryOfAnotherProcessIsMadeDurableBeforeItIsPublished() {
    LakeLog otherLog = LogLoader.open(disk, environment);
    otherLog.ratify(entries.create("a"));
    otherLog.ratify(entries.append("a"));
    log.refresh();
    ratify(entries.append("a"));
    store.resetCalls();
    publish();
    assertThat(exclusivePuts())
        .containsExactly(
            LakeNames.entry(2),
            DeltaNames.commit("a", 0),
            DeltaNames.commit("a", 1),
            DeltaNames.commit("a", 2));
    ratify(entries.append("a"));
    store.resetCalls();
    publish();
    assertThat(exclusivePuts()).as("its own").containsExactly(DeltaNames.commit("a", 3));
  }

  @Test
  void aRoundThatFailsBeforeAnyTableIsRepeated() {
    LakeLog otherLog = LogLoader.open(disk, environment);
    otherLog.ratify(entries.create("a"));
    log.refresh();
    store.failBefore(naming(LakeNames.entry(1)));
    publish();
    assertThat(published("a")).isEmpty();
    assertThat(log.publishedThrough()).isZero();
    store.heal();
    publish();
    assertThat(publishedCommits("a")).isEqualTo(1);
  }

  @Test
  void anEntryThatIsGoneIsNotPublished() {
    LakeLog otherLog = LogLoader.open(disk, environment);
    otherLog.ratify(entries.create("a"));
    log.refresh();
    disk.delete(LakeNames.entry(1));
    publish();
    assertThat(published("a")).isEmpty();
    assertThat(names(LakeNames.LOG)).isEmpty();
  }
}
