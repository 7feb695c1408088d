package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

/** The check finds nothing, not even a note, in lakes that nobody damaged. */
class SoundLakeTest {
  @TempDir private Path folder;

  private static void assertNothingFound(ObjectStore store) {
    assertThat(Finding.of(store, CheckDepth.DATA)).isEmpty();
  }

  @Test
  void anEmptyLake() {
    MemoryStore store = new MemoryStore();
    Lake.create(store, Environment.system()).close();
    assertNothingFound(store);
  }

  @Test
  void aLakeOfManyCommits() {
    DamagedLake lake = DamagedLake.in(new MemoryStore());
    lake.growTo(200);
    assertNothingFound(lake.store());
  }

  @Test
  void aLakeOnLocalDisk() throws IOException {
    DamagedLake lake = DamagedLake.in(LocalStore.open(folder));
    lake.growTo(70);
    assertNothingFound(lake.store());
  }

  @Test
  void aLakeWhoseTablesComeAndGoUnderTheSameNames() {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      for (int round = 0; round < 3; round++) {
        lake.transact(tx -> tx.createUntypedTable("a", "x"));
        lake.transact(tx -> tx.createUntypedTable("a.b.c", "x"));
        lake.transact(
            tx -> {
              tx.append("a", "one");
              tx.renameTable("a", "z");
              tx.renameTable("a.b.c", "a");
            });
        lake.transact(
            tx -> {
              tx.renameTable("a", "A");
              tx.append("z", 2);
            });
        lake.transact(
            tx -> {
              tx.dropTable("A");
              tx.createUntypedTable("A", "y");
              tx.dropTable("z");
            });
        lake.transact(tx -> tx.dropTable("A"));
      }
    }
    assertNothingFound(store);
  }

  @Test
  void aTransactionThatMakesAndRenamesTablesAtOnce() {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createUntypedTable("one", "x");
            tx.renameTable("one", "two");
            tx.createUntypedTable("one", "x");
            tx.createUntypedTable("three", "x");
            tx.dropTable("three");
            tx.append("two", 1);
          });
      assertThat(lake.latest().tables()).hasSize(2);
    }
    assertNothingFound(store);
  }

  @Test
  void aTableOfEveryType() {
    MemoryStore store = new MemoryStore();
    Schema schema =
        Schema.builder()
            .required("flag", DataType.BOOLEAN)
            .optional("tiny", DataType.BYTE)
            .optional("small", DataType.SHORT)
            .optional("whole", DataType.INT)
            .optional("large", DataType.LONG)
            .optional("single", DataType.FLOAT)
            .optional("wide", DataType.DOUBLE)
            .optional("price", DataType.decimal(38, 10))
            .optional("text", DataType.STRING)
            .optional("bytes", DataType.BINARY)
            .optional("day", DataType.DATE)
            .optional("instant", DataType.TIMESTAMP)
            .optional("local", DataType.TIMESTAMP_NTZ)
            .optional(
                "place",
                DataType.struct(
                    Field.required("x", DataType.DOUBLE),
                    Field.optional("tags", DataType.list(DataType.STRING))))
            .optional("counts", DataType.map(DataType.STRING, DataType.LONG))
            .build();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", schema);
            everyType(tx, Double.NaN, "\ud83d\ude00".repeat(40));
            everyType(tx, -0.0, "");
            everyType(tx, Double.NEGATIVE_INFINITY, "\uffff".repeat(33));
            tx.append(
                "t", true, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null);
          });
      lake.transact(
          tx ->
              tx.append(
                  "t", false, null, null, null, null, Float.NaN, null, null, null, null, null, null,
                  null, null, null));
    }
    assertNothingFound(store);
  }

  private static void everyType(Transaction tx, double wide, String text) {
    tx.append(
        "t",
        true,
        -128,
        32767,
        -1,
        Long.MIN_VALUE,
        1.5f,
        wide,
        new BigDecimal("-1234567890123456789012345678.0123456789"),
        text,
        new byte[] {-1, 0},
        LocalDate.of(1582, 10, 4),
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        LocalDateTime.parse("9999-12-31T23:59:59.999999"),
        Map.of("x", wide, "tags", List.of("a", text)),
        Map.of("k", 1L));
  }

  @Test
  void partitionsOfEveryKindOfValue() {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            Schema schema =
                Schema.builder()
                    .required("id", DataType.LONG)
                    .optional("s", DataType.STRING)
                    .optional("t", DataType.TIMESTAMP)
                    .optional("d", DataType.decimal(5, 2))
                    .build();
            tx.createTable("p", schema.partitionBy("s", "t", "d"));
            tx.append(
                "p",
                1L,
                "a/b%c=d \u00e9\n",
                Instant.EPOCH.minusNanos(1000),
                new BigDecimal("1.50"));
            tx.append("p", 2L, null, null, null);
            tx.append(
                "p", 3L, " ", Instant.parse("2024-05-01T10:00:00Z"), new BigDecimal("-999.99"));
          });
    }
    assertNothingFound(store);
  }

  @Test
  void aRolledBackTransactionLeavesNotesAtMost() {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "x"));
      try (Transaction tx = lake.begin()) {
        tx.append("t", 1);
      }
    }
    assertThat(Finding.of(store, CheckDepth.DATA)).noneMatch(Finding::isDamage);
  }

  @Test
  void aLakeIsCheckedWhileOthersWriteToIt() throws InterruptedException {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "x"));
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 300; i++) {
                  lake.transact(tx -> tx.append("t", 1));
                }
              });
      writer.start();
      do {
        assertThat(Finding.of(store, CheckDepth.DATA)).noneMatch(Finding::isDamage);
      } while (writer.isAlive());
      writer.join();
    }
    assertNothingFound(store);
  }
}
