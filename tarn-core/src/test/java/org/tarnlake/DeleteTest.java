package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Rows go, by vectors or with their files, and nothing else does. */
class DeleteTest {
  private static final Schema SCHEMA =
      Schema.builder().required("id", DataType.LONG).optional("name", DataType.STRING).build();

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final FaultyStore store = new FaultyStore(sound.watch(new MemoryStore()));
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", SCHEMA);
          append(tx, 0, 10);
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private static void append(Transaction tx, int from, int to) {
    for (int i = from; i < to; i++) {
      tx.append("t", (long) i, "name " + i);
    }
  }

  /** The ids in order, checking that counting gives the same number. */
  private static List<Long> ids(Scan scan) {
    List<Long> ids = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        ids.add(rows.getLong(0));
      }
    }
    assertThat(scan.count()).isEqualTo(ids.size());
    assertThat(scan.where("id >= 0").count()).isEqualTo(ids.size());
    return ids;
  }

  private static Long[] numbers(int to, LongPredicate which) {
    return LongStream.range(0, to).filter(which).boxed().toArray(Long[]::new);
  }

  @Test
  void theRowsOfTheConditionGo() {
    long gone = lake.compute(tx -> tx.delete("t", "id in (3, 5)"));
    assertThat(gone).isEqualTo(2);
    assertThat(ids(lake.scan("t"))).containsExactly(numbers(10, i -> i != 3 && i != 5));
    assertThat(ids(lake.asOf(1).scan("t"))).hasSize(10);
    lake.transact(tx -> assertThat(tx.delete("t", "id < 4")).isEqualTo(3));
    assertThat(ids(lake.scan("t"))).containsExactly(numbers(10, i -> i > 3 && i != 5));
    assertThat(lake.history(1).get(0).operation()).isEqualTo("delete");
  }

  @Test
  void aTransactionSeesItsOwnDeletes() {
    try (Transaction tx = lake.begin()) {
      append(tx, 10, 20);
      assertThat(tx.delete("t", "id in (1, 11, 12)")).isEqualTo(3);
      assertThat(ids(tx.scan("t"))).containsExactly(numbers(20, i -> i != 1 && i != 11 && i != 12));
      assertThat(tx.delete("t", "id in (1, 2, 11, 13)")).isEqualTo(2);
      append(tx, 20, 22);
      tx.append("t", 11L, "again");
      assertThat(tx.delete("t", "id = 20")).isEqualTo(1);
      assertThat(ids(lake.scan("t"))).hasSize(10);
      tx.commit();
    }
    assertThat(ids(lake.scan("t")))
        .containsExactlyInAnyOrder(
            numbers(22, i -> i != 1 && i != 2 && i != 12 && i != 13 && i != 20));
  }

  /** Rows of the transaction itself that are in files by now. */
  @Test
  void ownRowsInFilesGoToo() {
    try (Lake small = SmallBuffers.open(store, Environment.system())) {
      small.transact(
          tx -> {
            append(tx, 10, 100);
            assertThat(tx.delete("t", "id >= 20 and id < 90")).isEqualTo(70);
            assertThat(ids(tx.scan("t"))).containsExactly(numbers(100, i -> i < 20 || i >= 90));
            append(tx, 100, 110);
            assertThat(tx.delete("t", "id in (5, 15, 95, 105)")).isEqualTo(4);
          });
    }
    assertThat(ids(lake.scan("t")))
        .containsExactlyInAnyOrder(
            numbers(110, i -> (i < 20 || i >= 90) && (i % 10 != 5 || i < 5)));
    assertThat(lake.check(CheckDepth.DATA).stream().map(Finding::toString)).isEmpty();
  }

  @Test
  void aTableWithoutRowsStaysAndAFileWithoutRowsGoes() {
    lake.transact(tx -> append(tx, 10, 20));
    lake.awaitPublished();
    store.resetCalls();
    lake.transact(tx -> assertThat(tx.delete("t", "id >= 10")).isEqualTo(10));
    lake.awaitPublished();
    assertThat(store.trace()).noneMatch(call -> call.name().endsWith(".parquet"));
    assertThat(store.trace()).noneMatch(call -> call.name().endsWith(".bin"));
    lake.transact(tx -> assertThat(tx.deleteAll("t")).isEqualTo(10));
    assertThat(ids(lake.scan("t"))).isEmpty();
    lake.transact(tx -> append(tx, 0, 3));
    assertThat(ids(lake.scan("t"))).containsExactly(0L, 1L, 2L);
  }

  /** Two steps that together empty a file remove it, too. */
  @Test
  void theLastRowTakesTheFileWithIt() {
    lake.transact(tx -> tx.delete("t", "id <> 4"));
    lake.transact(tx -> tx.delete("t", "id = 4"));
    assertThat(lake.latest().table("t").state().fileCount()).isZero();
  }

  @Test
  void whatIsNotFoundCommitsNothing() {
    long before = lake.latest().version();
    lake.transact(tx -> assertThat(tx.delete("t", "id = 77")).isZero());
    assertThat(lake.latest().version()).isEqualTo(before);
  }

  @Test
  void aWrongConditionChangesNothing() {
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(() -> tx.delete("t", "nmae = 'x'"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("name");
      assertThatThrownBy(() -> tx.delete("u", "id = 1")).isInstanceOf(InvalidDataException.class);
      assertThat(ids(tx.scan("t"))).hasSize(10);
      assertThat(tx.commit()).isEqualTo(tx.readVersion());
    }
  }

  @Test
  void transactionsThatDeleteOtherRowsOfOneFileBothCommit() {
    Transaction first = lake.begin();
    Transaction second = lake.begin();
    Transaction third = lake.begin();
    first.delete("t", "id = 1");
    second.delete("t", "id in (2, 3)");
    third.delete("t", "id in (4, 1)");
    first.commit();
    second.commit();
    assertThatThrownBy(third::commit)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("table t: lake version 2")
        .hasMessageContaining("it deleted or changed row 2 of the file part-");
    assertThat(ids(lake.scan("t"))).containsExactly(numbers(10, i -> i < 1 || i > 3));
  }

  /** The first vector upgrades the table, which nobody has to notice. */
  @Test
  void anAppendFollowsTheFirstVector() {
    assertThat(lake.latest().table("t").state().protocol().minReaderVersion()).isEqualTo(1);
    try (Transaction append = lake.begin();
        Transaction again = lake.begin()) {
      append(append, 10, 12);
      again.delete("t", "id = 9");
      lake.transact(tx -> tx.delete("t", "id = 0"));
      append.commit();
      again.commit();
    }
    assertThat(lake.latest().table("t").state().protocol().readerFeatures())
        .containsExactly("deletionVectors");
    assertThat(ids(lake.scan("t"))).containsExactlyInAnyOrder(numbers(12, i -> i != 0 && i != 9));
  }

  @Test
  void aDropAndADeleteConflict() {
    try (Transaction drop = lake.begin();
        Transaction delete = lake.begin()) {
      drop.dropTable("t");
      delete.delete("t", "id = 0");
      delete.commit();
      assertThatThrownBy(drop::commit).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void serializableTransactionsConflictByConditionOnly() {
    lake.transact(tx -> append(tx, 100, 110));
    try (Transaction reader = lake.begin(Isolation.SERIALIZABLE);
        Transaction unlucky = lake.begin(Isolation.SERIALIZABLE)) {
      reader.scan("t").where("id >= 100").count();
      reader.createTable("u", SCHEMA);
      unlucky.scan("t").where("id < 5").count();
      unlucky.createTable("v", SCHEMA);
      lake.transact(tx -> tx.delete("t", "id = 0"));
      assertThatThrownBy(unlucky::commit).isInstanceOf(ConflictException.class);
      assertThatThrownBy(reader::commit)
          .as("the first vector changes the table's protocol")
          .isInstanceOf(ConflictException.class);
    }
    try (Transaction reader = lake.begin(Isolation.SERIALIZABLE)) {
      reader.scan("t").where("id >= 100").count();
      reader.createTable("u", SCHEMA);
      lake.transact(tx -> tx.delete("t", "id = 1"));
      reader.commit();
    }
  }

  @Test
  void droppedAndRenamedWithinTheTransaction() {
    lake.transact(
        tx -> {
          tx.delete("t", "id = 1");
          tx.renameTable("t", "s");
          assertThat(tx.delete("s", "id = 2")).isEqualTo(1);
        });
    assertThat(ids(lake.scan("s"))).containsExactly(numbers(10, i -> i != 1 && i != 2));
    lake.transact(
        tx -> {
          tx.delete("s", "id = 3");
          tx.dropTable("s");
          tx.createTable("s", SCHEMA);
          tx.append("s", 1L, null);
        });
    assertThat(ids(lake.scan("s"))).containsExactly(1L);
  }
}
