package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Transaction;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.ManualTime;

/** A Delta table of its own, read and written beside other engines. */
class StandaloneTest {
  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  private Lake open() {
    return Lake.open(disk, time.environment());
  }

  static List<Long> ids(Scan scan) {
    List<Long> ids = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        ids.add(rows.getLong("id"));
      }
    }
    return ids;
  }

  @Test
  void deltaKernelReadsWhatBothWrote() {
    spark.create();
    spark.append(1, 1, 2);
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("memory", 3L));
    }
    spark.append(3, 4);
    KernelJudge.assertAgrees(disk);
  }

  @Test
  void folderOfATableIsALakeOfOneTableWithItsName(@TempDir Path folder) throws IOException {
    Path orders = folder.resolve("orders");
    try (LocalStore store = LocalStore.create(orders)) {
      ForeignWriter writer = new ForeignWriter(store, "");
      writer.create();
      writer.append(1, 1, 2);
    }
    try (Lake lake = Lake.open(orders.resolve("."))) {
      assertThat(lake.isStandalone()).isTrue();
      assertThat(lake.latest().version()).isEqualTo(1);
      assertThat(lake.latest().table("orders").id()).isEqualTo(ForeignWriter.ID);
      assertThat(lake.latest().table("orders").rowCount()).isEqualTo(2);
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L);
      lake.transact(tx -> tx.append("orders", 3L));
      assertThat(ids(lake.scan("orders").where("id > 1"))).containsExactly(2L, 3L);
    }
  }

  @Test
  void commitOfOneTransactionIsOneDeltaCommit() {
    spark.create();
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("memory", 7L));
      assertThat(lake.latest().version()).isEqualTo(1);
    }
    List<String> lines = spark.lines(1);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("{\"commitInfo\":{\"timestamp\":")
        .contains("\"operation\":\"WRITE\"", "\"isBlindAppend\":true", "\"txnId\":")
        .contains("\"isolationLevel\":\"SnapshotIsolation\"", "\"engineInfo\":\"Tarn/")
        .doesNotContain("tarn.lakeVersion", "inCommitTimestamp");
    assertThat(lines.get(1)).startsWith("{\"add\":{\"path\":\"part-");
    assertThat(spark.names("_tarn")).isEmpty();
  }

  /** A commit without the timestamp could not be found by time any more. */
  @Test
  void inCommitTimestampsAreWrittenHoweverTheirSwitchIsSpelt() {
    spark.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"inCommitTimestamp\"]}}",
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA, "{\"delta.enableInCommitTimestamps\":\"TRUE\"}"));
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("memory", 7L));
    }
    assertThat(spark.lines(1).get(0)).startsWith("{\"commitInfo\":{\"inCommitTimestamp\":");
  }

  @Test
  void foreignAppendsAreSeenAndRebasedOver() {
    spark.create();
    try (Lake lake = open();
        Transaction tx = lake.begin()) {
      tx.append("memory", 1L);
      assertThat(spark.append(1, 10)).isEqualTo(1);
      assertThat(spark.append(2, 11)).isEqualTo(2);
      assertThat(tx.commit()).isEqualTo(3);
      assertThat(ids(lake.scan("memory"))).containsExactly(10L, 11L, 1L);
      spark.append(4, 12);
      assertThat(ids(lake.scan("memory"))).containsExactly(10L, 11L, 1L, 12L);
      assertThat(ids(lake.asOf(2).scan("memory"))).containsExactly(10L, 11L);
    }
  }

  @Test
  void foreignChangeOfTheSchemaIsAConflict() {
    spark.create();
    try (Lake lake = open();
        Transaction tx = lake.begin()) {
      tx.append("memory", 1L);
      spark.commit(
          1,
          ForeignWriter.info(1, "SET TBLPROPERTIES"),
          ForeignWriter.metadata(ForeignWriter.SCHEMA, "{\"a\":\"b\"}"));
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "table memory: version 1 conflicts with this transaction, which read version 0: it changed the table: property a was set to 'b'; nothing was committed, run the transaction again");
      assertThat(spark.names("_delta_log/")).hasSize(2);
    }
  }

  @Test
  void serializableTransactionConflictsWithForeignRowsThatItMayHaveRead() {
    spark.create();
    spark.append(1, 1);
    try (Lake lake = open();
        Transaction tx = lake.begin(Isolation.SERIALIZABLE)) {
      assertThat(ids(tx.scan("memory"))).containsExactly(1L);
      tx.append("memory", 2L);
      spark.append(2, 3);
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("it added rows that match what this serializable transaction read");
    }
  }

  @Test
  void transactionThatReadTheTableSaysThatItsAppendIsNotBlind() {
    spark.create();
    try (Lake lake = open()) {
      lake.transact(
          Isolation.SERIALIZABLE,
          tx -> {
            ids(tx.scan("memory"));
            tx.append("memory", 1L);
          });
    }
    assertThat(spark.lines(1).get(0))
        .contains("\"isBlindAppend\":false", "\"isolationLevel\":\"Serializable\"");
  }

  @Test
  void inCommitTimestampsAreWrittenOnlyWhereTheyAreOnAndThenIncrease() {
    spark.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"inCommitTimestamp\"]}}",
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA, "{\"delta.enableInCommitTimestamps\":\"true\"}"));
    long late = time.now().toEpochMilli() + 1_000_000;
    spark.commit(
        1,
        "{\"commitInfo\":{\"inCommitTimestamp\":%d,\"timestamp\":1,\"operation\":\"WRITE\"}}"
            .formatted(late),
        spark.add(1));
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("memory", 2L));
    }
    assertThat(spark.lines(2).get(0))
        .startsWith("{\"commitInfo\":{\"inCommitTimestamp\":" + (late + 1));
  }

  @Test
  void trackedRowsGetFreshIdsAlsoWhereAForeignCommitCameFirst() {
    spark.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"rowTracking\",\"domainMetadata\"]}}",
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{\"delta.enableRowTracking\":\"true\"}"));
    try (Lake lake = open();
        Transaction tx = lake.begin()) {
      lake.transact(
          other -> {
            other.append("memory", 1L);
            other.append("memory", 2L);
          });
      assertThat(spark.lines(1).get(1)).contains("\"baseRowId\":0,\"defaultRowCommitVersion\":1");
      assertThat(spark.lines(1).get(2))
          .isEqualTo(
              "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":\"{\\\"rowIdHighWaterMark\\\":1}\",\"removed\":false}}");
      tx.append("memory", 3L);
      spark.commit(
          2,
          ForeignWriter.info(1, "WRITE"),
          spark
              .add(9)
              .replace("\"stats\"", "\"baseRowId\":2,\"defaultRowCommitVersion\":2,\"stats\""),
          "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":\"{\\\"rowIdHighWaterMark\\\":2}\",\"removed\":false}}");
      assertThat(tx.commit()).isEqualTo(3);
      assertThat(spark.lines(3).get(1)).contains("\"baseRowId\":3,\"defaultRowCommitVersion\":3");
      assertThat(spark.lines(3).get(2)).contains("rowIdHighWaterMark\\\":3}");
    }
  }

  @Test
  void historyTellsWhatForeignWritersSaid() {
    spark.create();
    spark.append(1, 1, 2);
    spark.commit(2, spark.add(3));
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("memory", 4L));
      List<LakeCommit> history = lake.history(10);
      assertThat(history).extracting(LakeCommit::version).containsExactly(3L, 2L, 1L, 0L);
      assertThat(history)
          .extracting(LakeCommit::operation)
          .containsExactly("WRITE", "unknown", "WRITE", "CREATE TABLE");
      assertThat(history)
          .extracting(LakeCommit::writer)
          .containsExactly(
              "Tarn/0.1",
              "unknown",
              "Apache-Spark/4.0.1 Delta-Lake/4.0.0",
              "Apache-Spark/4.0.1 Delta-Lake/4.0.0");
      assertThat(history)
          .extracting(LakeCommit::isolation)
          .containsExactly("snapshot", "", "serializable", "serializable");
      assertThat(history.get(2).timestamp()).isEqualTo(Instant.parse("2024-05-01T10:00:00.001Z"));
      assertThat(history.get(2).tables().get(0).rowsAdded()).isEqualTo(2);
      assertThat(history.get(3).created()).containsExactly("memory");
      assertThat(lake.history("memory", 2)).hasSize(2);
    }
    try (Lake again = open()) {
      assertThat(again.history(1).get(0).isolation()).isEqualTo("snapshot");
    }
  }

  @Test
  void versionsOutsideTheLogAreRefusedWithTheirRange() {
    spark.create();
    spark.append(1, 1);
    try (Lake lake = open()) {
      assertThatThrownBy(() -> lake.asOf(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("no table version 2; there are the versions 0 to 1");
    }
  }

  @Test
  void tablesAreNeitherMadeNorDroppedNorRenamedInATable() {
    spark.create();
    try (Lake lake = open();
        Transaction tx = lake.begin()) {
      Schema schema = Schema.of(Field.optional("id", DataType.LONG));
      String remedy =
          "memory is one Delta table, not a lake; make a lake in a folder around it and attach it there";
      assertThatThrownBy(() -> tx.createTable("t", schema))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(remedy);
      assertThatThrownBy(() -> tx.dropTable("memory")).hasMessage(remedy);
      assertThatThrownBy(() -> tx.renameTable("memory", "t")).hasMessage(remedy);
      assertThatThrownBy(() -> tx.append("other", 1L))
          .hasMessage("there is no table 'other'; the tables are memory");
      tx.append("memory", 1L);
      assertThat(tx.commit()).isEqualTo(1);
    }
  }

  @Test
  void lakeIsNotMadeInATable() {
    spark.create();
    assertThatThrownBy(() -> Lake.create(disk, time.environment()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "memory is a Delta table; open it as it is, or make a lake in a folder around it and attach it");
  }

  @Test
  void lostAnswerIsFoundByItsTransaction() {
    spark.create();
    FaultyStore store = new FaultyStore(disk);
    try (Lake lake = Lake.open(store, time.environment())) {
      lake.transact(tx -> tx.append("memory", 1L));
      store.failAfter(FaultyStore.naming("_delta_log/00000000000000000002.json"));
      try (Transaction tx = lake.begin()) {
        tx.append("memory", 2L);
        assertThatThrownBy(tx::commit).isInstanceOf(CommitUnknownException.class);
      }
      store.heal();
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L);
      store.failAfter(
          call ->
              call.operation() == Operation.PUT_IF_ABSENT
                  && call.name().equals("_delta_log/00000000000000000003.json"));
      lake.transact(tx -> tx.append("memory", 3L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L, 3L);
      assertThat(lake.latest().version()).isEqualTo(3);
    }
  }

  @Test
  void lostRequestIsTakenForWhatItIsWhenAForeignCommitStandsThere() {
    spark.create();
    FaultyStore store = new FaultyStore(disk);
    try (Lake lake = Lake.open(store, time.environment());
        Transaction tx = lake.begin()) {
      tx.append("memory", 1L);
      store.failBefore(
          call -> {
            boolean commit =
                call.operation() == Operation.PUT_IF_ABSENT && call.name().contains("_delta_log/");
            if (commit && call.name().endsWith("1.json")) {
              spark.append(1, 10);
            }
            return commit && call.name().endsWith("1.json");
          });
      assertThat(tx.commit()).isEqualTo(2);
      assertThat(ids(lake.scan("memory"))).containsExactly(10L, 1L);
    }
  }

  @Test
  void logThatWasCleanedUpMeanwhileIsReadAnewAndNeverWrittenIntoItsGap() throws IOException {
    spark.create();
    try (Lake lake = open()) {
      Transaction tx = lake.begin();
      tx.append("memory", 1L);
      for (long version = 1; version <= 5; version++) {
        spark.append(version, 10 + version);
      }
      for (int version = 0; version <= 3; version++) {
        disk.delete("_delta_log/0000000000000000000%d.json".formatted(version));
      }
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("cleaned up; nothing was committed, run the transaction again");
      assertThat(lake.latest().version()).isEqualTo(5);
      assertThat(spark.names("_delta_log/"))
          .containsExactly(
              "_delta_log/00000000000000000004.json", "_delta_log/00000000000000000005.json");
    }
  }
}
