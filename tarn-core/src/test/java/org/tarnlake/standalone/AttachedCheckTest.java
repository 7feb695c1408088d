package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualTime;

/** The check of a lake knows what an attached table was before, and whose it is afterwards. */
class AttachedCheckTest {
  private static final String TRACKED =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"rowTracking\",\"domainMetadata\"]}}";

  private final MemoryStore disk = new MemoryStore();
  private final ForeignWriter spark = new ForeignWriter(disk, "sales/orders");
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void lake() {
    Lake.create(disk, time.process()).close();
  }

  private Lake open() {
    return Lake.open(disk, time.process());
  }

  private static String log(long version) {
    return DeltaNames.commit("sales/orders", version);
  }

  private List<String> findings() {
    return Finding.of(disk, CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  /** Attaches the table and appends until there is a checkpoint of Tarn's. */
  private void attachAndAppend(int appends) {
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      for (long id = 1; id <= appends; id++) {
        long value = id;
        lake.transact(tx -> tx.append("orders", value));
      }
      lake.awaitPublished();
    }
  }

  /**
   * Lines of a commit have no order: Spark shows a file that one commit removes and adds, Delta
   * Kernel does not. A lake took such a table, and called it sound.
   */
  @Test
  void aTableAboutWhoseRowsEnginesDisagreeIsNotAttached() {
    spark.create();
    spark.append(1, 1, 2);
    String add = spark.add(3);
    spark.commit(2, ForeignWriter.info(2, "WRITE"), add);
    spark.commit(
        3, ForeignWriter.info(3, "WRITE"), add.replace("{\"add\":{", "{\"remove\":{"), add);
    try (Lake lake = open()) {
      assertThatThrownBy(() -> lake.attach("orders", "sales/orders"))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("00000000000000000003.json names data file")
          .hasMessageContaining("twice");
      assertThat(lake.latest().tables()).isEmpty();
      assertThat(spark.lines(3)).as("its log goes on as it was").hasSize(3);
    }
  }

  /** Whoever did what the refusal says had a damaged lake for as long as the commit was there. */
  @Test
  void aCheckpointSaysWhatACommitThatNamesAFileTwiceMeans() throws IOException {
    spark.create();
    String add = spark.add(3);
    spark.commit(1, ForeignWriter.info(1, "WRITE"), add);
    spark.checkpoint(1);
    spark.commit(
        2, ForeignWriter.info(2, "WRITE"), add.replace("{\"add\":{", "{\"remove\":{"), add);
    String folder = "sales/orders/";
    String before = folder + ForeignWriter.checkpointName(1);
    disk.put(folder + ForeignWriter.checkpointName(2), disk.get(before));
    disk.delete(before);
    try (Lake lake = open()) {
      lake.attach("orders", "sales/orders");
      assertThat(lake.scan("orders").count()).isEqualTo(1);
      assertThat(lake.check(CheckDepth.DATA))
          .filteredOn(each -> each.toString().contains("twice"))
          .singleElement()
          .asString()
          .startsWith("note: sales/orders/_delta_log/00000000000000000002.json: ");
      assertThat(lake.check(CheckDepth.DATA)).noneMatch(Finding::isDamage);
    }
  }

  /**
   * A stream's progress and the row ids of a table came before its lake: the check compared the
   * first checkpoint with commits that have neither, and advised to delete it.
   */
  @Test
  void progressAndDomainsFromBeforeTheLakeBelongIntoItsCheckpoints() throws IOException {
    spark.create(TRACKED, ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}"));
    String add = spark.add(1, 2);
    spark.commit(
        1,
        ForeignWriter.info(1_700_000_000_001L, "STREAMING UPDATE"),
        "{\"txn\":{\"appId\":\"stream\",\"version\":7,\"lastUpdated\":1700000000000}}",
        "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":\"{\\\"rowIdHighWaterMark\\\":1}\",\"removed\":false}}",
        "{\"domainMetadata\":{\"domain\":\"app\",\"configuration\":\"{}\",\"removed\":false}}",
        add.replace(
            "\"dataChange\"", "\"baseRowId\":0,\"defaultRowCommitVersion\":1,\"dataChange\""));
    attachAndAppend(14);
    assertThat(spark.names("_delta_log/")).anyMatch(name -> name.endsWith(".checkpoint.parquet"));
    assertThat(findings()).isEmpty();
  }

  /** They wait for their owner's vacuum, and no transaction of the lake left them. */
  @Test
  void filesThatWereRemovedBeforeTheLakeBelongToTheTable() throws IOException {
    spark.create();
    String add = spark.add(1, 2);
    spark.commit(1, ForeignWriter.info(1_700_000_000_001L, "WRITE"), add);
    String path = add.replaceFirst(".*\"path\":\"([^\"]+)\".*", "$1");
    spark.commit(
        2,
        ForeignWriter.info(1_700_000_000_002L, "DELETE"),
        "{\"remove\":{\"path\":\"%s\",\"deletionTimestamp\":1700000000002,\"dataChange\":true}}"
            .formatted(path));
    attachAndAppend(1);
    assertThat(spark.names("foreign-")).hasSize(1);
    assertThat(findings()).isEmpty();
    disk.put("sales/orders/part-of-nobody.parquet", new byte[3]);
    assertThat(findings())
        .containsExactly(
            "note: sales/orders: 1 file of 3 bytes in no version: what transactions left that were not committed, or others removed so long ago that the log forgot it");
  }

  /** Its commits are gone, so it is all that holds the table: deleting it would lose that. */
  @Test
  void checkpointThatNoCommitsReplaceIsToBeRestored() throws IOException {
    spark.create();
    spark.append(1, 1, 2);
    attachAndAppend(14);
    String checkpoint =
        spark.names("_delta_log/").stream()
            .filter(name -> name.endsWith(".checkpoint.parquet"))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    byte[] bytes = disk.get(checkpoint);
    disk.put(checkpoint, new byte[bytes.length]);
    assertThat(findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("note: " + checkpoint + ": it is damaged, and Tarn passes over it: ")
        .endsWith("; delete it: the commits before it hold the same, and a later one replaces it");
    disk.delete(log(3));
    assertThat(findings())
        .anyMatch(
            each ->
                each.startsWith("damage: " + checkpoint + ": it is damaged: ")
                    && each.endsWith(
                        "; restore it from a backup: commits that hold the same are gone"));
  }

  private void detach() {
    try (Lake lake = open()) {
      lake.detach("orders");
      lake.awaitPublished();
    }
  }

  /** All versions before one, as an engine takes them whose retention is over. */
  private void cleanUp(long before) {
    String first = log(before);
    spark.names("_delta_log/0").stream()
        .filter(name -> name.compareTo(first.replace(".json", "")) < 0)
        .forEach(disk::delete);
  }

  /** The version of the newest checkpoint, which Tarn wrote when it had the time. */
  private long checkpointVersion() {
    return spark.names("_delta_log/0").stream()
        .filter(name -> name.endsWith(".checkpoint.parquet"))
        .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
        .max()
        .orElseThrow();
  }

  private void deleteFolder() {
    spark.names("").forEach(disk::delete);
  }

  /** The check told for ever to restore what its owner had deleted with every right. */
  @Test
  void whatBecomesOfATableThatLeftTheLakeIsItsOwnersMatter() throws IOException {
    spark.create();
    spark.append(1, 1, 2);
    attachAndAppend(3);
    detach();
    cleanUp(4);
    assertThat(findings()).isEmpty();
    disk.put(log(5), new byte[] {'x'});
    assertThat(findings()).isEmpty();
    deleteFolder();
    assertThat(findings()).isEmpty();
    ForeignWriter next = new ForeignWriter(disk, "sales/orders");
    next.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(ForeignWriter.SCHEMA.replace("\"id\"", "\"other\""), "{}")
            .replace("11111111-", "22222222-"));
    for (long version = 1; version < 9; version++) {
      next.commit(version, ForeignWriter.info(1_700_000_000_000L + version, "WRITE"));
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void tableThatIsAttachedAgainIsCheckedFromThenOn() throws IOException {
    spark.create();
    spark.append(1, 1, 2);
    attachAndAppend(1);
    detach();
    attachAndAppend(1);
    assertThat(findings()).isEmpty();
    String checksum = log(3).replace(".json", ".crc");
    disk.put(checksum, new byte[] {'x'});
    assertThat(findings()).isEmpty();
    disk.put(log(6), new byte[] {'x'});
    assertThat(findings()).hasSize(1).first().asString().startsWith("damage: " + log(6));
  }

  @Test
  void folderOfATableThatIsAttachedMustBeThere() {
    spark.create();
    spark.append(1, 1, 2);
    attachAndAppend(1);
    deleteFolder();
    assertThat(findings())
        .anyMatch(
            each ->
                each.startsWith(
                    "damage: sales/orders/: it is missing or empty; restore it from a backup"));
    ForeignWriter next = new ForeignWriter(disk, "sales/orders");
    next.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}").replace("11111111-", "22222222-"));
    next.append(1, 1);
    next.append(2, 1);
    assertThat(findings())
        .contains(
            "damage: sales/orders/_delta_log/: it is that of another table, 22222222-2222-3333-4444-555555555555, and not of the one that was attached, 11111111-2222-3333-4444-555555555555; restore the folder");
  }

  /** Spark takes old commits of a lake's tables when it writes a checkpoint. */
  @Test
  void logThatAnotherEngineCleanedUpIsCheckedFromItsFirstCheckpointOn() throws IOException {
    spark.create();
    spark.append(1, 1, 2);
    attachAndAppend(14);
    long first = checkpointVersion();
    cleanUp(first);
    String note =
        "note: sales/orders/_delta_log/: another engine cleaned up what was before version %d, with a checkpoint in its place; it is not checked"
            .formatted(first);
    assertThat(findings()).containsExactly(note);
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("orders", 15L));
      lake.awaitPublished();
    }
    assertThat(findings()).containsExactly(note);
    String file = spark.names("part-").get(0);
    byte[] content = disk.get(file);
    disk.delete(file);
    assertThat(findings())
        .hasSize(2)
        .anyMatch(each -> each.startsWith("damage: " + file + ": it is missing"));
    disk.put(file, content);
    disk.delete(log(first));
    assertThat(findings()).containsExactly(note);
    disk.delete(log(first + 1));
    assertThat(findings()).anyMatch(each -> each.startsWith("damage: "));
  }

  @Test
  void commitThatIsMissingAmongOthersIsNoCleanup() {
    spark.create();
    spark.append(1, 1, 2);
    attachAndAppend(14);
    disk.delete(log(2));
    assertThat(findings())
        .anyMatch(
            each ->
                each.startsWith(
                    "damage: sales/orders/_delta_log/00000000000000000002.json: it is missing"));
  }
}
