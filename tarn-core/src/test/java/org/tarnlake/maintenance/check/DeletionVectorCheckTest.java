package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;

/**
 * A deletion vector is set by a commit that removes a file as it was and adds it with the vector
 * (PROTOCOL.md, "Add File and Remove File"): the same path twice, and no damage.
 */
class DeletionVectorCheckTest {
  private static final String ORDERS = "sales/orders/_delta_log/";
  private static final String VECTORS =
      "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]}}";

  /** The rows 3, 4, 7, 11, 18 and 29. */
  private static final String SIX =
      "{\"storageType\":\"i\",\"pathOrInlineDv\":\"^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L\",\"sizeInBytes\":44,\"cardinality\":6}";

  /** The same vector, but for how it is called. */
  private static final String OTHER = SIX.replace("-{L", "-{M");

  private final MemoryStore disk = new MemoryStore();
  private final ManualTime time = new ManualTime();

  private List<String> findings() {
    return Finding.of(disk, CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  private static String path(String add) {
    return add.replaceFirst(".*\"path\":\"([^\"]+)\".*", "$1");
  }

  private static String with(String add, String vector) {
    return add.replace("\"dataChange\"", "\"deletionVector\":%s,\"dataChange\"".formatted(vector));
  }

  private static String remove(String path, String more) {
    return "{\"remove\":{\"path\":\"%s\",\"deletionTimestamp\":1700000000002,\"dataChange\":true%s}}"
        .formatted(path, more);
  }

  /** Thirty rows, of which six are deleted by a second commit. */
  private void foreignTable(String location) {
    ForeignWriter spark = new ForeignWriter(disk, location);
    spark.create(
        VECTORS,
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{\"delta.enableDeletionVectors\":\"true\"}"));
    long[] ids = new long[30];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i;
    }
    String add = spark.add(ids);
    spark.commit(1, ForeignWriter.info(1_700_000_000_001L, "WRITE"), add);
    spark.commit(
        2, ForeignWriter.info(1_700_000_000_002L, "DELETE"), remove(path(add), ""), with(add, SIX));
  }

  @Test
  void aTableOfItsOwnWithAVectorIsSound() {
    foreignTable("");
    assertThat(findings()).isEmpty();
  }

  @Test
  void anAttachedTableWithAVectorIsSound() {
    Lake.create(disk, time.process()).close();
    foreignTable("sales/orders");
    try (Lake lake = Lake.open(disk, time.process())) {
      lake.attach("orders", "sales/orders");
      lake.awaitPublished();
    }
    assertThat(findings()).isEmpty();
  }

  /**
   * A lake with a commit that Tarn does not write yet: one of two adds is replaced by hand.
   *
   * @param edit makes two lines of the add of thirty rows in the commit before
   */
  private List<String> findingsWith(UnaryOperator<String> edit) throws IOException {
    return findingsWith(30, edit);
  }

  private List<String> findingsWith(int rows, UnaryOperator<String> edit) throws IOException {
    try (Lake lake = Lake.create(disk, time.process())) {
      lake.transact(
          tx ->
              tx.createTable(
                  "sales.orders",
                  Schema.builder()
                      .optional("id", DataType.LONG)
                      .optional("part", DataType.LONG)
                      .build()
                      .partitionBy("part")));
      lake.transact(
          tx -> {
            for (long id = 0; id < rows; id++) {
              tx.append("sales.orders", id, 0L);
            }
          });
      lake.transact(
          tx -> {
            tx.append("sales.orders", 1L, 1L);
            tx.append("sales.orders", 1L, 2L);
          });
      lake.awaitPublished();
    }
    DamagedLake lake = DamagedLake.over(disk);
    String add = lines(lake, 1).get(1);
    lines(lake, 2).stream().skip(1).forEach(each -> disk.delete("sales/orders/" + path(each)));
    String info = lines(lake, 2).get(0);
    lake.editCommit(
        3, DamagedLake.commit(ORDERS, 2), text -> "%s\n%s\n".formatted(info, edit.apply(add)));
    return lake.check(CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  private static List<String> lines(DamagedLake lake, long version) throws IOException {
    return lake.text(DamagedLake.commit(ORDERS, version)).lines().toList();
  }

  /** The check said that the data file is named twice in one commit. */
  @Test
  void aLakesCommitThatSetsAVectorIsSound() throws IOException {
    assertThat(findingsWith(add -> remove(path(add), "") + "\n" + with(add, SIX))).isEmpty();
  }

  @Test
  void theLinesOfACommitHaveNoOrder() throws IOException {
    assertThat(findingsWith(add -> with(add, SIX) + "\n" + remove(path(add), ""))).isEmpty();
  }

  /** Nobody looked at the vectors of files that Tarn wrote. */
  @Test
  void aVectorThatDeletesWhatIsNotThereIsDamage() throws IOException {
    assertThat(findingsWith(20, add -> remove(path(add), "") + "\n" + with(add, SIX)))
        .singleElement()
        .asString()
        .contains("its deletion vector deletes row 29, but it has 20 rows");
  }

  private void assertDamage(UnaryOperator<String> edit, int line, String message)
      throws IOException {
    assertThat(findingsWith(edit))
        .anyMatch(
            each ->
                each.startsWith("damage: %s:%s: data file ".formatted(DamagedLake.entry(3), line))
                    && each.contains(message));
  }

  @Test
  void twoAddsOfOneFileAreDamage() throws IOException {
    assertDamage(add -> with(add, SIX) + "\n" + with(add, SIX), 5, "is named twice in one commit");
  }

  @Test
  void twoAddsOfOnePathAreDamageWhateverTheirVectors() throws IOException {
    assertDamage(
        add -> with(add, SIX) + "\n" + with(add, OTHER), 5, "is named twice in one commit");
  }

  @Test
  void aRemoveAndAnAddOfOneFileAreDamage() throws IOException {
    assertDamage(add -> remove(path(add), "") + "\n" + add, 5, "is named twice in one commit");
  }

  @Test
  void twoRemovesOfOnePathAreDamage() throws IOException {
    assertDamage(
        add -> remove(path(add), "") + "\n" + remove(path(add), ",\"deletionVector\":" + SIX),
        5,
        "is named twice in one commit");
  }

  /** Rows would be there twice. */
  @Test
  void anAddWithAVectorOfAFileThatStaysIsDamage() throws IOException {
    assertDamage(
        add -> with(add, SIX) + "\n" + with(add.replace(path(add), "other.parquet"), SIX),
        4,
        "is a part of the table already");
  }

  @Test
  void aRemoveWithAnotherVectorThanTheFileHasIsDamage() throws IOException {
    assertDamage(
        add ->
            remove(path(add), ",\"deletionVector\":" + OTHER)
                + "\n{\"txn\":{\"appId\":\"a\",\"version\":1}}",
        4,
        "is no part of the table");
  }
}
