package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

/**
 * A restore or revert of several tables that is refused changes none of them. It did them one after
 * another: those before the one that was refused stayed changed, and the transaction could commit
 * that.
 */
class UndoRefusedTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("n long"));
          tx.createTable("u", Schema.parse("n long"));
        });
    lake.transact(
        tx -> {
          tx.append("t", 1L);
          tx.append("u", 1L);
          tx.createTable("v", Schema.parse("a int"));
          tx.renameTable("t", "w");
        });
  }

  private void assertAsItWas(Transaction tx) {
    assertThat(tx.tables()).containsExactly("u", "v", "w");
    assertThat(tx.scan("w").count()).isEqualTo(1);
    long version = lake.latest().version();
    assertThat(tx.commit()).isEqualTo(version);
    assertThat(lake.latest().version()).isEqualTo(version);
  }

  @Test
  void aRevertOfWhichOneTableIsRefused() {
    lake.transact(tx -> tx.deleteAll("u"));
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(() -> tx.revert(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("table u: lake version 3 changed or removed rows that it added");
      assertAsItWas(tx);
    }
  }

  /** The log has the commits, and puts them where they are missing; data it has not. */
  @Test
  void aDroppedTableWhoseDataIsGone() throws IOException {
    Snapshot before = lake.latest();
    Table gone = before.table("u");
    long drop = lake.transact(tx -> tx.dropTable("u"));
    lake.awaitPublished();
    String data = disk.list(gone.location() + "/part", "").get(0).name();
    byte[] content = disk.get(data);
    disk.delete(data);
    List<Consumer<Transaction>> all =
        List.of(tx -> tx.restore(gone), tx -> tx.restore(before), tx -> tx.revert(drop));
    for (Consumer<Transaction> each : all) {
      assertThatThrownBy(() -> lake.transact(each::accept))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("needs a file")
          .hasMessageContaining(data);
    }
    assertThat(lake.latest().version()).isEqualTo(drop);
    disk.putIfAbsent(data, content);
    lake.transact(tx -> tx.revert(drop));
    assertThat(lake.scan("u").count()).isEqualTo(1);
  }

  @Test
  void aRevertOfWhichOneNameIsTaken() {
    lake.transact(tx -> tx.createTable("T", Schema.parse("a int")));
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(() -> tx.revert(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("lake version 3 gave another table the name T");
      tx.dropTable("T");
      tx.revert(2);
      assertThat(tx.tables()).containsExactly("t", "u");
      assertThat(tx.scan("t").count()).isZero();
      tx.commit();
    }
    assertThat(lake.scan("u").count()).isZero();
  }

  @Test
  void aRevertThatWouldDropRowsOfTheTransactionItself() {
    try (Transaction tx = lake.begin()) {
      tx.append("v", 7);
      assertThatThrownBy(() -> tx.revert(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("this transaction has changed table v");
      tx.commit();
    }
    assertThat(lake.scan("v").count()).isEqualTo(1);
  }

  @Test
  void aRestoreForWhichAFileIsMissing() throws Exception {
    lake.awaitPublished();
    String file =
        disk.list("t/", "").stream()
            .map(each -> each.name())
            .filter(name -> name.endsWith(".parquet"))
            .findFirst()
            .orElseThrow();
    lake.transact(
        tx -> {
          tx.append("u", 2L);
          tx.deleteAll("w");
          tx.createTable("x", Schema.parse("a int"));
        });
    byte[] bytes = disk.get(file);
    try (Transaction tx = lake.begin()) {
      disk.delete(file);
      assertThatThrownBy(() -> tx.restore(lake.asOf(2)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("needs a file that");
      assertThat(tx.tables()).containsExactly("u", "v", "w", "x");
      assertThat(tx.scan("u").count()).isEqualTo(2);
      disk.put(file, bytes);
      tx.restore(lake.asOf(2));
      tx.commit();
    }
    assertThat(lake.scan("w").count()).isEqualTo(1);
    assertThat(lake.scan("u").count()).isEqualTo(1);
  }
}
