package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Restores and reverts among the other statements of a transaction. */
class UndoStatementTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = LargeFiles.create(disk, Environment.system());
    lake.transact(
        tx -> {
          for (String table : List.of("a", "b", "c", "d")) {
            tx.createTable(table, Schema.parse("n int, name string"));
            tx.append(table, 1, "one");
            tx.append(table, 2, "two");
          }
        });
  }

  private static String text(Transaction tx) {
    List<String> tables = new ArrayList<>();
    for (String table : tx.tables()) {
      tables.add(table + tx.schema(table) + lines(tx.scan(table)) + tx.progress(table, "loader"));
    }
    return String.join("\n", tables);
  }

  private static List<String> lines(Scan scan) {
    try (Rows rows = scan.rows()) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.toMap().toString());
      }
      lines.sort(null);
      return lines;
    }
  }

  /** Has a transaction that did much try something that is refused, and compares what it leaves. */
  private void assertNothingChangesBy(Consumer<Transaction> refused, String why) {
    try (Transaction tx = lake.begin()) {
      tx.append("b", 3, "three");
      tx.update("b").set("name", "'changed'").where("n = 1").run();
      tx.alter("b").add("note string");
      tx.append("b", 4, "four", "noted");
      tx.recordProgress("b", "loader", 7);
      tx.createTable("e", Schema.parse("x int"));
      tx.append("e", 1);
      tx.renameTable("e", "f");
      String before = text(tx);
      assertThatThrownBy(() -> refused.accept(tx))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining(why);
      assertThat(text(tx)).isEqualTo(before);
      // It is not checked for what the restore read, and goes on.
      lake.transact(other -> other.append("a", 9, "beside"));
      tx.append("b", 5, "five", null);
      tx.append("f", 2);
      tx.commit();
    }
    assertThat(lines(lake.scan("b")))
        .containsExactly(
            "{n=1, name=changed, note=null}",
            "{n=2, name=two, note=null}",
            "{n=3, name=three, note=null}",
            "{n=4, name=four, note=noted}",
            "{n=5, name=five, note=null}");
    assertThat(lines(lake.scan("f"))).containsExactly("{x=1}", "{x=2}");
    assertThat(lake.latest().table("b").progress("loader")).isPresent();
  }

  @Test
  void aRevertThatIsRefusedAtALaterTableChangesNothing() {
    lake.transact(
        tx -> {
          tx.deleteAll("a");
          tx.dropTable("d");
          tx.renameTable("c", "d");
          tx.createTable("g", Schema.parse("x int"));
          tx.append("b", 0, "zero");
          tx.delete("b", "n = 0");
          tx.append("b", 6, "six");
        });
    lake.transact(tx -> tx.delete("b", "n = 6"));
    assertNothingChangesBy(tx -> tx.revert(2), "this transaction has changed table b");
    assertThat(lake.latest().tables())
        .extracting(Table::name)
        .containsExactly("a", "b", "d", "f", "g");
    assertThat(lines(lake.scan("a"))).containsExactly("{n=9, name=beside}");
  }

  @Test
  void aRestoreOfTheLakeThatIsRefusedAtALaterTableChangesNothing() throws Exception {
    lake.transact(tx -> tx.deleteAll("a"));
    lake.transact(
        tx -> {
          tx.dropTable("d");
          tx.renameTable("c", "d");
        });
    lake.awaitPublished();
    byte[] foreign = "{}".getBytes(StandardCharsets.UTF_8);
    disk.putIfAbsent("d/_delta_log/00000000000000000001.json", foreign);
    assertNothingChangesBy(tx -> tx.restore(lake.asOf(1)), "its folder is not what it was");
    assertThat(lines(lake.scan("a"))).containsExactly("{n=9, name=beside}");
    assertThat(lines(lake.scan("d"))).hasSize(2);
    disk.delete("d/_delta_log/00000000000000000001.json");
  }

  @Test
  void aRestoreOfADroppedTableThatIsRefusedLeavesItDropped() throws Exception {
    lake.transact(tx -> tx.deleteAll("d"));
    lake.transact(tx -> tx.dropTable("d"));
    lake.awaitPublished();
    String file =
        disk.list("d/part-", "").stream().map(object -> object.name()).findFirst().orElseThrow();
    byte[] bytes = disk.get(file);
    disk.delete(file);
    assertNothingChangesBy(tx -> tx.restore(lake.asOf(1).table("d")), "needs a file");
    assertThat(lake.latest().tables()).extracting(Table::name).doesNotContain("d");
    disk.putIfAbsent(file, bytes);
  }

  @Test
  void aTableThatComesBackIsAlteredByTheSameTransaction() {
    lake.transact(tx -> tx.dropTable("a"));
    lake.transact(
        tx -> {
          tx.restore(lake.asOf(1));
          tx.alter("a").add("note string").moveFirst("name");
          tx.append("a", "three", 3, "new");
        });
    List<String> altered =
        List.of(
            "{name=one, n=1, note=null}",
            "{name=three, n=3, note=new}",
            "{name=two, n=2, note=null}");
    assertThat(lines(lake.scan("a"))).isEqualTo(altered);
    lake.transact(tx -> tx.dropTable("a"));
    lake.transact(
        tx -> {
          tx.revert(4);
          tx.alter("a").property("delta.checkpointInterval", "7");
        });
    assertThat(lake.latest().table("a").properties())
        .containsEntry("delta.checkpointInterval", "7");
    assertThat(lines(lake.scan("a"))).isEqualTo(altered);
  }

  @Test
  void aTableThatComesBackAsItWasBeforeItWasAlteredHasItsColumnsOfThen() {
    lake.transact(tx -> tx.alter("a").rename("name", "title").drop("n"));
    lake.transact(tx -> tx.append("a", "three"));
    lake.transact(tx -> tx.dropTable("a"));
    lake.transact(tx -> tx.restore(lake.asOf(1).table("a")));
    assertThat(lines(lake.scan("a"))).containsExactly("{n=1, name=one}", "{n=2, name=two}");
    lake.transact(tx -> tx.restore(lake.asOf(3)));
    assertThat(lines(lake.scan("a")))
        .containsExactly("{title=one}", "{title=three}", "{title=two}");
  }

  @Test
  void aTableThatComesBackAndIsDroppedAgainIsDroppedAsBefore() {
    lake.transact(tx -> tx.dropTable("a"));
    long dropped = lake.latest().version();
    Table then = lake.asOf(1).table("a");
    lake.transact(
        tx -> {
          tx.restore(then);
          tx.append("a", 3, "three");
          tx.renameTable("a", "x");
          Scan scan = tx.scan("x");
          tx.dropTable("x");
          assertThatThrownBy(scan::count).isInstanceOf(IllegalStateException.class);
          assertThat(tx.tables()).containsExactly("b", "c", "d");
        });
    assertThat(lake.latest().version()).isEqualTo(dropped);
    lake.transact(
        tx -> {
          tx.restore(then);
          tx.dropTable("a");
          tx.restore(then);
          tx.append("a", 4, "four");
        });
    assertThat(lines(lake.scan("a")))
        .containsExactly("{n=1, name=one}", "{n=2, name=two}", "{n=4, name=four}");
    lake.transact(tx -> tx.dropTable("a"));
    lake.transact(tx -> tx.revert(lake.latest().version()));
    assertThat(lake.scan("a").count()).isEqualTo(3);
  }
}
