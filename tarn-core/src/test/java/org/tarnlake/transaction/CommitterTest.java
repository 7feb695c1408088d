package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.LargeFiles;
import org.tarnlake.Rows;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Two processes on one lake; in one of them several threads. */
class CommitterTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  /** Too many to share a data file with other transactions. */
  private static final long ROWS_OF_A_FILE = 200_000;

  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(disk);
  private final GatedStore store = new GatedStore(faulty);
  private final ManualTime time = new ManualTime();
  private final AtomicInteger processes = new AtomicInteger();
  private Runnable duringPauses = () -> {};
  private Lake lake;
  private Lake other;

  @BeforeEach
  void openALakeOfThreeTablesTwice() {
    sound.watch(disk);
    Lake made = Lake.create(disk, environment());
    for (String table : List.of("x", "y", "z")) {
      made.transact(transaction -> transaction.createUntypedTable(table, "n:long"));
    }
    lake = LargeFiles.open(store, environment());
    other = LargeFiles.open(disk, environment());
  }

  private Environment environment() {
    return new Environment(
        time::now,
        new Random(processes.incrementAndGet()),
        duration -> duringPauses.run(),
        new ManualThreads());
  }

  @Test
  void eachCommitIsLaterThanTheOneBeforeThoughTheClockStandsOrIsBehind() {
    append(lake, "x", 1);
    append(other, "x", 2);
    time.move(Duration.ofHours(-1));
    append(lake, "x", 3);
    assertThat(lake.history(3))
        .extracting(LakeCommit::timestamp)
        .containsExactly(
            time.now().plus(Duration.ofHours(1)).plusMillis(6),
            time.now().plus(Duration.ofHours(1)).plusMillis(5),
            time.now().plus(Duration.ofHours(1)).plusMillis(4));
  }

  @Test
  void whoseVersionWasTakenIsCheckedAgainstWhoTookIt() {
    Transaction transaction = lake.begin(Isolation.SERIALIZABLE);
    transaction.append("y", (long) rows(transaction, "x").size());
    append(other, "x", 1);
    assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
    assertThat(rows(lake, "y")).isEmpty();
  }

  @Test
  void everyEntrySinceTheTransactionReadIsChecked() {
    Transaction transaction = lake.begin(Isolation.SERIALIZABLE);
    transaction.append("y", (long) rows(transaction, "x").size());
    append(other, "x", 1);
    append(other, "z", 1);
    append(lake, "z", 2);
    assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
  }

  /** With a pause that grew and a request for each entry, who came anew was faster. */
  @Test
  void whoeverLosesAVersionReadsAllThatWonAtOnceAndDoesNotPause() {
    lake.transact(tx -> tx.append("x", 1L));
    try (Transaction transaction = lake.begin()) {
      transaction.append("x", 2L);
      for (int i = 0; i < 3; i++) {
        append(other, "z", i);
      }
      faulty.resetCalls();
      duringPauses = () -> fail("a pause");
      transaction.commit();
    }
    assertThat(faulty.trace())
        .extracting(FaultyStore.Call::operation)
        .endsWith(
            Operation.PUT_IF_ABSENT,
            Operation.GET,
            Operation.GET,
            Operation.GET,
            Operation.GET,
            Operation.PUT_IF_ABSENT);
  }

  /** Another thread of the process moves its log past a winner that nobody was checked against. */
  @Test
  void aWinnerThatAnotherThreadReadsDuringAPauseIsChecked() {
    Transaction transaction = lake.begin(Isolation.SERIALIZABLE);
    transaction.append("y", (long) rows(transaction, "x").size());
    meanwhile(naming("_tarn/log/%020d".formatted(4)), () -> append(other, "z", 1));
    meanwhile(naming("_tarn/log/%020d".formatted(5)), () -> append(other, "z", 2));
    duringPauses = once(this::anotherThreadReadsAWinner);
    assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
    assertThat(rows(other, "x")).as("there was a pause").containsExactly(1L);
  }

  @Test
  void aWinnerThatAnotherThreadReadsWhileRowsAreWrittenIsChecked() {
    Transaction transaction = lake.begin(Isolation.SERIALIZABLE);
    transaction.append("y", (long) rows(transaction, "x").size());
    meanwhile(every(Operation.COMMIT), this::anotherThreadReadsAWinner);
    assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
    assertThat(rows(other, "x")).as("rows were written").containsExactly(1L);
  }

  private void anotherThreadReadsAWinner() {
    append(other, "x", 1);
    lake.latest();
  }

  /** Has something happen just before the first of some writes. */
  private void meanwhile(Predicate<FaultyStore.Call> writes, Runnable happens) {
    Runnable once = once(happens);
    faulty.failBefore(
        call -> {
          if (call.isWrite() && writes.test(call)) {
            once.run();
          }
          return false;
        });
  }

  private static Runnable once(Runnable work) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        work.run();
      }
    };
  }

  @Test
  void whoseVersionWasTakenCommitsItsRowsOnce() {
    Transaction transaction = lake.begin();
    transaction.append("x", 1L);
    append(other, "x", 2);
    assertThat(transaction.commit()).isEqualTo(5);
    assertThat(rows(other, "x")).containsExactly(2L, 1L);
    assertThat(dataFiles("x")).hasSize(2);
  }

  @Test
  void nobodyIsToldOfACommitBeforeItStands() {
    Transaction transaction = lake.begin();
    transaction.append("x", 1L);
    faulty.refuse(every(Operation.PUT_IF_ABSENT).and(naming("_tarn/log")));
    assertThatThrownBy(transaction::commit).isInstanceOf(StorageException.class);
    assertThat(rows(other, "x")).isEmpty();
  }

  @Test
  void theFilesOfATransactionThatConflictsAreDeleted() {
    Transaction transaction = lake.begin();
    appendAFile(transaction);
    other.transact(each -> each.dropTable("x"));
    assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
    assertThat(faulty.calls(Operation.COMMIT)).as("files that were written").isEqualTo(1);
    assertThat(dataFiles("x")).isEmpty();
  }

  private static void appendAFile(Transaction transaction) {
    for (long n = 0; n < ROWS_OF_A_FILE; n++) {
      transaction.append("x", n);
    }
  }

  @Test
  void theFilesOfACommitOfWhichNobodyKnowsStay() {
    Transaction transaction = lake.begin();
    appendAFile(transaction);
    faulty
        .failAfter(every(Operation.PUT_IF_ABSENT).and(naming("_tarn/log")))
        .failBefore(every(Operation.GET).and(naming("_tarn/log")));
    assertThatThrownBy(transaction::commit).isInstanceOf(CommitUnknownException.class);
    faulty.heal();
    assertThat(rows(other, "x")).hasSize((int) ROWS_OF_A_FILE);
  }

  @Test
  void transactionsThatWaitTogetherShareAnEntry() throws Exception {
    Transaction one = append(lake.begin(), "x", 1);
    Transaction two = append(lake.begin(), "x", 2);
    Transaction three = append(lake.begin(), "y", 3);
    Group group = new Group(4);
    group.commit(one);
    group.commit(two);
    group.commit(three);
    group.end();
    assertThat(group.outcomes).containsOnlyKeys(0, 1, 2, 3).doesNotContainValue(false);
    assertThat(lake.history(1)).extracting(LakeCommit::version).containsExactly(5L);
    assertThat(rows(other, "x")).containsExactly(1L, 2L);
    assertThat(dataFiles("x")).hasSize(1);
  }

  @Test
  void serializableTransactionsThatWaitTogetherAreCheckedAgainstEachOther() throws Exception {
    Transaction one = lake.begin(Isolation.SERIALIZABLE);
    one.append("y", (long) rows(one, "x").size());
    Transaction two = lake.begin(Isolation.SERIALIZABLE);
    two.append("x", (long) rows(two, "y").size());
    Group group = new Group(4);
    group.commit(one);
    group.commit(two);
    group.end();
    assertThat(group.outcomes).containsEntry(1, true).containsEntry(2, false);
    assertThat(rows(other, "x")).isEmpty();
  }

  @Test
  void whoWaitsBehindADropOfItsTableIsToldSo() throws Exception {
    Transaction drop = lake.begin();
    drop.dropTable("x");
    Transaction append = append(lake.begin(), "x", 1);
    Group group = new Group(4);
    group.commit(drop);
    group.commit(append);
    group.end();
    assertThat(group.outcomes).containsEntry(1, true).containsEntry(2, false);
    assertThat(group.failures).allMatch(ConflictException.class::isInstance).hasSize(1);
  }

  /** The group had written its rows into one file when one of it had to leave. */
  @Test
  void whoLeavesAGroupLeavesNoRowsBehind() throws Exception {
    Transaction leaves = append(append(lake.begin(), "x", 1), "y", 2);
    Transaction stays = append(lake.begin(), "y", 3);
    Group group = new Group(4);
    group.commit(leaves);
    group.commit(stays);
    try (GatedStore.Gate next = store.gate(name -> name.endsWith("05.json"))) {
      group.gate.open();
      next.awaitCall();
      other.transact(each -> each.dropTable("x"));
    }
    group.end();
    assertThat(group.outcomes).containsEntry(1, false).containsEntry(2, true);
    assertThat(rows(other, "y")).containsExactly(3L);
  }

  /** Transactions that wait while another one's entry is being put; all are begun before. */
  private final class Group {
    final Map<Integer, Boolean> outcomes = new ConcurrentHashMap<>();
    final List<Exception> failures = new ArrayList<>();
    final GatedStore.Gate gate;
    private final List<Thread> threads = new ArrayList<>();

    /** One that appends to z goes ahead, and takes a version. */
    Group(int version) {
      Transaction ahead = append(lake.begin(), "z", 0);
      gate = store.gate(name -> name.equals("_tarn/log/%020d.json".formatted(version)));
      start(ahead);
      gate.awaitCall();
    }

    /** Commits in a thread of its own. Returns when it waits. */
    void commit(Transaction transaction) {
      Thread thread = start(transaction);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    private Thread start(Transaction transaction) {
      int number = threads.size();
      Thread thread =
          new Thread(
              () -> {
                try {
                  transaction.commit();
                  outcomes.put(number, true);
                } catch (RuntimeException e) {
                  failures.add(e);
                  outcomes.put(number, false);
                }
              });
      threads.add(thread);
      thread.start();
      return thread;
    }

    void end() throws InterruptedException {
      gate.open();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void append(Lake lake, String table, long value) {
    lake.transact(transaction -> transaction.append(table, value));
  }

  private static Transaction append(Transaction transaction, String table, long value) {
    transaction.append(table, value);
    return transaction;
  }

  private static List<Long> rows(Lake lake, String table) {
    return values(lake.scan(table).rows());
  }

  private static List<Long> rows(Transaction transaction, String table) {
    return values(transaction.scan(table).rows());
  }

  private static List<Long> values(Rows opened) {
    try (Rows rows = opened) {
      List<Long> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getLong(0));
      }
      return values;
    }
  }

  private List<String> dataFiles(String table) {
    return disk.list(table + "/", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }
}
