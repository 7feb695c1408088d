package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.Alter;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Transaction;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.ConflictException;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** A Delta table of its own gets other columns, beside whoever writes to it. */
class StandaloneAlterTest {
  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  @AfterEach
  void everybodyReadsIt() {
    SoundLake.assertSound(disk);
    KernelJudge.assertAgrees(disk);
  }

  private Lake open() {
    return Lake.open(disk, time.environment());
  }

  private static List<String> rows(Scan scan) {
    try (Stream<Row> rows = scan.rows().stream()) {
      return rows.map(row -> row.toMap().toString()).toList();
    }
  }

  @Test
  void columnsAreMappedWithIdsOfTheirOwn() {
    spark.create();
    spark.append(1, 1, 2);
    try (Lake lake = open()) {
      lake.transact(tx -> tx.alter("memory").add("note string"));
      assertThat(spark.lines(2)).hasSize(2);
      assertThat(spark.lines(2).get(0)).contains("\"operation\":\"ADD COLUMNS\"");
      lake.transact(tx -> tx.alter("memory").rename("id", "key").moveFirst("note"));
      lake.transact(tx -> tx.append("memory", "three", 3L));
      assertThat(rows(lake.scan("memory")))
          .containsExactly("{note=null, key=1}", "{note=null, key=2}", "{note=three, key=3}");
    }
    assertThat(spark.lines(3).get(1))
        .contains("\"minReaderVersion\":3", "\"readerFeatures\":[\"columnMapping\"]")
        .contains("\"writerFeatures\":[\"appendOnly\",\"invariants\",\"columnMapping\"]");
    assertThat(spark.lines(3).get(2))
        .contains("\\\"name\\\":\\\"key\\\"")
        .contains(
            "\\\"delta.columnMapping.id\\\":1,\\\"delta.columnMapping.physicalName\\\":\\\"id\\\"")
        .contains("\"delta.columnMapping.maxColumnId\":\"2\"")
        .doesNotContain("tarn.");
  }

  @Test
  void typesBecomeWider() {
    spark.create();
    spark.append(1, 1, 2);
    try (Lake lake = open()) {
      lake.transact(
          tx -> {
            tx.alter("memory").type("id", DataType.decimal(22, 1));
            tx.append("memory", new java.math.BigDecimal("2.5"));
          });
      assertThat(rows(lake.scan("memory").where("id > 1.5")))
          .containsExactly("{id=2.0}", "{id=2.5}");
    }
    assertThat(spark.lines(2).get(0)).contains("\"operation\":\"CHANGE COLUMN, WRITE\"");
  }

  @Test
  void whoeverWritesBesideMakesItConflict() {
    spark.create();
    spark.append(1, 1, 2);
    try (Lake lake = open();
        Transaction tx = lake.begin()) {
      Alter alter = tx.alter("memory").required("id");
      alter.comment("id", "who");
      spark.append(2, 3);
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("whose schema, protocol or properties this transaction changes");
    }
  }

  @Test
  void anotherEnginesChangeIsTold() {
    spark.create();
    try (Lake lake = open();
        Transaction tx = lake.begin()) {
      tx.append("memory", 1L);
      spark.commit(
          1,
          ForeignWriter.info(1_700_000_000_001L, "SET TBLPROPERTIES"),
          ForeignWriter.metadata(ForeignWriter.SCHEMA, "{\"owner\":\"them\"}"));
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("it changed the table: property owner was set to 'them'");
    }
  }
}
