package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.judge.KernelProgress;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * How far a program has come with a table is recorded with the rows, so that a program that was
 * killed, or was not told that its commit succeeded, does not write them twice.
 */
class ProgressTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final ManualTime time = new ManualTime();
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, time.environment());
    lake.transact(tx -> tx.createUntypedTable("t", "n:long"));
  }

  private Table table() {
    return lake.latest().table("t");
  }

  @Test
  void progressIsCommittedWithTheRowsAndFoundByAllReaders() {
    assertThat(table().progress("loader")).isEmpty();
    Instant now = time.now();
    lake.transact(
        tx -> {
          assertThat(tx.progress("t", "loader")).isEmpty();
          tx.append("t", 1L);
          tx.recordProgress("t", "loader", 7);
          assertThat(tx.progress("t", "loader").orElseThrow().version()).isEqualTo(7);
        });
    ApplicationProgress expected = new ApplicationProgress("loader", 7, now);
    assertThat(table().progress("loader")).contains(expected);
    assertThat(table().progress("another")).isEmpty();
    assertThat(table().asOf(0).progress("loader")).isEmpty();
    lake.close();
    assertThat(KernelProgress.of(disk, "t", "loader")).contains(7L);
    lake = Lake.open(disk, time.environment());
    assertThat(table().progress("loader")).contains(expected);
    assertThat(lake.latest().table("t").scan().count()).isEqualTo(1);
  }

  @Test
  void progressOutlivesTheTablesCheckpoints() {
    lake.transact(tx -> tx.recordProgress("t", "loader", 1));
    for (long i = 0; i < 40; i++) {
      long n = i;
      lake.transact(tx -> tx.append("t", n));
    }
    lake.close();
    assertThat(disk.list("t/_delta_log/", "").toString()).contains(".checkpoint");
    lake = Lake.open(disk, time.environment());
    assertThat(table().progress("loader").orElseThrow().version()).isEqualTo(1);
    assertThat(KernelProgress.of(disk, "t", "loader")).contains(1L);
  }

  @Test
  void ofTwoThatRecordTheProgressOfOneApplicationOneWins() {
    Lake other = Lake.open(disk, Environment.system());
    try (Transaction first = lake.begin();
        Transaction second = other.begin();
        Transaction third = other.begin()) {
      first.append("t", 1L);
      first.recordProgress("t", "loader", 1);
      second.append("t", 1L);
      second.recordProgress("t", "loader", 1);
      third.append("t", 2L);
      third.recordProgress("t", "another loader", 1);
      first.commit();
      assertThatThrownBy(second::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("'loader'");
      third.commit();
    }
    assertThat(table().scan().count()).isEqualTo(2);
    other.close();
  }

  /** A transaction that found that nothing was recorded, and acts on it elsewhere. */
  @Test
  void progressThatASerializableTransactionAskedForIsRead() {
    lake.transact(tx -> tx.createUntypedTable("u", "n:long"));
    Lake other = Lake.open(disk, Environment.system());
    try (Transaction serializable = lake.begin(Isolation.SERIALIZABLE);
        Transaction snapshot = lake.begin()) {
      for (Transaction each : List.of(serializable, snapshot)) {
        assertThat(each.progress("t", "loader")).isEmpty();
        each.append("u", 1L);
      }
      other.transact(tx -> tx.recordProgress("t", "loader", 1));
      assertThatThrownBy(serializable::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("progress");
      snapshot.commit();
    }
    other.close();
  }

  @Test
  void workThatIsRunAgainAfterAConflictSeesThatItWasDone() {
    Lake other = Lake.open(disk, Environment.system());
    int[] runs = {0};
    lake.transact(
        tx -> {
          runs[0]++;
          if (tx.progress("t", "loader").isPresent()) {
            return;
          }
          tx.append("t", 1L);
          tx.recordProgress("t", "loader", 1);
          other.transact(
              winner -> {
                winner.append("t", 1L);
                winner.recordProgress("t", "loader", 1);
              });
        });
    assertThat(runs[0]).isEqualTo(2);
    assertThat(table().scan().count()).isEqualTo(1);
    other.close();
  }

  @Test
  void progressGoesForward() {
    lake.transact(tx -> tx.recordProgress("t", "loader", 5));
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(() -> tx.recordProgress("t", "loader", 5))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("'loader' has come to version 5")
          .hasMessageContaining("cannot record 5");
      tx.recordProgress("t", "loader", 6);
      assertThatThrownBy(() -> tx.recordProgress("t", "loader", 6))
          .isInstanceOf(InvalidDataException.class);
      tx.commit();
    }
    assertThat(table().progress("loader").orElseThrow().version()).isEqualTo(6);
  }

  @Test
  void progressGoesWithItsTable() {
    lake.transact(tx -> tx.recordProgress("t", "loader", 5));
    lake.transact(
        tx -> {
          tx.recordProgress("t", "loader", 6);
          tx.dropTable("t");
          tx.createUntypedTable("t", "n:long");
          assertThat(tx.progress("t", "loader")).isEmpty();
          tx.recordProgress("t", "loader", 1);
          tx.renameTable("t", "u");
        });
    assertThat(lake.latest().table("u").progress("loader").orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void rolledBackProgressIsNone() {
    try (Transaction tx = lake.begin()) {
      tx.recordProgress("t", "loader", 5);
    }
    assertThat(table().progress("loader")).isEmpty();
  }

  @Test
  void tableOfItsOwnRecordsProgressToo() {
    lake.transact(tx -> tx.append("t", 1L));
    lake.detach("t");
    MemoryStore folder = sound.watch(new MemoryStore());
    disk.list("t/", "").forEach(each -> copy(each.name(), folder));
    try (Lake standalone = Lake.open(folder, time.environment())) {
      String name = standalone.latest().tables().get(0).name();
      standalone.transact(tx -> tx.recordProgress(name, "loader", 2));
      assertThat(standalone.latest().tables().get(0).progress("loader").orElseThrow().version())
          .isEqualTo(2);
    }
    assertThat(KernelProgress.of(folder, "", "loader")).contains(2L);
  }

  @Test
  void progressGoesIntoTheLakeThatATableIsAttachedTo() {
    lake.transact(tx -> tx.recordProgress("t", "loader", 2));
    lake.detach("t");
    lake.attach("u", "t");
    assertThat(lake.latest().table("u").progress("loader").orElseThrow().version()).isEqualTo(2);
    lake.transact(tx -> tx.recordProgress("u", "loader", 3));
    lake.close();
    assertThat(KernelProgress.of(disk, "t", "loader")).contains(3L);
  }

  private void copy(String name, MemoryStore folder) {
    try {
      folder.put(name.substring("t/".length()), disk.get(name));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
