package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/** What a transaction sees: nothing of it is published, and nothing waits to be. */
class VisibilityTest {
  /** Rows of so much text do not stay in memory until the commit. */
  private static final int ROWS = 120;

  private static final String TEXT = "t".repeat(100_000);

  private final MemoryStore disk = new MemoryStore();
  private final ManualTime time = new ManualTime();
  private Lake lake;
  private Lake other;

  @BeforeEach
  void openALakeOfTwoTablesTwice() {
    lake = Lake.create(disk, environment(1));
    lake.transact(transaction -> transaction.createUntypedTable("x", "n:long"));
    lake.transact(transaction -> transaction.createUntypedTable("y", "n:long"));
    other = Lake.open(disk, environment(2));
  }

  private Environment environment(long seed) {
    return new Environment(time::now, new Random(seed), duration -> {}, new ManualThreads());
  }

  @Test
  void aTransactionSeesItsOwnRows() {
    try (Transaction transaction = lake.begin()) {
      transaction.append("x", 1L);
      assertThat(transaction.scan("x").count()).isEqualTo(1);
      assertThat(other.scan("x").count()).isZero();
    }
  }

  @Test
  void aTransactionSeesItsOwnRowsThatAreInFiles() {
    lake.transact(transaction -> transaction.createUntypedTable("texts", "text:string"));
    try (Transaction transaction = lake.begin()) {
      for (int i = 0; i < ROWS; i++) {
        transaction.append("texts", i + TEXT);
      }
      assertThat(transaction.scan("texts").count()).isEqualTo(ROWS);
      transaction.commit();
    }
    assertThat(other.scan("texts").count()).isEqualTo(ROWS);
  }

  @Test
  void aTransactionSeesWhatAnotherProcessCommittedBefore() {
    other.transact(transaction -> transaction.append("x", 1L));
    try (Transaction transaction = lake.begin()) {
      assertThat(transaction.scan("x").count()).isEqualTo(1);
    }
  }

  @Test
  void aTransactionSeesNothingThatWasCommittedSinceItBegan() {
    try (Transaction transaction = lake.begin()) {
      lake.transact(each -> each.append("x", 1L));
      other.transact(each -> each.append("x", 2L));
      other.transact(each -> each.createUntypedTable("z", "n:long"));
      assertThat(transaction.scan("x").count()).isZero();
      assertThat(transaction.hasTable("z")).isFalse();
    }
  }

  @Test
  void aSerializableTransactionThatFoundNoTableConflictsWithWhoMakesIt() {
    try (Transaction transaction = lake.begin(Isolation.SERIALIZABLE)) {
      assertThat(transaction.hasTable("z")).isFalse();
      transaction.append("x", 1L);
      other.transact(each -> each.createUntypedTable("z", "n:long"));
      assertThatThrownBy(transaction::commit).isInstanceOf(ConflictException.class);
    }
  }

  /** The rows went into the entry, which then committed to a table that it dropped. */
  @Test
  void aTableIsDroppedWithTheRowsThatWereJustAppended() {
    lake.transact(
        transaction -> {
          transaction.append("x", 1L);
          transaction.dropTable("x");
          transaction.createUntypedTable("x", "n:long");
          transaction.append("x", 2L);
          transaction.append("y", 3L);
          transaction.dropTable("y");
        });
    assertThat(other.scan("x").count()).isEqualTo(1);
    assertThat(other.latest().tables()).hasSize(1);
    assertThat(other.check(CheckDepth.DATA)).noneMatch(Finding::isDamage);
  }

  /** Nothing of the refused row stays: neither an appender's table nor a change to revert. */
  @Test
  void aRowThatWasRefusedChangesNothing() {
    lake.transact(transaction -> transaction.createTable("n", Schema.parse("n long")));
    lake.transact(transaction -> transaction.append("n", 1L));
    try (Transaction transaction = lake.begin()) {
      Appender appender = transaction.appender("n");
      assertThatThrownBy(() -> appender.append("no number"))
          .isInstanceOf(InvalidDataException.class);
      transaction.revert(transaction.readVersion());
      assertThat(transaction.scan("n").count()).isZero();
      transaction.rollback();
    }
    try (Transaction transaction = lake.begin()) {
      Appender appender = transaction.appender("n");
      assertThatThrownBy(() -> appender.append("no number"))
          .isInstanceOf(InvalidDataException.class);
      transaction.dropTable("n");
      assertThatThrownBy(() -> appender.append(1L)).isInstanceOf(IllegalStateException.class);
      transaction.commit();
    }
    assertThat(other.latest().tables()).hasSize(2);
  }
}
