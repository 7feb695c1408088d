package org.tarnlake.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;
import static org.tarnlake.store.FaultyStore.nth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.NearStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

class LakeLogTest {
  private static final String FIRST = "_tarn/log/00000000000000000001.json";

  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualTime time = new ManualTime();
  private final Environment environment = time.environment(new ManualThreads());
  private LakeLog log;
  private LakeLog other;
  private Entries mine;
  private Entries theirs;

  @BeforeEach
  void openTwice() {
    LogLoader.create(disk, environment);
    log = LogLoader.open(store, environment);
    other = LogLoader.open(disk, environment);
    mine = new Entries(log.latest());
    theirs = new Entries(other.latest());
    store.resetCalls();
  }

  @Test
  void anEntryIsOnePut() {
    assertThat(log.ratify(mine.create("a"))).isTrue();
    assertThat(store.trace()).hasSize(1);
    assertThat(log.latest().version()).isEqualTo(1);
    assertThat(log.latest().catalog().tables()).hasSize(1);
  }

  @Test
  void aTakenNameIsToldAndTheOtherEntryIsReadByTheNextRefresh() {
    other.ratify(theirs.create("theirs"));
    assertThat(log.ratify(mine.create("mine"))).isFalse();
    assertThat(log.latest().version()).isZero();
    assertThat(log.refresh().catalog().sorted())
        .extracting(table -> table.name().toString())
        .containsExactly("theirs");
  }

  @Test
  void aLostRequestIsPutAgain() throws IOException {
    store.failBefore(nth(1, Operation.PUT_IF_ABSENT));
    LogEntry entry = mine.create("a");
    assertThat(log.ratify(entry)).isTrue();
    assertThat(disk.get(FIRST)).isEqualTo(LogEntryCodec.encode(entry));
    assertThat(log.latest().version()).isEqualTo(1);
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isEqualTo(2);
    assertThat(time.pauses()).hasSize(1);
  }

  @Test
  void aLostAnswerIsFoundByReadingTheNameBack() {
    store.failAfter(nth(1, Operation.PUT_IF_ABSENT));
    assertThat(log.ratify(mine.create("a"))).isTrue();
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isEqualTo(1);
    assertThat(log.latest().version()).isEqualTo(1);
  }

  /** A store that repeats a request by itself tells the winner that it lost. */
  @Test
  void whoIsToldThatTheNameIsTakenByItselfHasWon() throws IOException {
    LogEntry entry = mine.create("a");
    disk.putIfAbsent(FIRST, LogEntryCodec.encode(entry));
    assertThat(log.ratify(entry)).isTrue();
    assertThat(log.latest().version()).isEqualTo(1);
  }

  @Test
  void aLostRequestWhoseNameAnotherTookIsALoss() {
    other.ratify(theirs.create("theirs"));
    store.failBefore(nth(1, Operation.PUT_IF_ABSENT));
    assertThat(log.ratify(mine.create("mine"))).isFalse();
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isEqualTo(1);
  }

  @Test
  void aLateRequestChangesNothingAnyMore() throws IOException {
    store.failLate(nth(1, Operation.PUT_IF_ABSENT));
    LogEntry entry = mine.create("a");
    assertThat(log.ratify(entry)).isTrue();
    store.deliver();
    assertThat(disk.get(FIRST)).isEqualTo(LogEntryCodec.encode(entry));
    assertThat(disk.list("_tarn/log/", "")).hasSize(1);
  }

  @Test
  void whenNoAttemptIsAnsweredTheOutcomeIsUnknown() throws IOException {
    store.failBefore(every(Operation.PUT_IF_ABSENT));
    assertThatThrownBy(() -> log.ratify(mine.create("a")))
        .isInstanceOf(CommitUnknownException.class)
        .hasMessageMatching(
            "the store did not tell whether _tarn/log/0{19}1.json was written in memory: made to"
                + " fail: .*; read the log \\(tarn log\\) before anything else");
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isEqualTo(8);
    assertThat(time.pauses()).hasSize(7);
    assertThat(log.latest().version()).isZero();
    assertThat(disk.list("_tarn/log/", "")).isEmpty();
  }

  @Test
  void whenTheNameCannotBeReadBackTheOutcomeIsUnknownThoughItIsThere() {
    store.failAfter(every(Operation.PUT_IF_ABSENT)).failBefore(every(Operation.GET));
    assertThatThrownBy(() -> log.ratify(mine.create("a")))
        .isInstanceOf(CommitUnknownException.class);
    store.heal();
    assertThat(log.refresh().version()).isEqualTo(1);
  }

  /**
   * A request may arrive twice, where a client of a store repeats it: the answer is that the name
   * is taken. It was told that nothing was committed, since the entry could not be read back.
   */
  @Test
  void whereANameIsTakenAndCannotBeReadTheOutcomeIsUnknown() throws IOException {
    LogEntry entry = mine.create("a");
    disk.putIfAbsent(FIRST, LogEntryCodec.encode(entry));
    store.failBefore(every(Operation.GET)).refuse(nth(2, Operation.PUT_IF_ABSENT));
    assertThatThrownBy(() -> log.ratify(entry)).isInstanceOf(CommitUnknownException.class);
    store.heal();
    assertThat(log.refresh().version()).isEqualTo(1);
  }

  /** The request whose answer was lost may be the one that has the name. */
  @Test
  void whereANameIsTakenAfterALostRequestAndCannotBeReadTheOutcomeIsUnknown() {
    store.failAfter(nth(1, Operation.PUT_IF_ABSENT)).failBefore(every(Operation.GET));
    assertThatThrownBy(() -> log.ratify(mine.create("a")))
        .isInstanceOf(CommitUnknownException.class);
    store.heal();
    assertThat(log.refresh().version()).isEqualTo(1);
  }

  @Test
  void whatCertainlyWasNotWrittenFailedAndMayBeTriedAgain() throws IOException {
    store.refuse(every(Operation.PUT_IF_ABSENT));
    LogEntry entry = mine.create("a");
    assertThatThrownBy(() -> log.ratify(entry))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching(
            "cannot write _tarn/log/0{19}1.json in memory: made to refuse: .*; try again");
    assertThat(store.calls()).isEqualTo(1);
    assertThat(disk.list("_tarn/log/", "")).isEmpty();
    store.heal();
    assertThat(log.ratify(entry)).isTrue();
  }

  @Test
  void aRefusalAfterALostRequestLeavesTheOutcomeUnknown() {
    store.failLate(nth(1, Operation.PUT_IF_ABSENT)).refuse(every(Operation.PUT_IF_ABSENT));
    assertThatThrownBy(() -> log.ratify(mine.create("a")))
        .isInstanceOf(CommitUnknownException.class);
  }

  /**
   * Two names that one place took for the same and another did not made an entry that nobody could
   * read, and with it a lake that nobody could open.
   */
  @Test
  void anEntryThatNobodyCouldReadIsNotWritten() {
    log.ratify(mine.create("a"));
    store.resetCalls();
    LogEntry broken =
        mine.entry(
            log.latest(),
            List.of(
                new CatalogChange.RenameTable(
                    "unknown", TableName.parse("a"), TableName.parse("b"))),
            List.of());
    assertThatThrownBy(() -> log.ratify(broken))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("it changes an unknown table unknown")
        .hasMessageContaining("nothing was committed");
    assertThat(store.calls()).isZero();
    assertThat(log.ratify(mine.create("b"))).isTrue();
  }

  /** Whoever waited for another's look that then failed took the old state for the newest. */
  @Test
  void whoWaitedForALookThatFailedLooksAgain() throws Exception {
    GatedStore gated = new GatedStore(new NearStore(store));
    LakeLog slow = LogLoader.open(gated, environment);
    other.ratify(theirs.create("theirs"));
    store.resetCalls();
    store.failBefore(nth(1, Operation.GET)).failBefore(nth(2, Operation.GET));
    Collection<Throwable> failed = new ConcurrentLinkedQueue<>();
    Collection<LakeState> seen = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    try (GatedStore.Gate gate = gated.gate(name -> name.equals(FIRST))) {
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(() -> seen.add(slow.refresh()));
        thread.setUncaughtExceptionHandler((any, e) -> failed.add(e));
        threads.add(thread);
        thread.start();
        gate.awaitCall();
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      gate.open();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(failed).hasSize(2).allMatch(StorageException.class::isInstance);
    assertThat(seen).extracting(LakeState::version).containsExactly(1L);
  }

  @Test
  void whoComesWhileALookIsUnderWayLooksAgain() throws Exception {
    GatedStore gated = new GatedStore(new NearStore(store));
    LakeLog slow = LogLoader.open(gated, environment);
    Collection<LakeState> seen = new ConcurrentLinkedQueue<>();
    try (GatedStore.Gate gate = gated.gateAnswers(FIRST::equals)) {
      Thread early = new Thread(() -> slow.refresh());
      early.start();
      gate.awaitCall();
      other.ratify(theirs.create("theirs"));
      Thread late = new Thread(() -> seen.add(slow.refresh()));
      late.start();
      while (late.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      gate.open();
      early.join();
      late.join();
    }
    assertThat(seen).extracting(LakeState::version).containsExactly(1L);
  }

  /** An entry that this process put was the newest then: no read of the log tells more. */
  @Test
  void whoWaitsForALookTakesTheEntryThatIsPutMeanwhile() throws Exception {
    GatedStore gated = new GatedStore(store);
    LakeLog slow = LogLoader.open(gated, environment);
    store.resetCalls();
    Collection<LakeState> seen = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    int looks = 4;
    try (GatedStore.Gate gate = gated.gateAnswers(FIRST::equals)) {
      for (int i = 0; i <= looks; i++) {
        Thread thread = new Thread(() -> seen.add(slow.refresh()));
        threads.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      assertThat(store.calls(Operation.GET)).isEqualTo(looks);
      gated.gateAnswers(name -> false);
      // The put ends though looks are still under way.
      assertThat(slow.ratify(mine.create("mine"))).isTrue();
      gate.open();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(seen).extracting(LakeState::version).containsOnly(1L).hasSize(looks + 1);
    assertThat(store.calls(Operation.GET)).isEqualTo(looks);
  }

  @Test
  void whatIsKnownNeverMovesBackwards() throws Exception {
    GatedStore gated = new GatedStore(store);
    LakeLog slow = LogLoader.open(gated, environment);
    Collection<Boolean> ratified = new ConcurrentLinkedQueue<>();
    try (GatedStore.Gate gate = gated.gateAnswers(FIRST::equals)) {
      LogEntry entry = mine.create("mine");
      Thread writer = new Thread(() -> ratified.add(slow.ratify(entry)));
      writer.start();
      gate.awaitCall();
      other.refresh();
      other.ratify(new Entries(other.latest()).append("mine"));
      gated.gateAnswers(name -> false);
      assertThat(slow.refresh().version()).isEqualTo(2);
      gate.open();
      writer.join();
    }
    assertThat(ratified).containsExactly(true);
    assertThat(slow.latest().version()).isEqualTo(2);
  }

  @Test
  void aLookReadsEverythingThatIsThere() {
    for (int i = 0; i < 3; i++) {
      other.ratify(theirs.create("t" + i));
    }
    assertThat(log.refresh().version()).isEqualTo(3);
  }

  @Test
  void aLookAsksForTheNextEntryOnly() {
    log.ratify(mine.create("a"));
    store.resetCalls();
    log.refresh();
    assertThat(store.trace())
        .extracting(FaultyStore.Call::name)
        .containsExactly("_tarn/log/00000000000000000002.json");
  }

  @Test
  void aStoreThatFailsToReadSaysSo() {
    store.failBefore(naming("_tarn/log"));
    assertThatThrownBy(log::refresh)
        .isInstanceOf(StorageException.class)
        .hasMessageMatching("cannot read _tarn/log/0{19}1.json in memory: .*; try again");
  }

  @Test
  void aDamagedEntryStopsEveryLookAtIt() throws IOException {
    disk.putIfAbsent(FIRST, new byte[] {'{', '}', '\n'});
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(log::refresh)
          .isInstanceOf(CorruptionException.class)
          .hasMessageStartingWith(FIRST + " is cut off");
    }
    assertThat(log.latest().version()).isZero();
    assertThatThrownBy(() -> log.ratify(mine.create("a"))).isInstanceOf(CorruptionException.class);
  }

  /** Whoever only followed a table held 512 commits of it whole, and of whatever size. */
  @Test
  void commitsOfATableOfItsOwnStayInMemoryUpToSoManyBytes() throws IOException {
    MemoryStore table = new MemoryStore();
    String head =
        """
        {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
        {"metaData":{"id":"t","format":{"provider":"parquet","options":{}},\
        "schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[]}",\
        "partitionColumns":[],"configuration":{}}}
        """;
    table.put(DeltaNames.commit("", 0), head.getBytes(UTF_8));
    LakeLog follower = LogLoader.open(table, environment);
    String info = "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"%s\"}}";
    String megabyte = info.formatted("W".repeat((1 << 20) - info.length() + 2));
    for (long version = 1; version <= 40; version++) {
      table.put(DeltaNames.commit("", version), megabyte.getBytes(UTF_8));
    }
    assertThat(follower.refresh().version()).isEqualTo(40);
    assertThat(LongStream.rangeClosed(1, 40).filter(v -> follower.recent(v) != null).toArray())
        .hasSize(16)
        .contains(40);
    assertThat(follower.read(1).lakeVersion()).isEqualTo(1);
    table.put(DeltaNames.commit("", 41), info.formatted("W".repeat(17 << 20)).getBytes(UTF_8));
    assertThat(follower.refresh().version()).isEqualTo(41);
    assertThat(follower.recent(40)).isNull();
    assertThat(follower.recent(41)).isNotNull();
  }

  @Test
  void manyOldEntriesAreReadAgainFromTheStoreOnceTheyArePublished() {
    log.ratify(mine.create("a"));
    for (int i = 0; i < 700; i++) {
      log.ratify(mine.append("a"));
    }
    assertThat(log.latest().version()).isEqualTo(701);
    store.resetCalls();
    assertThat(log.at(1).version()).isEqualTo(1);
    assertThat(store.calls()).as("nothing is published, so nothing is forgotten").isZero();
    log.publication().published(701);
    log.ratify(mine.append("a"));
    store.resetCalls();
    assertThat(log.at(2).catalog().sorted()).extracting(CatalogTable::version).containsExactly(1L);
    assertThat(log.entry(1).entry().changes()).hasSize(1);
    assertThat(log.entry(1).after().version()).isEqualTo(1);
    assertThat(store.calls(Operation.GET)).isPositive();
    assertThat(log.entry(702).after().version()).isEqualTo(702);
  }
}
