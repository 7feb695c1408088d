package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.NearStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Which version a transaction reads where a look at the log is a request over a network. */
class ReadStateTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualTime time = new ManualTime();
  private final ManualThreads threads = new ManualThreads();
  private Runnable afterPut = () -> {};
  private Lake lake;
  private Lake other;

  /** A store in which something happens between the effect of a put and its answer. */
  private final class Slow extends ForwardingStore {
    Slow(ObjectStore store) {
      super(store);
    }

    @Override
    public boolean putIfAbsent(String name, byte[] bytes) throws IOException {
      boolean created = super.putIfAbsent(name, bytes);
      Runnable now = afterPut;
      afterPut = () -> {};
      now.run();
      return created;
    }
  }

  @BeforeEach
  void openTwice() {
    Lake.create(disk, time.process()).close();
    other = Lake.open(disk, time.process());
    other.transact(
        tx -> {
          tx.createTable("x", Schema.parse("n long"));
          tx.createTable("y", Schema.parse("n long"));
        });
    lake = open(new Slow(store));
    lake.transact(
        tx -> {
          tx.append("x", 0L);
          tx.append("y", 0L);
        });
    threads.runAll();
    store.resetCalls();
  }

  private Lake open(ObjectStore from) {
    Lake opened = Lake.open(from, time.environment(threads));
    threads.runAll();
    return opened;
  }

  private void closeAll() {
    threads.runAll();
    lake.close();
    other.close();
  }

  @Test
  void whoOnlyAppendsSendsOneRequest() {
    try (Transaction tx = lake.begin()) {
      tx.append("x", 1L);
      Appender appender = tx.appender("y");
      appender.append(2L);
      tx.commit();
    }
    assertThat(store.trace())
        .extracting(FaultyStore.Call::operation)
        .containsExactly(Operation.PUT_IF_ABSENT);
    assertThat(lake.scan("x").count()).isEqualTo(2);
    closeAll();
  }

  @Test
  void onALocalDiskItLooksWhenItBegins() {
    Lake near = open(new NearStore(store));
    store.resetCalls();
    try (Transaction tx = near.begin()) {
      assertThat(store.calls()).isEqualTo(1);
      other.transact(each -> each.append("x", 1L));
      assertThat(tx.scan("x").count()).isEqualTo(1);
    }
    near.close();
    closeAll();
  }

  @Test
  void itLooksWhenItBeginsIfTheLastLookIsOld() {
    time.move(Duration.ofMillis(1001));
    try (Transaction tx = lake.begin()) {
      assertThat(store.calls()).isEqualTo(1);
      other.transact(each -> each.append("x", 1L));
      assertThat(tx.scan("x").count()).isEqualTo(1);
    }
    closeAll();
  }

  /** What was committed before it began is there, though its process has not heard of it. */
  @Test
  void itReadsWhatOthersCommittedBeforeItBegan() {
    other.transact(each -> each.append("x", 1L));
    try (Transaction tx = lake.begin()) {
      tx.append("x", 2L);
      assertThat(tx.scan("x").count()).isEqualTo(3);
      assertThat(tx.readVersion()).isEqualTo(3);
      other.transact(each -> each.append("x", 3L));
      assertThat(tx.scan("x").count()).isEqualTo(3);
      assertThat(tx.commit()).isEqualTo(5);
    }
    assertThat(lake.scan("x").count()).isEqualTo(4);
    closeAll();
  }

  /** The put of the own process, begun later, proves that nothing else had come before. */
  @Test
  void whatItsOwnProcessCommitsAfterItBeganIsNotRead() {
    try (Transaction tx = lake.begin()) {
      lake.transact(each -> each.append("x", 1L));
      other.transact(each -> each.append("x", 2L));
      store.resetCalls();
      assertThat(tx.readVersion()).isEqualTo(2);
      assertThat(store.calls()).isZero();
      assertThat(tx.scan("x").count()).isEqualTo(1);
    }
    closeAll();
  }

  /** That the own process committed may have been read, and followed, before it heard of it. */
  @Test
  void anEntryWhosePutHadBegunBeforeProvesNothing() {
    AtomicReference<Transaction> begun = new AtomicReference<>();
    afterPut =
        () -> {
          other.transact(each -> each.append("y", 7L));
          begun.set(lake.begin());
        };
    lake.transact(each -> each.append("x", 1L));
    try (Transaction tx = begun.get()) {
      assertThat(tx.scan("y").count()).isEqualTo(2);
    }
    closeAll();
  }

  @Test
  void aTableThatWasMadeMeanwhileIsFound() {
    other.transact(each -> each.createTable("z", Schema.parse("n long")));
    lake.transact(tx -> tx.append("z", 1L));
    assertThat(lake.scan("z").count()).isEqualTo(1);
    assertThatThrownBy(() -> lake.transact(tx -> tx.append("none", 1L)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("none");
    closeAll();
  }

  @Test
  void rowsGoToTheTableThatHasTheNameWhenItCommits() {
    other.transact(
        each -> {
          each.renameTable("x", "old");
          each.createTable("x", Schema.parse("n long"));
        });
    lake.transact(tx -> tx.append("x", 1L));
    assertThat(lake.scan("x").count()).isEqualTo(1);
    assertThat(lake.scan("old").count()).isEqualTo(1);
    closeAll();
  }

  @Test
  void rowsForATableThatWasAlteredMeanwhileConflict() {
    other.transact(each -> each.alter("x").add("m long"));
    try (Transaction tx = lake.begin()) {
      tx.append("x", 1L);
      assertThatThrownBy(() -> tx.scan("x"))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("table x")
          .hasMessageContaining("run the transaction again");
      tx.rollback();
    }
    try (Transaction tx = lake.begin()) {
      tx.append("x", 1L, 2L);
      tx.commit();
    }
    assertThat(lake.scan("x").count()).isEqualTo(2);
    closeAll();
  }

  /** The files that were written are in the folder that the table had. */
  @Test
  void rowsForATableThatWasDetachedAndAttachedMeanwhileConflict() {
    try (Transaction tx = lake.begin()) {
      tx.append("x", 1L);
      other.detach("x");
      other.attach("x", "x");
      assertThatThrownBy(tx::readVersion)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("detached table x");
    }
    closeAll();
  }

  /** That a table gets the feature of vectors changes its head, and nothing for an append. */
  @Test
  void firstVectorOfATableIsNoConflict() {
    try (Transaction tx = lake.begin()) {
      tx.append("x", 1L);
      other.transact(
          each -> {
            each.append("x", 8L);
            each.append("x", 9L);
          });
      other.transact(each -> each.delete("x", "n = 8"));
      assertThat(tx.scan("x").count()).isEqualTo(3);
      tx.commit();
    }
    assertThat(lake.scan("x").count()).isEqualTo(3);
    closeAll();
  }

  @Test
  void anAppenderWithoutRowsConflictsOnlyOnceItGetsOne() {
    try (Transaction tx = lake.begin()) {
      Appender appender = tx.appender("x");
      tx.append("y", 1L);
      other.transact(each -> each.dropTable("x"));
      assertThat(tx.scan("y").count()).isEqualTo(2);
      assertThatThrownBy(() -> appender.append(1L)).isInstanceOf(IllegalStateException.class);
      tx.commit();
    }
    assertThat(lake.scan("y").count()).isEqualTo(2);
    closeAll();
  }

  @Test
  void anAppenderWithoutRowsTakesThoseOfTheNewColumns() {
    try (Transaction tx = lake.begin()) {
      Appender appender = tx.appender("x");
      other.transact(each -> each.alter("x").add("m long"));
      assertThat(tx.readVersion()).isEqualTo(3);
      appender.append(1L, 2L);
      tx.commit();
    }
    assertThat(lake.scan("x").where("m = 2").count()).isEqualTo(1);
    closeAll();
  }

  /** The folder of the table that the process knows, and never used, is gone. */
  @Test
  void aTableThatIsAnotherByNowIsNotCalledDamaged() throws IOException {
    other.transact(each -> each.createTable("z", Schema.parse("n long")));
    other.awaitPublished();
    assertThat(lake.latest().tables()).hasSize(3);
    other.detach("z");
    for (ObjectInfo object : disk.list("z/", "")) {
      disk.delete(object.name());
    }
    other.transact(each -> each.createTable("z", Schema.parse("n long")));
    lake.transact(tx -> tx.append("z", 1L));
    assertThat(lake.scan("z").count()).isEqualTo(1);
    closeAll();
  }

  @Test
  void rowsAreNotRefusedByAConstraintThatIsGone() {
    other.transact(each -> each.alter("x").addCheck("positive", "n >= 0"));
    lake.transact(tx -> tx.append("x", 1L));
    other.transact(each -> each.alter("x").dropCheck("positive"));
    lake.transact(tx -> tx.append("x", -1L));
    assertThat(lake.scan("x").count()).isEqualTo(3);
    closeAll();
  }

  @Test
  void whatIsReadIsTheNewestAfterARollback() {
    other.transact(each -> each.append("x", 1L));
    assertThat(lake.transact(Transaction::rollback)).isEqualTo(3);
    closeAll();
  }

  /** Whoever asks from another thread, such as a log, does no harm. */
  @Test
  void readVersionIsToldToOtherThreadsAndAfterTheEnd() {
    Transaction tx = lake.begin();
    tx.append("x", 1L);
    tx.append("x", tx.readVersion());
    closeAll();
    assertThat(tx.readVersion()).isEqualTo(2);
    assertThat(tx)
        .hasToString(
            "transaction that reads version 2 of lake %s: open".formatted(disk.location()));
  }

  /** The rows were refused by the columns of a second ago. */
  @Test
  void rowsThatOnlyTheNewColumnsTakeAreTaken() {
    other.transact(each -> each.alter("x").add("m long"));
    lake.transact(tx -> tx.append("x", 1L, 2L));
    assertThat(lake.scan("x").count()).isEqualTo(2);
    closeAll();
  }

  @Test
  void nothingWrittenIsTheVersionThatWasNewest() {
    other.transact(each -> each.append("x", 1L));
    try (Transaction tx = lake.begin()) {
      assertThat(tx.commit()).isEqualTo(3);
    }
    closeAll();
  }
}
