package org.tarnlake.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualTime;

/** The way of a Delta table into a lake, and out of it. */
class AttachTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("id", DataType.LONG));

  private final MemoryStore disk = new MemoryStore();
  private final ForeignWriter spark = new ForeignWriter(disk, "sales/orders");
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void lakeAndTable() {
    Lake.create(disk, time.process()).close();
    spark.create();
    spark.append(1, 1, 2);
  }

  private Lake open() {
    return Lake.open(disk, time.process());
  }

  private void assertSound(Lake lake) {
    lake.awaitPublished();
    assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
  }

  @Test
  void attachedTableIsReadAndWrittenInTransactionsOfTheLake() {
    try (Lake lake = open()) {
      lake.transact(tx -> tx.createTable("other", SCHEMA));
      assertThat(lake.attach("orders", "sales/orders")).isEqualTo(2);
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L);
      lake.transact(
          tx -> {
            tx.append("orders", 3L);
            tx.append("other", 4L);
          });
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L, 3L);
      assertThat(lake.latest().table("orders").version()).isEqualTo(3);
      assertThat(lake.latest().table("orders").id()).isEqualTo(ForeignWriter.ID);
      assertThat(ids(lake.asOf(2).scan("orders"))).containsExactly(1L, 2L);
      assertThatThrownBy(() -> lake.asOf(1).table("orders"))
          .isInstanceOf(InvalidDataException.class);
      assertSound(lake);
    }
    try (Lake again = open()) {
      assertThat(ids(again.scan("orders"))).containsExactly(1L, 2L, 3L);
    }
  }

  /** A replaced table may have another id; versions before that were called another table's. */
  @Test
  void versionsBeforeATableWasReplacedAndAttachedAreRead() {
    String replaced =
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}")
            .replace(ForeignWriter.ID, "22222222-3333-4444-5555-666666666666");
    spark.commit(2, ForeignWriter.info(1, "CREATE OR REPLACE TABLE"), replaced, spark.add(3));
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      lake.transact(tx -> tx.append("orders", 4L));
      Table orders = lake.latest().table("orders");
      assertThat(orders.id()).isEqualTo("22222222-3333-4444-5555-666666666666");
      assertThat(ids(orders.asOf(1).scan())).containsExactly(1L, 2L);
      assertThat(ids(orders.asOf(2).scan())).containsExactly(1L, 2L, 3L);
      assertThat(orders.asOf(1).schema().columns().names()).containsExactly("id");
      assertThat(ids(orders.scan())).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void vectorsAndChangeDataOfAnAttachedTableAreOfKnownKinds() throws IOException {
    disk.put(
        "sales/orders/deletion_vector_01c31d5c-23dc-424f-9ca3-35af6cca28f1.bin", new byte[] {1});
    disk.put("sales/orders/_change_data/cdc-1.parquet", new byte[] {1});
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      lake.awaitPublished();
      assertThat(lake.check(CheckDepth.DATA)).isEmpty();
    }
  }

  @Test
  void tableWhoseIdIsNoUuidIsAttachedToo() {
    ForeignWriter other = new ForeignWriter(disk, "other");
    other.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}").replace(ForeignWriter.ID, "testId"));
    other.append(1, 7);
    try (Lake lake = open()) {
      lake.attach("other", "other");
      lake.transact(tx -> tx.append("other", 8L));
      assertThat(ids(lake.scan("other"))).containsExactly(7L, 8L);
      assertSound(lake);
      lake.detach("other");
      assertSound(lake);
    }
  }

  @Test
  void commitThatClosesTheTableKeepsWhatItIsAndListsItsFeatures() {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
    }
    List<String> lines = spark.lines(2);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .startsWith("{\"commitInfo\":{\"inCommitTimestamp\":")
        .contains("\"operation\":\"ATTACH\"", "\"isBlindAppend\":false");
    assertThat(lines.get(1))
        .isEqualTo(
            "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"appendOnly\",\"invariants\",\"inCommitTimestamp\",\"tarn.lakeManaged\"]}}");
    assertThat(lines.get(2))
        .contains("\"description\":\"by hand\"", "\"createdTime\":1700000000000")
        .contains(
            "\"delta.enableInCommitTimestamps\":\"true\"",
            "\"delta.inCommitTimestampEnablementVersion\":\"2\"",
            "\"delta.inCommitTimestampEnablementTimestamp\":\"",
            "\"tarn.lakeId\":\"");
  }

  /** What its owner wrote stays, and the check reads it as every writer does. */
  @Test
  void tableWhoseTimestampsAreSwitchedOnInCapitalsIsSoundInTheLake() throws IOException {
    ForeignWriter other = new ForeignWriter(disk, "other");
    other.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"inCommitTimestamp\"]}}",
        ForeignWriter.metadata(
                ForeignWriter.SCHEMA, "{\"delta.enableInCommitTimestamps\":\"TRUE\"}")
            .replace("11111111-", "22222222-"));
    disk.put(
        "other/_delta_log/00000000000000000000.json",
        String.join("\n", other.lines(0))
            .replaceFirst("\"timestamp\"", "\"inCommitTimestamp\":1700000000000,\"timestamp\"")
            .concat("\n")
            .getBytes(UTF_8));
    try (Lake lake = open()) {
      lake.attach("other", "other");
      assertThat(other.lines(1).get(2))
          .contains("\"delta.enableInCommitTimestamps\":\"TRUE\"")
          .doesNotContain("inCommitTimestampEnablementVersion");
      lake.transact(tx -> tx.append("other", 8L));
      lake.detach("other");
      assertSound(lake);
    }
  }

  @Test
  void attachedTableOnItsOwnIsReadAndNotWritten() throws IOException {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
    }
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo object : disk.list("sales/orders/", "")) {
      copy.put(object.name().substring("sales/orders/".length()), disk.get(object.name()));
    }
    try (Lake table = Lake.open(copy, time.process());
        Transaction tx = table.begin()) {
      assertThat(ids(table.scan("memory"))).containsExactly(1L, 2L);
      assertThatThrownBy(() -> tx.append("memory", 3L))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessage(
              "table memory belongs to a lake, whose log alone may commit to it; open the lake, or if it lists no such table, since an attach was interrupted, attach it again");
    }
  }

  @Test
  void detachedTableBelongsToNobodyAndMayBeAttachedAgain() {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      lake.transact(tx -> tx.append("orders", 3L));
      assertThat(lake.detach("orders")).isEqualTo(3);
      assertThatThrownBy(() -> lake.scan("orders")).isInstanceOf(InvalidDataException.class);
      assertThat(ids(lake.asOf(2).scan("orders"))).containsExactly(1L, 2L, 3L);
      assertThat(spark.lines(4).get(1))
          .contains("\"inCommitTimestamp\"")
          .doesNotContain("tarn.lakeManaged");
      assertThat(spark.lines(4).get(2)).doesNotContain("tarn.lakeId");
      assertThat(spark.append(5, 4)).isEqualTo(5);
      assertSound(lake);
      assertThat(lake.attach("again", "sales/orders")).isEqualTo(4);
      lake.transact(tx -> tx.append("again", 5L));
      assertThat(ids(lake.scan("again"))).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(lake.latest().table("again").version()).isEqualTo(7);
      assertSound(lake);
    }
    try (Lake again = open()) {
      assertThat(ids(again.scan("again"))).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void tableThatTheLakeMadeIsDetachedToo() {
    try (Lake lake = open()) {
      lake.transact(
          tx -> {
            tx.createTable("t", SCHEMA);
            tx.append("t", 1L);
          });
      lake.detach("t");
      assertThat(lake.latest().tables()).isEmpty();
      ForeignWriter other = new ForeignWriter(disk, "t");
      assertThat(other.lines(1).get(1))
          .isEqualTo(
              "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"appendOnly\",\"invariants\",\"inCommitTimestamp\"]}}");
      lake.transact(tx -> tx.createTable("t", SCHEMA));
      assertThat(lake.latest().table("t").location()).startsWith("t-");
      assertSound(lake);
    }
  }

  @Test
  void inCommitTimestampsIncreaseThroughAttachAndDetach() {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      lake.transact(tx -> tx.append("orders", 3L));
      lake.detach("orders");
      lake.attach("orders", "sales/orders");
      lake.transact(tx -> tx.append("orders", 4L));
      lake.awaitPublished();
    }
    long before = 0;
    for (long version = 2; version <= 6; version++) {
      String info = spark.lines(version).get(0);
      long timestamp = Long.parseLong(info.replaceAll(".*\"inCommitTimestamp\":([0-9]+).*", "$1"));
      assertThat(timestamp).isGreaterThan(before);
      before = timestamp;
    }
  }

  @Test
  void historyTellsWhatCameAndWent() {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      lake.transact(tx -> tx.append("orders", 3L));
      assertThat(lake.history("orders", 10)).hasSize(2);
      lake.detach("orders");
      List<LakeCommit> history = lake.history(10);
      assertThat(history)
          .extracting(LakeCommit::operation)
          .containsExactly("detach", "append", "attach");
      assertThat(history.get(0).detached()).containsExactly("orders");
      assertThat(history.get(1).tables().get(0).name()).isEqualTo("orders");
      assertThat(history.get(2).attached()).containsExactly("orders");
    }
  }

  @Test
  void openTransactionOnATableThatIsDetachedConflicts() {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      try (Transaction tx = lake.begin()) {
        tx.append("orders", 3L);
        lake.detach("orders");
        assertThatThrownBy(tx::commit)
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("it detached table orders");
      }
    }
  }

  @Test
  void foreignCommitWhileTheTableIsTakenOverIsPartOfIt() {
    try (Lake lake = open();
        Lake table = Lake.open(disk, time.process())) {
      spark.append(2, 9);
      lake.attach("orders", "sales/orders");
      assertThat(ids(table.scan("orders"))).containsExactly(1L, 2L, 9L);
    }
  }

  /**
   * Nothing in the lake tells what another writer's commits were, but for the last: one that was
   * altered afterwards took rows away, until a checkpoint came many commits later.
   */
  @Test
  void alteredCommitFromBeforeTheLakeTakesNothingAway() throws IOException {
    spark.append(2, 3);
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
    }
    String altered = "sales/orders/_delta_log/00000000000000000001.json";
    String lines = new String(disk.get(altered), UTF_8);
    disk.put(altered, lines.substring(0, lines.indexOf('\n') + 1).getBytes(UTF_8));
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L, 3L);
      lake.transact(tx -> tx.append("orders", 4L));
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L, 3L, 4L);
      lake.awaitPublished();
      assertThat(lake.check(CheckDepth.LOGS))
          .filteredOn(Finding::isDamage)
          .anySatisfy(
              finding ->
                  assertThat(finding.toString())
                      .startsWith(
                          "damage: sales/orders/_delta_log/00000000000000000003.checkpoint.parquet: ")
                      .endsWith(
                          "it was written when the table was attached, and either it or a commit before it was altered since: restore both from a backup, and delete neither"));
    }
  }

  @Test
  void attachmentThatStoppedHalfWayIsFinishedUnderAnotherName() {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      lake.awaitPublished();
      // As if the process had died before the entry: the table is closed, the lake knows nothing.
      disk.delete("_tarn/log/00000000000000000001.json");
    }
    try (Lake lake = open()) {
      assertThat(lake.latest().tables()).isEmpty();
      lake.attach("bookings", "sales/orders");
      assertThat(lake.latest().table("bookings").version()).isEqualTo(2);
      assertThat(ids(lake.scan("bookings"))).containsExactly(1L, 2L);
    }
  }

  @Test
  void whatCannotBeAttachedIsNamedWithTheRemedy() throws IOException {
    ForeignWriter checked = new ForeignWriter(disk, "checked");
    checked.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":3}}",
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA, "{\"delta.constraints.positive\":\"crc32(id) > 0\"}"));
    ForeignWriter unknown = new ForeignWriter(disk, "unknown");
    unknown.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"variantType\"]}}",
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}"));
    try (Lake lake = open()) {
      lake.transact(tx -> tx.createTable("taken", SCHEMA));
      assertThatThrownBy(() -> lake.attach("t", "checked"))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageStartingWith(
              "table t has the constraint 'positive' (crc32(id) > 0), which Tarn cannot check: ");
      assertThatThrownBy(() -> lake.attach("t", "unknown"))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessage(
              "table t needs the writer feature 'variantType', which this version of Tarn lacks; use a newer one");
      assertThatThrownBy(() -> lake.attach("t", "nothing"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("nothing is no Delta table: it has no _delta_log with a commit in it");
      assertThatThrownBy(() -> lake.attach("t", "../elsewhere"))
          .hasMessage(
              "'../elsewhere' is no folder inside memory, the lake's; move the table there and attach it then");
      assertThatThrownBy(() -> lake.attach("t", "/elsewhere/t"))
          .hasMessageContaining("is no folder inside memory, the lake's");
      assertThatThrownBy(() -> lake.attach("Taken", "sales/orders"))
          .hasMessage("table taken exists already, at taken; choose another name");
      assertThatThrownBy(() -> lake.attach("t", "taken"))
          .hasMessageContaining("taken is the folder of a table of this lake");
      assertThatThrownBy(() -> lake.detach("none")).isInstanceOf(InvalidDataException.class);
      lake.attach("orders", "./sales//orders/");
      assertThatThrownBy(() -> lake.attach("t", "sales/orders"))
          .hasMessageContaining("sales/orders is the folder of a table of this lake");
      for (ObjectInfo object : disk.list("sales/orders/", "")) {
        disk.put(object.name().replace("sales/orders/", "copy/"), disk.get(object.name()));
      }
      assertThatThrownBy(() -> lake.attach("t", "copy"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("one is a copy of the other");
    }
    MemoryStore otherDisk = new MemoryStore();
    try (Lake other = Lake.create(otherDisk, time.process())) {
      for (ObjectInfo object : disk.list("sales/orders/", "")) {
        otherDisk.put(object.name(), disk.get(object.name()));
      }
      assertThatThrownBy(() -> other.attach("orders", "sales/orders"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("belongs to lake ")
          .hasMessageEndingWith("lost, move this _tarn away and run 'tarn adopt'");
    }
  }
}
