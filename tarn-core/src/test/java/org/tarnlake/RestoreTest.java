package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Tables are made what they were, as a new version. */
class RestoreTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = LargeFiles.create(disk, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("n long"));
          tx.createTable("u", Schema.parse("n long not null, name string"));
        });
    lake.transact(
        tx -> {
          for (long n = 0; n < 10; n++) {
            tx.append("t", n);
            tx.append("u", n, "name " + n);
          }
        });
  }

  private static List<Object> rows(Scan scan) {
    try (Rows rows = scan.rows()) {
      List<Object> all = new ArrayList<>();
      while (rows.next()) {
        all.add(new TreeMap<>(rows.toMap()).toString());
      }
      all.sort(null);
      return all;
    }
  }

  private List<Object> rows(String table) {
    return rows(lake.scan(table));
  }

  @Test
  void rowsThatWentComeBackAndRowsThatCameGo() {
    List<Object> before = rows("u");
    lake.transact(tx -> tx.delete("u", "n >= 7"));
    lake.transact(tx -> tx.update("u").set("name", "'x'").where("n < 2").run());
    lake.transact(tx -> tx.append("u", 100L, "new"));
    Undone undone = lake.compute(tx -> tx.restore(lake.asOf(2).table("u")));
    assertThat(rows("u")).isEqualTo(before);
    assertThat(undone.tables()).containsExactly(new Undone.TableRows("u", 5, 3, 0, 2, false));
    LakeCommit commit = lake.history(1).get(0);
    assertThat(commit.operation()).isEqualTo("restore");
    assertThat(commit.tables().get(0).rowsAdded()).isEqualTo(5);
    assertThat(commit.tables().get(0).rowsDeleted()).isEqualTo(3);
    lake.transact(tx -> tx.delete("u", "n = 0"));
    assertThat(lake.scan("u").count()).isEqualTo(9);
    // What was undone can be had back the same way.
    lake.transact(tx -> tx.restore(lake.asOf(5).table("u")));
    assertThat(rows(lake.scan("u"))).isEqualTo(rows(lake.asOf(5).scan("u")));
  }

  @Test
  void aTransactionSeesWhatItBroughtBackAndGoesOnFromThere() {
    lake.transact(tx -> tx.delete("u", "n >= 7"));
    lake.transact(tx -> tx.append("u", 100L, "new"));
    lake.transact(
        tx -> {
          tx.append("u", 200L, "forgotten");
          tx.restore(lake.asOf(2).table("u"));
          assertThat(tx.scan("u").count()).isEqualTo(10);
          tx.append("u", 300L, "kept");
          assertThat(tx.delete("u", "n in (8, 100, 200)")).isEqualTo(1);
          assertThat(tx.update("u").set("name", "'changed'").where("n = 3").run()).isEqualTo(1);
          assertThat(tx.scan("u").count()).isEqualTo(10);
        });
    assertThat(lake.scan("u").count()).isEqualTo(10);
    assertThat(lake.scan("u").where("n = 300 or name = 'changed'").count()).isEqualTo(2);
    assertThat(lake.scan("u").where("n in (8, 100, 200)").count()).isZero();
  }

  @Test
  void whatIsAsItWasIsLeftAlone() {
    long version = lake.latest().version();
    assertThat(lake.compute(tx -> tx.restore(lake.asOf(2).table("t"))).isNothing()).isTrue();
    assertThat(lake.compute(tx -> tx.restore(lake.asOf(2))).isNothing()).isTrue();
    assertThat(lake.latest().version()).isEqualTo(version);
    lake.transact(
        tx -> {
          tx.append("t", 77L);
          tx.restore(lake.asOf(2).table("t"));
        });
    assertThat(lake.latest().version()).isEqualTo(version);
  }

  @Test
  void aTableIsEmptiedByItsFirstVersion() {
    lake.transact(tx -> tx.restore(lake.asOf(1).table("t")));
    assertThat(lake.scan("t").count()).isZero();
    lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
    assertThat(lake.scan("t").count()).isEqualTo(10);
  }

  @Test
  void aWholeLakeIsMadeWhatItWas() {
    lake.transact(
        tx -> {
          tx.createUntypedTable("new", "a");
          tx.append("t", 5L);
          tx.delete("u", "n = 1");
          // They exchange their names.
          tx.renameTable("t", "way");
          tx.renameTable("u", "t");
          tx.renameTable("way", "u");
        });
    Undone undone = lake.compute(tx -> tx.restore(lake.asOf(2)));
    assertThat(undone.dropped()).containsExactly("new");
    assertThat(undone.renamed())
        .containsExactlyInAnyOrder(
            new LakeCommit.Renamed("u", "t"), new LakeCommit.Renamed("t", "u"));
    assertThat(lake.latest().tables()).extracting(Table::name).containsExactly("t", "u");
    assertThat(rows("t")).isEqualTo(rows(lake.asOf(2).scan("t")));
    assertThat(rows("u")).isEqualTo(rows(lake.asOf(2).scan("u")));
    lake.transact(tx -> tx.restore(lake.asOf(0)));
    assertThat(lake.latest().tables()).isEmpty();
  }

  @Test
  void whoeverWritesToTheTableMeanwhileWins() {
    lake.transact(tx -> tx.delete("u", "n >= 7"));
    Table then = lake.asOf(2).table("u");
    try (Transaction mine = lake.begin()) {
      mine.restore(then);
      lake.transact(tx -> tx.append("u", 50L, "x"));
      assertThatThrownBy(mine::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(
              "it changed the table that this transaction brings back to what it was before");
    }
    try (Transaction mine = lake.begin()) {
      mine.append("u", 51L, "x");
      lake.transact(tx -> tx.restore(then));
      assertThatThrownBy(mine::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("it brought the table back to what it was before");
    }
    try (Transaction mine = lake.begin()) {
      mine.restore(lake.asOf(3));
      lake.transact(tx -> tx.append("t", 51L));
      assertThatThrownBy(mine::commit).isInstanceOf(ConflictException.class);
    }
    try (Transaction mine = lake.begin()) {
      mine.restore(lake.asOf(1).table("t"));
      lake.transact(tx -> tx.append("u", 51L, "x"));
      mine.commit();
    }
    assertThat(lake.scan("t").count()).isZero();
  }

  @Test
  void aFileThatIsGoneIsNamedAndNothingIsChanged() throws Exception {
    lake.transact(tx -> tx.delete("u", "n >= 7"));
    lake.transact(tx -> tx.deleteAll("u"));
    lake.awaitPublished();
    String vector =
        disk.list("u/", "").stream()
            .map(each -> each.name())
            .filter(name -> name.contains("deletion_vector"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = disk.get(vector);
    disk.delete(vector);
    assertThatThrownBy(() -> lake.transact(tx -> tx.restore(lake.asOf(3).table("u"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("table u as of its version 2 needs a file that")
        .hasMessageContaining(vector);
    lake.transact(tx -> tx.restore(lake.asOf(2).table("u")));
    assertThat(lake.scan("u").count()).isEqualTo(10);
    disk.put(vector, bytes);
  }

  @Test
  void tablesOfOthersAndOfTheTransactionItselfAreRefused() {
    Table before = lake.asOf(2).table("t");
    try (Lake other = Lake.open(disk, Environment.system());
        Transaction tx = other.begin()) {
      assertThatThrownBy(() -> tx.restore(before)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> tx.restore(lake.asOf(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (Transaction tx = lake.begin()) {
      tx.dropTable("t");
      assertThatThrownBy(() -> tx.restore(before))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("table t was dropped in this transaction; roll it back");
    }
  }

  @Test
  void aTableThatWasDroppedComesBack() {
    lake.transact(tx -> tx.delete("u", "n = 1"));
    lake.transact(
        tx -> {
          tx.dropTable("u");
          tx.createUntypedTable("u", "another");
          tx.append("u", "table");
        });
    assertThatThrownBy(() -> lake.transact(tx -> tx.restore(lake.asOf(2).table("u"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("table u exists already");
    lake.transact(
        tx -> {
          tx.renameTable("u", "w");
          Undone undone = tx.restore(lake.asOf(2).table("u"));
          assertThat(undone.broughtBack()).containsExactly("u");
          assertThat(tx.scan("u").count()).isEqualTo(10);
          tx.append("u", 10L, "ten");
        });
    assertThat(lake.scan("u").count()).isEqualTo(11);
    assertThat(lake.scan("w").count()).isEqualTo(1);
    assertThat(lake.asOf(3).scan("u").count()).isEqualTo(9);
    lake.transact(tx -> tx.restore(lake.asOf(3)));
    assertThat(rows("u")).isEqualTo(rows(lake.asOf(3).scan("u")));
    assertThat(lake.latest().tables()).extracting(Table::name).containsExactly("t", "u");
    lake.close();
    lake = Lake.open(disk, Environment.system());
    assertThat(rows("u")).isEqualTo(rows(lake.asOf(3).scan("u")));
  }

  @Test
  void aDroppedTableComesBackAsItWasWithoutACommitOfItsOwn() {
    lake.transact(tx -> tx.dropTable("u"));
    Undone undone = lake.compute(tx -> tx.restore(lake.asOf(2)));
    assertThat(undone.broughtBack()).containsExactly("u");
    assertThat(undone.tables()).isEmpty();
    assertThat(lake.scan("u").count()).isEqualTo(10);
    lake.transact(tx -> tx.append("u", 11L, "x"));
    lake.transact(tx -> tx.dropTable("u"));
    lake.transact(tx -> tx.restore(lake.asOf(1).table("u")));
    assertThat(lake.scan("u").count()).isZero();
  }

  @Test
  void aTableWhoseFolderIsNotWhatItWasStaysDropped() throws Exception {
    lake.transact(tx -> tx.dropTable("u"));
    lake.awaitPublished();
    String newest = "u/_delta_log/00000000000000000001.json";
    byte[] bytes = disk.get(newest);
    disk.delete(newest);
    assertThatThrownBy(() -> lake.transact(tx -> tx.restore(lake.asOf(2))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(newest + " is missing");
    disk.put(newest, bytes);
    lake.transact(tx -> tx.restore(lake.asOf(2)));
    lake.detach("u");
    assertThatThrownBy(() -> lake.transact(tx -> tx.restore(lake.asOf(2))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("table u was detached in lake version 5");
    lake.attach("u", "u");
    lake.transact(tx -> tx.restore(lake.asOf(1).table("u")));
    assertThat(lake.scan("u").count()).isZero();
    lake.transact(tx -> tx.restore(lake.asOf(2).table("u")));
    assertThat(lake.scan("u").count()).isEqualTo(10);
  }

  @Test
  void columnsAreThoseOfThen() {
    List<Object> before = rows("u");
    lake.transact(tx -> tx.alter("u").add("price int").rename("name", "title"));
    lake.transact(tx -> tx.update("u").set("price", "7").where("n < 5").run());
    List<Object> renamed = rows("u");
    lake.transact(tx -> tx.alter("u").drop("n").type("price", DataType.LONG));
    lake.transact(tx -> tx.append("u", "new", 8L));
    Undone undone = lake.compute(tx -> tx.restore(lake.asOf(2).table("u")));
    assertThat(undone.tables().get(0).changesSchema()).isTrue();
    assertThat(rows("u")).isEqualTo(before);
    lake.transact(tx -> tx.append("u", 11L, "eleven"));
    lake.transact(tx -> tx.restore(lake.asOf(4).table("u")));
    assertThat(rows("u")).isEqualTo(renamed);
    lake.transact(
        tx -> {
          tx.alter("u").add("forgotten int");
          tx.restore(lake.asOf(2).table("u"));
          tx.alter("u").add("price string").drop("name");
          tx.update("u").set("price", "'x'").where("n = 3").run();
        });
    assertThat(lake.latest().table("u").schema().columns().names()).containsExactly("n", "price");
    assertThat(lake.scan("u").where("price = 'x'").count()).isEqualTo(1);
    assertThat(lake.scan("u").count()).isEqualTo(10);
    lake.transact(tx -> tx.revert(lake.latest().version()));
    assertThat(rows("u")).isEqualTo(renamed);
    lake.close();
    lake = Lake.open(disk, Environment.system());
    assertThat(rows("u")).isEqualTo(renamed);
  }

  /**
   * Its commit lacked the columns of then, so that the table had those with which it was dropped.
   */
  @Test
  void aDroppedTableComesBackWithTheColumnsOfThen() {
    List<Object> before = rows("u");
    lake.transact(tx -> tx.alter("u").add("price int").rename("name", "title"));
    lake.transact(tx -> tx.delete("u", "n = 1"));
    lake.transact(tx -> tx.dropTable("u"));
    lake.transact(
        tx -> {
          tx.restore(lake.asOf(2).table("u"));
          assertThat(tx.scan("u").count()).isEqualTo(10);
        });
    assertThat(lake.latest().table("u").schema().columns().names()).containsExactly("n", "name");
    assertThat(rows("u")).isEqualTo(before);
    lake.transact(tx -> tx.append("u", 11L, "eleven"));
    lake.close();
    lake = Lake.open(disk, Environment.system());
    assertThat(lake.scan("u").where("name = 'eleven'").count()).isEqualTo(1);
  }

  /** As many rows as before are deleted then, which was taken for nothing to be done. */
  @Test
  void asManyRowsComeBackFromAFileAsGo() {
    lake.transact(tx -> tx.delete("u", "n = 1"));
    lake.transact(tx -> tx.restore(lake.asOf(2).table("u")));
    lake.transact(tx -> tx.delete("u", "n = 2"));
    Undone undone = lake.compute(tx -> tx.restore(lake.asOf(3).table("u")));
    assertThat(undone.tables()).containsExactly(new Undone.TableRows("u", 1, 1, 0, 0, false));
    assertThat(rows("u")).isEqualTo(rows(lake.asOf(3).scan("u")));
    Undone reverted = lake.compute(tx -> tx.revert(6));
    assertThat(reverted.tables()).containsExactly(new Undone.TableRows("u", 1, 1, 0, 0, false));
    assertThat(rows("u")).isEqualTo(rows(lake.asOf(5).scan("u")));
  }

  /** No file comes or goes with them. */
  @Test
  void columnsAndPropertiesComeBackAlone() {
    lake.transact(tx -> tx.alter("u").add("note string").property("team", "a"));
    lake.transact(tx -> tx.alter("u").addCheck("small", "n < 10"));
    assertThat(lake.compute(tx -> tx.restore(lake.asOf(2))).tables()).hasSize(1);
    Table now = lake.latest().table("u");
    assertThat(now.schema().columns().names()).containsExactly("n", "name");
    assertThat(now.properties()).doesNotContainKeys("team", "delta.constraints.small");
    lake.transact(tx -> tx.append("u", 10L, "ten"));
    assertThat(lake.latest().version()).isEqualTo(6);
    assertThatThrownBy(() -> lake.transact(tx -> tx.alter("u").dropCheck("small")))
        .hasMessageContaining("there is no constraint 'small'");
  }

  @Test
  void rememberedNumbersStay() {
    lake.transact(
        tx -> {
          tx.append("t", 11L);
          tx.sequence("loader", 4);
        });
    lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
    assertThat(lake.latest().sequence("loader")).hasValue(4);
    assertThat(lake.latest().table("t").progress("loader")).isPresent();
  }

  @Test
  void checkpointsHoldWhatWasBroughtBack() {
    for (long i = 0; i < 30; i++) {
      long n = 1000 + i;
      lake.transact(tx -> tx.append("t", n));
      if (i % 10 == 5) {
        lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
      }
    }
    lake.transact(tx -> tx.delete("t", "n = 3"));
    lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
    lake.close();
    assertThat(disk.list("t/_delta_log/", "").toString()).contains(".checkpoint");
    lake = Lake.open(disk, Environment.system());
    assertThat(rows("t")).isEqualTo(rows(lake.asOf(2).scan("t")));
  }
}
