package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;
import static org.tarnlake.schema.DataType.STRING;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.Rows;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.StorageException;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * Transactions that wait for the same log entry, one of which cannot be written. Whoever touches
 * only sound tables commits, and each is told its own outcome.
 */
class GroupFailureTest {
  /** So many of them, so long, that their commit stands in an object of its own. */
  private static final int PARTITIONS = 60;

  private static final String PARTITION = "p".repeat(20_000);

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final FaultyStore faulty = new FaultyStore(disk);
  private final GatedStore store = new GatedStore(faulty);
  private final ManualTime time = new ManualTime();
  private final ManualThreads threads = new ManualThreads();
  private final List<Thread> committing = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private Lake lake;

  /** What a transaction was told. */
  private static final class Outcome {
    volatile long version = -1;
    volatile Throwable failure;
  }

  @BeforeEach
  void makeTables() {
    AtomicInteger processes = new AtomicInteger();
    lake =
        LargeFiles.create(
            store,
            new Environment(
                time::now, new Random(processes.incrementAndGet()), duration -> {}, threads));
    lake.transact(
        tx -> {
          tx.createUntypedTable("x", "n:long");
          tx.createUntypedTable("y", "n:long");
          tx.createUntypedTable("z", "n:long");
          tx.createTable("p", partitioned());
        });
  }

  private static Schema partitioned() {
    StructType columns =
        new StructType(List.of(Field.required("n", STRING), Field.optional("v", LONG)));
    return new Schema(columns, List.of("n"));
  }

  private static void appendBig(Transaction tx) {
    for (int n = 0; n < PARTITIONS; n++) {
      tx.append("p", PARTITION + n, 1L);
    }
  }

  private Transaction appended(String... tables) {
    Transaction tx = lake.begin();
    for (String table : tables) {
      tx.append(table, 1L);
    }
    return tx;
  }

  /** Commits all of them while another one's entry is being put, so that they share the next. */
  private void commitTogether(Transaction... transactions) {
    Transaction ahead = appended("z");
    long next = ahead.readVersion() + 1;
    try (GatedStore.Gate gate =
        store.gate(name -> name.equals("_tarn/log/%020d.json".formatted(next)))) {
      start(ahead);
      gate.awaitCall();
      for (Transaction tx : transactions) {
        Thread thread = start(tx);
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
    }
    committing.forEach(GroupFailureTest::join);
    outcomes.remove(0);
  }

  private Thread start(Transaction tx) {
    Outcome outcome = new Outcome();
    outcomes.add(outcome);
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.version = tx.commit();
              } catch (RuntimeException | Error e) {
                outcome.failure = e;
              }
            });
    committing.add(thread);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Predicate<Call> file(String table) {
    return every(Operation.COMMIT).and(naming(table + "/part-"));
  }

  private void assertCommitted(int transaction) {
    assertThat(outcomes.get(transaction).failure).isNull();
    assertThat(outcomes.get(transaction).version).isPositive();
  }

  private void assertNothingCommitted(int transaction, String why) {
    assertThat(outcomes.get(transaction).failure)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("nothing was committed");
  }

  private List<String> files(String table) {
    return disk.list(table + "/", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> !name.contains("/_delta_log/0"))
        .toList();
  }

  private long count(String table) {
    try (Rows rows = lake.scan(table).rows()) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  /** 527 of 700 commits to a sound table failed beside a table whose folder was full. */
  @Test
  void whoTouchesOnlySoundTablesCommits() {
    faulty.failBefore(file("x"));
    commitTogether(appended("x"), appended("y"), appended("x", "y"), appended("y"));
    assertNothingCommitted(0, "cannot write x/part-");
    assertCommitted(1);
    assertNothingCommitted(2, "cannot write x/part-");
    assertCommitted(3);
    assertThat(count("x")).isZero();
    assertThat(count("y")).isEqualTo(2);
    assertThat(outcomes.get(1).version).isEqualTo(outcomes.get(3).version);
    threads.runAll();
    assertThat(files("y")).as("the file that held three rows is gone").hasSize(1);
  }

  @Test
  void lackOfMemoryForOneTableIsToldToThoseWhoWriteToIt() {
    faulty.throwAfter(file("x"), new OutOfMemoryError("made"));
    commitTogether(appended("y"), appended("x"), appended("x"), appended("y"));
    assertCommitted(0);
    assertNothingCommitted(1, "java.lang.OutOfMemoryError: made");
    assertNothingCommitted(2, "java.lang.OutOfMemoryError: made");
    assertCommitted(3);
    assertThat(count("y")).isEqualTo(2);
    assertThat(files("x")).as("what was written of it is deleted").isEmpty();
  }

  @Test
  void valueTooDeepForTheStackIsToldToItsTable() {
    faulty.throwAfter(file("x"), new StackOverflowError());
    commitTogether(appended("x"), appended("y"));
    assertNothingCommitted(0, "java.lang.StackOverflowError");
    assertCommitted(1);
  }

  /** What is too much for all of them together may do for each alone. */
  @Test
  void whoSharedAFileThatFailedIsTriedAlone() {
    AtomicBoolean first = new AtomicBoolean(true);
    faulty.throwAfter(file("x").and(call -> first.getAndSet(false)), new OutOfMemoryError("made"));
    commitTogether(appended("x"), appended("x"), appended("y"));
    assertThat(outcomes).allMatch(outcome -> outcome.failure == null);
    assertThat(outcomes).extracting(outcome -> outcome.version).doesNotHaveDuplicates();
    assertThat(count("x")).isEqualTo(2);
    assertThat(files("x")).hasSize(2);
  }

  @Test
  void bigCommitThatCannotBeStagedFailsNobodyElse() {
    Transaction big = lake.begin();
    appendBig(big);
    faulty.failBefore(naming("p/_delta_log/_staged_commits/"));
    commitTogether(big, appended("y"));
    assertNothingCommitted(0, "cannot write p/_delta_log/_staged_commits/");
    assertCommitted(1);
    assertThat(files("p")).isEmpty();
  }

  /** A group of which nobody can commit does not try for ever. */
  @Test
  void allMayFail() {
    faulty.failBefore(file("x").or(file("y")));
    commitTogether(appended("x"), appended("y"), appended("x", "y"));
    assertNothingCommitted(0, "cannot write x/part-");
    assertNothingCommitted(1, "cannot write y/part-");
    assertNothingCommitted(2, "cannot write");
  }

  /** Only whose entry was being put cannot know. */
  @Test
  void whoWaitsForTheNextEntryIsToldThatNothingWasCommitted() {
    Transaction serializable = lake.begin(Isolation.SERIALIZABLE);
    serializable.append("y", serializable.scan("x").count());
    long second = serializable.readVersion() + 2;
    faulty.throwAfter(
        naming("_tarn/log/%020d.json".formatted(second)).and(Call::isWrite),
        new OutOfMemoryError("made"));
    commitTogether(appended("x"), appended("y"), serializable);
    assertThat(outcomes.get(0).failure)
        .isInstanceOfAny(CommitUnknownException.class, OutOfMemoryError.class);
    assertThat(outcomes.get(1).failure)
        .isInstanceOfAny(CommitUnknownException.class, OutOfMemoryError.class);
    assertNothingCommitted(2, "java.lang.OutOfMemoryError: made");
    assertThat(count("x")).isOne();
  }
}
