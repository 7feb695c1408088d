package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;

/**
 * A process that is stopped (SIGSTOP, a suspended laptop) while it commits to a Delta table of its
 * own. Meanwhile others commit the version that it is about to put, and clean the log up: its name
 * is free again, and the put succeeds where no reader looks.
 */
class StandaloneGapTest {
  private static final String SECOND = "_delta_log/00000000000000000002.json";

  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final FaultyStore store = new FaultyStore(disk);
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  private Lake openWithOneRow() {
    spark.create();
    spark.append(1, 1);
    return Lake.open(store, time.environment());
  }

  /** Has something happen once, just before a matching call. */
  private void before(Predicate<Call> calls, Runnable happens) {
    AtomicBoolean done = new AtomicBoolean();
    store.failBefore(
        call -> {
          if (calls.test(call) && done.compareAndSet(false, true)) {
            happens.run();
          }
          return false;
        });
  }

  private static Predicate<Call> put(String name) {
    return every(Operation.PUT_IF_ABSENT).and(naming(name));
  }

  /** The versions 2 to 5 by another engine, and nothing before the last of them left. */
  private void othersCommitAndCleanUp() {
    for (long version = 2; version <= 5; version++) {
      spark.append(version, 10 + version);
    }
    spark.cleanUpBefore(5);
  }

  /** 270 commits after such a stop were acknowledged, and none of them was ever read. */
  @Test
  void commitThatLandsInAGapIsAConflictAndIsTakenOut() {
    try (Lake lake = openWithOneRow()) {
      before(put(SECOND), this::othersCommitAndCleanUp);
      Transaction tx = lake.begin();
      tx.append("memory", 100L);
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "other writers had committed version 2 of memory before and cleaned the log up; nothing was committed, run the transaction again");
      assertThat(spark.names(SECOND)).isEmpty();
      for (long id = 101; id < 105; id++) {
        long row = id;
        lake.transact(each -> each.append("memory", row));
      }
    }
    try (Lake again = Lake.open(disk, time.environment())) {
      assertThat(ids(again.scan("memory")))
          .containsExactly(1L, 12L, 13L, 14L, 15L, 101L, 102L, 103L, 104L);
    }
  }

  @Test
  void transactRunsAgainOverTheGapAndCommitsOnce() {
    try (Lake lake = openWithOneRow()) {
      before(put(SECOND), this::othersCommitAndCleanUp);
      lake.transact(tx -> tx.append("memory", 100L));
      assertThat(lake.latest().version()).isEqualTo(6);
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 12L, 13L, 14L, 15L, 100L);
    }
  }

  @Test
  void commitWhoseAnswerWasLostIsFoundInItsGap() {
    try (Lake lake = openWithOneRow()) {
      before(put(SECOND), this::othersCommitAndCleanUp);
      store.failAfter(put(SECOND));
      lake.transact(tx -> tx.append("memory", 100L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 12L, 13L, 14L, 15L, 100L);
    }
  }

  /** The store's clock tells too: what follows the commit was there before it. */
  @Test
  void gapIsFoundByTheStoresClockWhereTombstonesAreNotKept() {
    spark.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA,
            "{\"delta.deletedFileRetentionDuration\":\"interval 0 seconds\"}"));
    spark.append(1, 1);
    try (Lake lake = Lake.open(store, time.environment())) {
      before(
          put(SECOND),
          () -> {
            othersCommitAndCleanUp();
            time.move(Duration.ofMillis(1));
          });
      lake.transact(tx -> tx.append("memory", 100L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 12L, 13L, 14L, 15L, 100L);
    }
  }

  @Test
  void whereNothingTellsTheOutcomeIsUnknownAndNothingIsDeleted() {
    spark.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA,
            "{\"delta.deletedFileRetentionDuration\":\"interval 0 seconds\"}"));
    spark.append(1, 1);
    try (Lake lake = Lake.open(store, time.environment())) {
      before(put(SECOND), this::othersCommitAndCleanUp);
      Transaction tx = lake.begin();
      tx.append("memory", 100L);
      assertThatThrownBy(tx::commit)
          .isInstanceOf(CommitUnknownException.class)
          .hasMessageContaining("look for the rows in the newest version before anything else");
      assertThat(spark.names("part-")).hasSize(1);
      lake.transact(each -> each.append("memory", 101L));
      assertThat(lake.latest().version()).as("follows the newest").isEqualTo(6);
    }
  }

  @Test
  void commitThatWasReadBeforeTheLogWasCleanedUpIsCommitted() {
    try (Lake lake = openWithOneRow()) {
      before(
          naming("1.json").and(call -> !spark.names(SECOND).isEmpty()),
          () -> {
            spark.append(3, 13);
            spark.append(4, 14);
            spark.cleanUpBefore(4);
          });
      Transaction tx = lake.begin();
      tx.append("memory", 100L);
      assertThat(tx.commit()).isEqualTo(2);
      lake.transact(each -> each.append("memory", 101L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 100L, 13L, 14L, 101L);
    }
  }

  @Test
  void commitBehindACheckpointOfTheVersionBeforeIsCommitted() {
    try (Lake lake = openWithOneRow()) {
      before(
          put(SECOND),
          () -> {
            spark.cleanUpBefore(1);
            spark.delete("_delta_log/00000000000000000001.json");
          });
      Transaction tx = lake.begin();
      tx.append("memory", 100L);
      assertThat(tx.commit()).isEqualTo(2);
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 100L);
    }
  }

  @Test
  void storeThatFailsAfterThePutLeavesTheOutcomeUnknown() {
    try (Lake lake = openWithOneRow()) {
      Transaction tx = lake.begin();
      tx.append("memory", 100L);
      Predicate<Call> look = every(Operation.GET).or(every(Operation.SIZE));
      store.failBefore(look.and(call -> !spark.names(SECOND).isEmpty()));
      assertThatThrownBy(tx::commit).isInstanceOf(CommitUnknownException.class);
      store.heal();
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 100L);
    }
  }

  @Test
  void commitThatCannotBeTakenOutOfItsGapKeepsItsFiles() {
    try (Lake lake = openWithOneRow()) {
      before(put(SECOND), this::othersCommitAndCleanUp);
      store.failBefore(every(Operation.DELETE).and(naming(SECOND)));
      Transaction tx = lake.begin();
      tx.append("memory", 100L);
      assertThatThrownBy(tx::commit)
          .isInstanceOf(CommitUnknownException.class)
          .hasMessageContaining(SECOND + " was put into that gap, where nobody reads it");
      assertThat(spark.names("part-")).hasSize(1);
      lake.transact(each -> each.append("memory", 101L));
    }
    assertThat(spark.names("_delta_log/00000000000000000006.json")).hasSize(1);
  }

  /** Somebody else was killed after its put into the gap: nobody is left who takes it out. */
  @Test
  void nobodyFollowsWhatADeadProcessLeftInAGap() {
    try (Lake lake = openWithOneRow()) {
      othersCommitAndCleanUp();
      spark.append(2, 999);
      lake.transact(tx -> tx.append("memory", 100L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 12L, 13L, 14L, 15L, 100L);
    }
  }

  /** The version that the lake knows was cleaned up, and another commit stands under its name. */
  @Test
  void versionWithOtherBytesThanThoseThatWereReadIsNoneToFollow() {
    try (Lake lake = openWithOneRow()) {
      spark.append(2, 12);
      assertThat(lake.latest().version()).isEqualTo(2);
      for (long version = 3; version <= 5; version++) {
        spark.append(version, 10 + version);
      }
      spark.cleanUpBefore(5);
      spark.append(2, 999);
      lake.transact(tx -> tx.append("memory", 100L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 12L, 13L, 14L, 15L, 100L);
    }
  }

  /** A stopped reader took what was cleaned up between its list and its read for damage. */
  @Test
  void whatIsCleanedUpBetweenListAndReadIsNoDamage() {
    try (Lake lake = openWithOneRow()) {
      for (long version = 2; version <= 5; version++) {
        spark.append(version, 10 + version);
      }
      spark.cleanUpBefore(5);
      before(
          every(Operation.GET).and(naming("5.json")),
          () -> {
            for (long version = 6; version <= 7; version++) {
              spark.append(version, 10 + version);
            }
            spark.checkpointAfter(5);
            spark.delete("_delta_log/00000000000000000005.json");
            spark.delete(ForeignWriter.checkpointName(5));
          });
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 12L, 13L, 14L, 15L, 16L, 17L);
    }
  }

  /** A commit looks once before its put and once after it. */
  @Test
  void commitAsksForTheVersionBeforeOnceMore() {
    try (Lake lake = openWithOneRow()) {
      lake.transact(tx -> tx.append("memory", 100L));
      Transaction tx = lake.begin();
      tx.append("memory", 101L);
      store.resetCalls();
      tx.commit();
      List<Operation> onTheLog =
          store.trace().stream()
              .filter(naming("_delta_log/").and(naming(".json")))
              .map(Call::operation)
              .toList();
      assertThat(onTheLog)
          .startsWith(Operation.GET, Operation.PUT_IF_ABSENT, Operation.GET)
          .doesNotContain(Operation.LIST);
    }
  }
}
