package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** One lake version is taken back, unless something was built upon it. */
class RevertTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("n long, name string"));
          tx.createTable("u", Schema.parse("n long, name string"));
          for (long n = 0; n < 10; n++) {
            tx.append("t", n, "first");
          }
        });
  }

  private List<Long> numbers(String table) {
    List<Long> numbers = new ArrayList<>();
    try (Rows rows = lake.scan(table).rows()) {
      while (rows.next()) {
        numbers.add(rows.getLong("n"));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  private Undone revert(long version) {
    return lake.compute(tx -> tx.revert(version));
  }

  private void assertRefused(long version, String why) {
    long newest = lake.latest().version();
    assertThatThrownBy(() -> revert(version))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("lake version %s cannot be reverted: ".formatted(version))
        .hasMessageContaining(why);
    assertThat(lake.latest().version()).isEqualTo(newest);
  }

  private static void exchangeNames(Transaction tx) {
    tx.renameTable("t", "v");
    tx.renameTable("u", "t");
    tx.renameTable("v", "u");
  }

  /**
   * It was refused: the table that it dropped was looked for under the name before, where it was
   * not yet back.
   */
  @Test
  void aTableComesBackThatItRenamedAndDropped() {
    lake.transact(
        tx -> {
          exchangeNames(tx);
          tx.dropTable("u");
          tx.createTable("u", Schema.parse("n long"));
        });
    Undone undone = revert(2);
    assertThat(undone.broughtBack()).containsExactly("t");
    assertThat(undone.dropped()).containsExactly("u");
    assertThat(undone.renamed()).containsExactly(new LakeCommit.Renamed("t", "u"));
    LakeCommit told = newest();
    assertThat(told.broughtBack()).containsExactly("t");
    assertThat(told.renamed()).isEqualTo(undone.renamed());
    assertThat(numbers("t")).hasSize(10);
    assertThat(numbers("u")).isEmpty();
    assertThat(lake.latest().tables()).hasSize(2);
  }

  /** The name of a table on its way was told, which nobody had asked for. */
  @Test
  void anExchangeOfNamesIsTakenBack() {
    lake.transact(RevertTest::exchangeNames);
    Undone undone = revert(2);
    assertThat(undone.renamed())
        .containsExactlyInAnyOrder(
            new LakeCommit.Renamed("t", "u"), new LakeCommit.Renamed("u", "t"));
    assertThat(newest().renamed()).containsExactlyInAnyOrderElementsOf(undone.renamed());
    assertThat(numbers("t")).hasSize(10);
  }

  private LakeCommit newest() {
    return lake.history(1).get(0);
  }

  /** It was told that somebody had put a commit into the folder of the table. */
  @Test
  void anotherTransactionBringsTheTableBackMeanwhile() {
    lake.transact(tx -> tx.dropTable("t"));
    try (Transaction late = lake.begin()) {
      revert(2);
      lake.transact(tx -> tx.append("t", 10L, "second"));
      lake.awaitPublished();
      assertThatThrownBy(() -> late.revert(2))
          .isInstanceOf(ConflictException.class)
          .hasMessageStartingWith("lake version 3 brought table t back");
    }
    try (Transaction late = lake.begin()) {
      assertThat(late.scan("t").count()).isEqualTo(11);
    }
  }

  @Test
  void whatItAddedGoesAndWhatItTookComesBackInAllItsTables() {
    lake.transact(
        tx -> {
          tx.delete("t", "n < 3");
          tx.append("t", 100L, "second");
          tx.append("u", 1L, "second");
        });
    lake.transact(
        tx -> {
          tx.append("t", 200L, "third");
          tx.append("u", 2L, "third");
        });
    Undone undone = revert(2);
    assertThat(undone.tables())
        .containsExactlyInAnyOrder(
            new Undone.TableRows("t", 3, 1, 0, 1, false),
            new Undone.TableRows("u", 0, 1, 0, 1, false));
    assertThat(numbers("t")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 200L);
    assertThat(numbers("u")).containsExactly(2L);
    assertThat(lake.history(1).get(0).operation()).isEqualTo("revert");
    // A revert can be reverted.
    revert(4);
    assertThat(numbers("t")).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 100L, 200L);
    assertThat(numbers("u")).containsExactly(1L, 2L);
  }

  @Test
  void rowsThatWereDeletedFromTheSameFileSinceStayDeleted() {
    lake.transact(tx -> tx.delete("t", "n in (1, 2)"));
    lake.transact(tx -> tx.delete("t", "n in (5, 6)"));
    lake.transact(tx -> tx.update("t").set("name", "'changed'").where("n = 9").run());
    Undone undone = revert(2);
    assertThat(undone.tables()).containsExactly(new Undone.TableRows("t", 2, 0, 0, 0, false));
    assertThat(numbers("t")).containsExactly(0L, 1L, 2L, 3L, 4L, 7L, 8L, 9L);
    lake.transact(
        tx -> {
          tx.revert(3);
          assertThat(tx.scan("t").count()).isEqualTo(10);
          assertThat(tx.delete("t", "n in (0, 5)")).isEqualTo(2);
        });
    assertThat(numbers("t")).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L);
    assertThat(lake.scan("t").where("name = 'changed'").count()).isEqualTo(1);
  }

  @Test
  void whatWasBuiltUponIsNamed() {
    lake.transact(tx -> tx.update("t").set("name", "'second'").where("n = 4").run());
    lake.transact(tx -> tx.update("t").set("name", "'third'").where("n = 4").run());
    assertRefused(2, "table t: lake version 3 changed or removed rows that it added, in the file");
    assertRefused(1, "lake version 2 wrote to table t, which it made");
    revert(3);
    revert(2);
    lake.transact(tx -> tx.delete("t", "n = 7"));
    lake.transact(tx -> tx.deleteAll("t"));
    assertRefused(6, "table t: lake version 7 removed the file");
    revert(7);
    revert(6);
    assertThat(lake.scan("t").where("name = 'first'").count()).isEqualTo(10);
    lake.transact(tx -> tx.dropTable("t"));
    assertRefused(6, "lake version 10 dropped or detached table t");
    lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
    assertThat(lake.scan("t").count()).isEqualTo(10);
  }

  @Test
  void tablesThatWereMadeDroppedAndRenamed() {
    lake.transact(
        tx -> {
          tx.dropTable("t");
          tx.createTable("v", Schema.parse("a int"));
          tx.append("v", 1);
          tx.renameTable("u", "t");
        });
    Undone undone = revert(2);
    assertThat(undone.broughtBack()).containsExactly("t");
    assertThat(undone.dropped()).containsExactly("v");
    assertThat(undone.renamed()).containsExactly(new LakeCommit.Renamed("t", "u"));
    assertThat(lake.latest().tables()).extracting(Table::name).containsExactly("t", "u");
    assertThat(lake.scan("t").count()).isEqualTo(10);
    assertRefused(3, "it attached table t or brought it back, which a detach or a drop takes back");
    lake.transact(tx -> tx.createTable("w", Schema.parse("a int")));
    lake.transact(tx -> tx.append("w", 1));
    assertRefused(4, "lake version 5 wrote to table w, which it made");
    lake.transact(tx -> tx.renameTable("w", "x"));
    lake.transact(tx -> tx.renameTable("x", "y"));
    assertRefused(6, "lake version 7 renamed table x to y");
    lake.transact(tx -> tx.dropTable("y"));
    assertRefused(5, "lake version 8 dropped or detached table w");
    revert(8);
    revert(5);
    assertThat(lake.scan("y").count()).isZero();
  }

  @Test
  void versionsThatAreNotThereAndChangesOfTheTransactionItself() {
    assertThatThrownBy(() -> revert(0)).isInstanceOf(InvalidDataException.class);
    assertThatThrownBy(() -> revert(2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no lake version 2 to be reverted; there are the versions 1 to 1");
    lake.transact(tx -> tx.append("t", 11L, "x"));
    try (Transaction tx = lake.begin()) {
      tx.append("t", 12L, "x");
      assertThatThrownBy(() -> tx.revert(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("this transaction has changed table t");
      tx.commit();
    }
    assertThat(lake.scan("t").count()).isEqualTo(12);
  }

  @Test
  void whoeverAlteredTheTableSinceIsNamed() {
    lake.transact(tx -> tx.append("t", 11L, "x"));
    lake.transact(tx -> tx.delete("t", "n = 1"));
    lake.transact(tx -> tx.alter("t").add("note string"));
    lake.transact(tx -> tx.append("t", 12L, "x", "y"));
    assertRefused(2, "lake version 4 changed the columns or properties of table t");
    assertRefused(4, "table t: lake version 5 wrote to it after it changed its columns");
  }

  /** Its commit took the table in and dropped it, and no later one could bring it back. */
  @Test
  void aTableThatCameBackInTheTransactionIsDroppedAgain() {
    lake.transact(tx -> tx.dropTable("t"));
    lake.transact(
        tx -> {
          tx.revert(2);
          tx.append("t", 11L, "x");
          tx.renameTable("t", "w");
          tx.dropTable("w");
          assertThat(tx.tables()).containsExactly("u");
        });
    assertThat(lake.latest().version()).isEqualTo(2);
    lake.transact(
        tx -> {
          tx.revert(2);
          tx.dropTable("t");
          tx.restore(lake.asOf(1).table("t"));
          tx.append("t", 12L, "x");
        });
    assertThat(numbers("t")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 12L);
  }

  @Test
  void whoeverWritesToItsTablesMeanwhileWins() {
    lake.transact(tx -> tx.append("t", 11L, "x"));
    try (Transaction mine = lake.begin()) {
      mine.revert(2);
      lake.transact(tx -> tx.append("t", 12L, "x"));
      assertThatThrownBy(mine::commit).isInstanceOf(ConflictException.class);
    }
    try (Transaction mine = lake.begin()) {
      mine.revert(2);
      lake.transact(tx -> tx.append("u", 12L, "x"));
      mine.commit();
    }
    assertThat(lake.scan("t").count()).isEqualTo(11);
  }

  @Test
  void numbersOfApplicationsStay() {
    lake.transact(
        tx -> {
          tx.append("t", 11L, "x");
          tx.sequence("loader", 3);
        });
    revert(2);
    assertThat(lake.scan("t").count()).isEqualTo(10);
    assertThat(lake.latest().sequence("loader")).hasValue(3);
  }
}
