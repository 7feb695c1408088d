package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.judge.TrackedRowsOfKernel;
import org.tarnlake.row.ChangeType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/** New tables are what others were, with files of their own. */
class CloneTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable(
              "t", Schema.parse("n long not null, name string, part int").partitionBy("part"));
          tx.alter("t").comment("n", "a number").property("colour", "red");
          for (long n = 0; n < 20; n++) {
            tx.append("t", n, "name " + n, (int) (n % 3));
          }
        });
    lake.transact(tx -> tx.delete("t", "n = 3 or n = 4"));
  }

  private static List<Object> rows(Scan scan) {
    try (Rows rows = scan.rows()) {
      List<Object> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.toMap().toString());
      }
      all.sort(null);
      return all;
    }
  }

  private List<String> dataFiles() {
    lake.awaitPublished();
    return disk.list("", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> name.endsWith(".parquet") || name.endsWith(".bin"))
        .toList();
  }

  private List<Object> rows(String table) {
    return rows(lake.scan(table));
  }

  @Test
  void aCopyHasTheRowsColumnsAndPropertiesOfTheOther() {
    lake.transact(tx -> tx.cloneTable(lake.latest().table("t"), "sales.copy"));
    Table table = lake.latest().table("t");
    Table copy = lake.latest().table("sales.copy");
    assertThat(rows(copy.scan())).isEqualTo(rows(table.scan())).hasSize(18);
    assertThat(copy.schema()).isEqualTo(table.schema());
    assertThat(copy.properties()).isEqualTo(table.properties()).containsEntry("colour", "red");
    assertThat(copy.id()).isNotEqualTo(table.id());
    assertThat(copy.version()).isZero();
    assertThat(copy.rowCount()).isEqualTo(18);
    assertThat(lake.history(1).get(0).operation()).isEqualTo("clone, create");
  }

  @Test
  void aCopyLivesWhenTheOtherTableChangesOrGoes() throws IOException {
    List<Object> before = rows("t");
    lake.transact(tx -> tx.cloneTable(lake.latest().table("t"), "copy"));
    lake.transact(tx -> tx.update("copy").set("name", "'x'").where("n = 7").run());
    assertThat(rows("t")).isEqualTo(before);
    List<Object> changed = rows("copy");
    assertThat(changed).hasSize(18).isNotEqualTo(before);
    String location = lake.latest().table("t").location();
    lake.transact(tx -> tx.dropTable("t"));
    lake.close();
    Map<String, byte[]> removed = new TreeMap<>();
    for (ObjectInfo each : disk.list(location + "/", "")) {
      removed.put(each.name(), disk.get(each.name()));
      disk.delete(each.name());
    }
    lake = Lake.open(disk, Environment.system());
    assertThat(rows("copy")).isEqualTo(changed);
    // For those who look at earlier versions after the test.
    removed.forEach(disk::putIfAbsent);
  }

  @Test
  void anEarlierVersionIsCopied() {
    lake.transact(tx -> tx.alter("t").rename("name", "title").drop("n"));
    lake.transact(tx -> tx.cloneTable(lake.asOf(1).table("t"), "copy"));
    assertThat(rows("copy")).isEqualTo(rows(lake.asOf(1).scan("t"))).hasSize(20);
    lake.transact(tx -> tx.append("copy", 100L, "new", 1));
    assertThat(lake.scan("copy").count()).isEqualTo(21);
  }

  @Test
  void aTransactionGoesOnWithACopyThatItMade() {
    lake.transact(
        tx -> {
          tx.cloneTable(lake.latest().table("t"), "copy");
          assertThat(tx.delete("copy", "n < 10")).isEqualTo(8);
          tx.update("copy").set("name", "'x'").where("n = 11").run();
          tx.alter("copy").rename("name", "title").add("more string");
          tx.append("copy", 50L, "fifty", 2, "more");
          tx.renameTable("copy", "other");
          assertThat(tx.scan("other").count()).isEqualTo(11);
        });
    assertThat(lake.scan("other").where("title = 'x'").count()).isEqualTo(1);
    assertThat(lake.scan("other").where("more is not null").count()).isEqualTo(1);
    assertThat(lake.scan("other").count()).isEqualTo(11);
    assertThat(lake.latest().table("other").properties()).containsEntry("colour", "red");
    assertThat(lake.scan("t").count()).isEqualTo(18);
  }

  @Test
  void aVersionFromBeforeTheTableWasAttachedIsCopied() {
    ForeignWriter other = new ForeignWriter(disk, "other");
    other.create();
    other.append(1, 1, 2);
    lake.attach("other", "other");
    lake.transact(tx -> tx.append("other", 3L));
    lake.transact(tx -> tx.cloneTable(lake.latest().table("other").asOf(1), "copy"));
    assertThat(rows("copy")).containsExactly("{id=1}", "{id=2}");
    lake.transact(tx -> tx.append("copy", 4L));
    assertThat(rows("copy")).hasSize(3);
    assertThat(lake.latest().table("copy").properties().keySet())
        .noneMatch(key -> key.contains("Enablement"));
  }

  @Test
  void aTableWithoutRowsIsCopied() {
    lake.transact(tx -> tx.createTable("empty", Schema.parse("a string")));
    lake.transact(tx -> tx.cloneTable(lake.latest().table("empty"), "copy"));
    assertThat(rows("copy")).isEmpty();
    lake.transact(tx -> tx.append("copy", "x"));
    assertThat(rows("copy")).hasSize(1);
  }

  @Test
  void aNameThatIsTakenIsToldAndNothingIsCopied() {
    List<String> before = dataFiles();
    Table table = lake.latest().table("t");
    assertThatThrownBy(() -> lake.transact(tx -> tx.cloneTable(table, "T")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("table t exists already; choose another name, or drop it first");
    assertThat(dataFiles()).isEqualTo(before);
  }

  @Test
  void whatIsRolledBackLeavesNoFiles() {
    List<String> before = dataFiles();
    try (Transaction tx = lake.begin()) {
      tx.cloneTable(lake.latest().table("t"), "copy");
      assertThat(dataFiles()).hasSizeGreaterThan(before.size());
      tx.rollback();
    }
    assertThat(dataFiles()).isEqualTo(before);
  }

  @Test
  void whatIsAlteredAndGivenUpLeavesNoFiles() {
    lake.awaitPublished();
    List<String> before = dataFiles();
    lake.transact(
        tx -> {
          tx.cloneTable(lake.latest().table("t"), "copy");
          tx.alter("copy").rename("name", "title").drop("n");
          tx.dropTable("copy");
        });
    assertThat(dataFiles()).isEqualTo(before);
    try (Transaction tx = lake.begin()) {
      tx.cloneTable(lake.latest().table("t"), "copy");
      tx.alter("copy").rename("name", "title");
      tx.append("copy", 50L, "fifty", 2);
      tx.rollback();
    }
    assertThat(dataFiles()).isEqualTo(before);
  }

  @Test
  void filesThatAreGoneAreNamedAndNothingIsCopied() throws IOException {
    lake.transact(tx -> tx.delete("t", "part = 1"));
    String gone = disk.list(lake.latest().table("t").location() + "/part", "").get(0).name();
    byte[] content = disk.get(gone);
    disk.delete(gone);
    List<String> before = dataFiles();
    assertThatThrownBy(() -> lake.transact(tx -> tx.cloneTable(lake.asOf(2).table("t"), "copy")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("table t as of its version 1 needs a file that memory no longer has")
        .hasMessageContaining(gone);
    assertThat(dataFiles()).isEqualTo(before);
    disk.putIfAbsent(gone, content);
  }

  @Test
  void ofTwoThatMakeATableOfOneNameOneWins() {
    try (Transaction first = lake.begin();
        Transaction second = lake.begin()) {
      first.cloneTable(lake.latest().table("t"), "copy");
      second.cloneTable(lake.latest().table("t"), "copy");
      first.commit();
      assertThatThrownBy(second::commit).isInstanceOf(ConflictException.class);
    }
    assertThat(rows("copy")).isEqualTo(rows("t"));
  }

  @Test
  void aSerializableTransactionIsCheckedForTheTableThatItCopied() {
    try (Transaction tx = lake.begin(Isolation.SERIALIZABLE)) {
      tx.cloneTable(lake.latest().table("t"), "copy");
      lake.transact(other -> other.append("t", 77L, "late", 1));
      assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void rowsKeepTheirIdsAndNewOnesGetOthers() {
    lake.transact(tx -> tx.alter("t").property("delta.enableRowTracking", "true"));
    lake.transact(tx -> tx.update("t").set("name", "'x'").where("n < 8").run());
    lake.transact(
        tx -> {
          tx.cloneTable(lake.latest().table("t"), "copy");
          tx.append("copy", 30L, "new", 1);
          tx.cloneTable(lake.latest().table("t"), "same");
        });
    assertThat(lake.latest().table("copy").properties())
        .isEqualTo(lake.latest().table("t").properties());
    List<Object> ids = idsOfRows("t");
    assertThat(ids).hasSize(18).doesNotHaveDuplicates();
    assertThat(idsOfRows("same")).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(idsOfRows("copy")).hasSize(19).doesNotHaveDuplicates().containsAll(ids);
    lake.transact(tx -> tx.update("copy").set("name", "'y'").where("n > 6").run());
    assertThat(lake.scan("copy").where("name = 'y'").count()).isEqualTo(14);
    assertThat(idsOfRows("copy")).hasSize(19).doesNotHaveDuplicates().containsAll(ids);
  }

  /** As Delta Kernel tells them, behind the columns. */
  private List<Object> idsOfRows(String name) {
    lake.awaitPublished();
    Table table = lake.latest().table(name);
    List<Object> ids = new ArrayList<>();
    TrackedRowsOfKernel.of(disk)
        .at(table.location(), table.version())
        .forEach(row -> ids.add(row.get(3)));
    return ids;
  }

  @Test
  void changesOfACopyBeginWithItsRows() {
    lake.transact(tx -> tx.cloneTable(lake.latest().table("t"), "copy"));
    long version = lake.latest().version();
    try (Changes changes = lake.changes().table("copy").from(version).open()) {
      int inserted = 0;
      while (changes.nextVersion()) {
        while (changes.next()) {
          assertThat(changes.change()).isEqualTo(ChangeType.INSERT);
          inserted++;
        }
      }
      assertThat(inserted).isEqualTo(18);
    }
  }

  @Test
  void onADiskFilesAreLinked(@TempDir Path folder) throws IOException {
    Path where = folder.resolve("lake");
    try (Lake local = Lake.create(where)) {
      local.transact(
          tx -> {
            tx.createTable("t", Schema.parse("n long"));
            tx.append("t", 1L);
            tx.append("t", 2L);
          });
      local.transact(tx -> tx.delete("t", "n = 1"));
      local.awaitPublished();
      local.transact(tx -> tx.cloneTable(local.latest().table("t"), "copy"));
      assertThat(files(where.resolve("copy"), ".parquet").get(0))
          .satisfies(
              file ->
                  assertThat(Files.isSameFile(file, files(where.resolve("t"), ".parquet").get(0)))
                      .isTrue());
      assertThat(files(where.resolve("copy"), ".bin")).hasSize(1);
      assertThat(rows(local.scan("copy"))).isEqualTo(rows(local.scan("t"))).hasSize(1);
    }
    SoundLake.assertSound(where);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
