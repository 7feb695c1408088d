package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Appender;
import org.tarnlake.Batches;
import org.tarnlake.CheckDepth;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Session;
import org.tarnlake.SmallBuffers;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** What must not be done, and is refused by name rather than done half. */
class MisuseTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());

  private Lake lakeWithARow() {
    Lake.create(disk, Environment.system());
    Lake lake = SmallBuffers.open(disk, Environment.system());
    lake.transact(
        tx -> {
          tx.createUntypedTable("t", "n");
          tx.append("t", 1L);
        });
    return lake;
  }

  private static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lake memory was closed; open it again");
  }

  /** Commits, begins and scans went on after the lake was closed. */
  @Test
  void closedLakeIsClosed() {
    Lake lake = lakeWithARow();
    Snapshot snapshot = lake.latest();
    Table table = snapshot.table("t");
    Scan scan = table.scan();
    Session session = lake.session();
    Transaction tx = lake.begin();
    Appender appender = tx.appender("t");
    Scan own = tx.scan("t");
    tx.append("t", 2L);
    lake.close();
    lake.close();
    assertClosed(lake::begin);
    assertClosed(lake::latest);
    assertClosed(() -> lake.asOf(1));
    assertClosed(() -> lake.asOf(java.time.Instant.EPOCH));
    assertClosed(() -> lake.scan("t"));
    assertClosed(() -> lake.history(1));
    assertClosed(() -> lake.history("t", 1));
    assertClosed(() -> lake.transact(each -> each.append("t", 3L)));
    assertClosed(lake::awaitPublished);
    assertClosed(() -> lake.check(CheckDepth.DATA));
    assertClosed(() -> lake.attach("a", "a"));
    assertClosed(() -> lake.detach("t"));
    assertClosed(lake::session);
    assertClosed(session::begin);
    assertClosed(snapshot::tables);
    assertClosed(() -> snapshot.table("t"));
    assertClosed(table::rowCount);
    assertClosed(table::schema);
    assertClosed(() -> table.asOf(0));
    assertClosed(table::scan);
    assertClosed(scan::rows);
    assertClosed(scan::batches);
    assertClosed(scan::count);
    assertClosed(() -> tx.append("t", 3L));
    assertClosed(() -> appender.append(3L));
    assertClosed(() -> tx.scan("t"));
    assertClosed(own::count);
    assertClosed(tx::tables);
    assertClosed(tx::commit);
    tx.close();
    session.close();
    assertThat(snapshot.version()).isEqualTo(1);
    assertThat(lake.location()).isEqualTo("memory");
    try (Lake again = Lake.open(disk, Environment.system())) {
      assertThat(again.scan("t").count()).isOne();
    }
  }

  @Test
  void rowsEndWithAnErrorWhereTheirLakeIsClosed() {
    Lake lake = lakeWithARow();
    lake.transact(tx -> tx.append("t", 2L));
    Rows rows = lake.scan("t").rows();
    Batches batches = lake.scan("t").batches();
    assertThat(rows.next()).isTrue();
    lake.close();
    assertThat(rows.getLong(0)).as("what was read stays").isOne();
    assertClosed(
        () -> {
          while (rows.next()) {
            assertThat(rows.getLong(0)).isPositive();
          }
        });
    assertClosed(batches::next);
    rows.close();
    batches.close();
  }

  @Test
  void closeWaitsForCommitsThatAreUnderWay() throws Exception {
    Lake lake = lakeWithARow();
    AtomicInteger committed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (true) {
                  try {
                    lake.transact(tx -> tx.append("t", 5L));
                    committed.incrementAndGet();
                  } catch (IllegalStateException e) {
                    return;
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    while (committed.get() < 20) {
      Thread.onSpinWait();
    }
    lake.close();
    for (Thread thread : threads) {
      thread.join();
    }
    try (Lake again = Lake.open(disk, Environment.system())) {
      assertThat(again.scan("t").count()).isEqualTo(1 + committed.get());
    }
  }

  /** The rows of a table were shown after the transaction had dropped it. */
  @Test
  void scanOfATableThatWasDroppedSinceIsRefused() {
    try (Lake lake = lakeWithARow();
        Transaction tx = lake.begin()) {
      tx.append("t", 2L);
      Scan before = tx.scan("t");
      Appender appender = tx.appender("t");
      assertThat(before.count()).isEqualTo(2);
      tx.dropTable("t");
      String message = "table t was dropped in this transaction, and its rows with it";
      assertThatThrownBy(before::count)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(message);
      assertThatThrownBy(before::rows).hasMessage(message);
      assertThatThrownBy(before.where("n = 1")::batches).hasMessage(message);
      assertThatThrownBy(() -> appender.append(3L)).hasMessage(message);
      tx.createUntypedTable("t", "n");
      assertThatThrownBy(before::count).as("another table").hasMessage(message);
      assertThat(tx.scan("t").count()).isZero();
      tx.commit();
      assertThat(lake.scan("t").count()).isZero();
    }
  }

  @Test
  void rowsThatAreBeingReadWhileTheirTableIsDroppedAreReadToTheEnd() {
    try (Lake lake = lakeWithARow()) {
      try (Transaction tx = lake.begin()) {
        for (long n = 0; n < 2_000; n++) {
          tx.append("t", n);
        }
        try (Rows rows = tx.scan("t").rows()) {
          assertThat(rows.next()).isTrue();
          tx.dropTable("t");
          int count = 1;
          while (rows.next()) {
            count++;
          }
          assertThat(count).isEqualTo(2_001);
        }
        tx.commit();
      }
      assertThat(disk.list("t/part-", "")).as("only what was committed before").hasSize(1);
    }
  }

  /** Two threads in one transaction lost rows in 4 of 30 rounds, and the rest was committed. */
  @Test
  void twoThreadsInOneTransactionAreRefused() throws Exception {
    try (Lake lake = lakeWithARow()) {
      Transaction tx = lake.begin();
      Appender appender = tx.appender("t");
      StuckText stuck = new StuckText();
      Thread other = new Thread(() -> appender.append(stuck));
      other.setUncaughtExceptionHandler((thread, thrown) -> stuck.thrown.set(thrown));
      other.start();
      stuck.entered.await();
      // The other thread is in the middle of an append.
      assertThatThrownBy(() -> appender.append(2L)).isInstanceOf(IllegalStateException.class);
      stuck.leave.countDown();
      other.join();
      assertThatThrownBy(tx::commit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "two threads are in one transaction at the same time, that on the lake memory which reads lake version 1;");
      assertThat(tx.isOpen()).isTrue();
      tx.close();
      assertThat(lake.latest().version()).isEqualTo(1);
    }
  }

  /** A value that is not there until it is let go. */
  private static final class StuckText implements CharSequence {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch leave = new CountDownLatch(1);
    final AtomicReference<Throwable> thrown = new AtomicReference<>();

    @Override
    public String toString() {
      entered.countDown();
      try {
        leave.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "x";
    }

    @Override
    public int length() {
      return toString().length();
    }

    @Override
    public char charAt(int index) {
      return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return toString().subSequence(start, end);
    }
  }

  @Test
  void threadsMayTakeTurnsInATransaction() throws Exception {
    try (Lake lake = lakeWithARow()) {
      Transaction tx = lake.begin();
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(() -> tx.append("t", 7L));
        thread.start();
        thread.join();
        tx.append("t", 8L);
      }
      tx.commit();
      assertThat(lake.scan("t").count()).isEqualTo(7);
    }
  }

  /** A session that was closed went on, and nobody rolled back what it began. */
  @Test
  void closedSessionBeginsNothing() {
    Lake lake = lakeWithARow();
    Session session = lake.session();
    session.begin();
    session.close();
    session.close();
    assertThatThrownBy(session::begin)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session was closed; ask the lake for another one");
  }

  /** A debugger shows what each object is, without a look at the store. */
  @Test
  void objectsSayWhatTheyAre() {
    Lake lake = lakeWithARow();
    Transaction tx = lake.begin();
    Scan scan = lake.scan("t").where("n = 1").limit(5);
    Rows rows = scan.rows();
    assertThat(lake).hasToString("lake memory");
    assertThat(tx).hasToString("transaction that reads version 1 of lake memory: open");
    assertThat(tx.appender("t")).hasToString("appender to table t");
    assertThat(lake.latest()).hasToString("version 1");
    assertThat(lake.latest().table("t")).hasToString("table t, version 0");
    assertThat(scan).hasToString("select * from t where n = 1 limit 5");
    assertThat(rows).hasToString("at no row");
    assertThat(rows.next()).isTrue();
    assertThat(rows).hasToString("{n=1}");
    assertThat(scan.batches()).hasToString("batches of struct<n:string>");
    assertThat(lake.session()).hasToString("session without a transaction");
    lake.close();
    assertThat(scan).hasToString("select * from t where n = 1 limit 5");
  }

  /** The table of the row before was asked for by its name alone. */
  @Test
  void rowsGoToTheTableThatHasTheNameNow() {
    Lake lake = lakeWithARow();
    try (Transaction tx = lake.begin()) {
      tx.append("t", 2L);
      tx.renameTable("t", "u");
      assertThatThrownBy(() -> tx.append("t", 3L)).hasMessageContaining("t");
      tx.createUntypedTable("t", "n");
      tx.append("t", 3L);
      tx.append("u", 4L);
      tx.dropTable("t");
      assertThatThrownBy(() -> tx.append("t", 5L)).hasMessageContaining("t");
      tx.commit();
    }
    assertThat(lake.latest().tables()).hasSize(1);
    assertThat(lake.scan("u").count()).isEqualTo(3);
  }
}
