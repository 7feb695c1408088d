package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.Rows;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.StorageException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Transactions whose rows leave the buffer while they are open, encoded by another thread. */
final class LargeTransactionTest {
  private static final Schema SCHEMA =
      Schema.builder().required("n", DataType.LONG).optional("text", DataType.STRING).build();

  /** 16 rows of this fill a buffer. */
  private static final String HALF_MEGABYTE = "x".repeat(512 << 10);

  @RegisterExtension final SoundLake sound = new SoundLake();
  private final FaultyStore store = new FaultyStore(sound.watch(new MemoryStore()));

  @Test
  void rowsComeBackInOrderWhetherTheyLeftTheBufferOrNot() {
    try (Lake lake = LargeFiles.create(store, Environment.system());
        Transaction tx = lake.begin()) {
      tx.createTable("t", SCHEMA);
      appendRows(tx, 0, 50);
      assertOrdered(tx.scan("t").rows(), 50);
      appendRows(tx, 50, 100);
      tx.commit();
      assertOrdered(lake.scan("t").rows(), 100);
    }
  }

  @Test
  void withNoThreadToSpareTheTransactionEncodesItself() {
    ManualThreads threads = new ManualThreads();
    try (Lake lake = LargeFiles.create(store, new ManualTime().environment(threads));
        Transaction tx = lake.begin()) {
      tx.createTable("t", SCHEMA);
      appendRows(tx, 0, 70);
      tx.commit();
      assertOrdered(lake.scan("t").rows(), 70);
      threads.runAll();
    }
  }

  @Test
  void anEncodingThatFailsFailsTheTransactionAndLeavesNothing() {
    try (Lake lake = LargeFiles.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", SCHEMA));
      store.failBefore(FaultyStore.every(Operation.UPLOAD));
      try (Transaction tx = lake.begin()) {
        assertThatThrownBy(
                () -> {
                  appendRows(tx, 0, 70);
                  tx.commit();
                })
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("nothing was committed");
        store.heal();
        assertThatThrownBy(tx::commit).isInstanceOf(RuntimeException.class);
      }
      assertThat(lake.scan("t").count()).isZero();
      lake.transact(tx -> appendRows(tx, 0, 40));
      assertOrdered(lake.scan("t").rows(), 40);
    }
  }

  @Test
  void rollingBackWhileRowsAreEncodedLeavesNoFiles() throws Exception {
    try (Lake lake = LargeFiles.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", SCHEMA));
      try (Transaction tx = lake.begin()) {
        appendRows(tx, 0, 40);
        tx.rollback();
      }
      lake.awaitPublished();
    }
    assertThat(store.list("", "")).noneMatch(object -> object.name().endsWith(".parquet"));
  }

  private static void appendRows(Transaction tx, long from, long to) {
    for (long n = from; n < to; n++) {
      tx.append("t", n, HALF_MEGABYTE);
    }
  }

  private static void assertOrdered(Rows rows, long count) {
    try (rows) {
      long next = 0;
      while (rows.next()) {
        assertThat(rows.getLong("n")).isEqualTo(next++);
      }
      assertThat(next).isEqualTo(count);
    }
  }
}
