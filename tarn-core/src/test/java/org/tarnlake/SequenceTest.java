package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.judge.KernelProgress;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/**
 * A program's number commits with its work over any number of tables, so that work that is done
 * again, by itself or by a program that took its place, is noticed.
 */
class SequenceTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, Environment.system());
    lake.transact(
        tx -> {
          tx.createUntypedTable("t", "n:long");
          tx.createUntypedTable("u", "n:long");
        });
  }

  private static void load(Transaction tx, long number) {
    tx.append("t", number);
    tx.append("u", number);
    tx.sequence("loader", number);
  }

  @Test
  void aNumberCommitsWithTheWorkAndIsFoundByAllReaders() {
    lake.transact(
        tx -> {
          assertThat(tx.sequence("loader")).isEmpty();
          load(tx, 7);
          assertThat(tx.sequence("loader")).hasValue(7);
        });
    lake.transact(tx -> tx.append("t", 8L));
    assertThat(lake.latest().sequence("loader")).hasValue(7);
    assertThat(lake.latest().sequence("another")).isEmpty();
    assertThat(lake.asOf(1).sequence("loader")).isEmpty();
    assertThat(lake.history(2)).extracting(LakeCommit::sequences).last().asString().contains("=7");
    lake.close();
    assertThat(KernelProgress.of(disk, "t", "loader")).contains(7L);
    assertThat(KernelProgress.of(disk, "u", "loader")).contains(7L);
    lake = Lake.open(disk, Environment.system());
    assertThat(lake.latest().sequence("loader")).hasValue(7);
    assertThat(lake.latest().table("t").progress("loader").orElseThrow().version()).isEqualTo(7);
  }

  @Test
  void aNumberAloneIsACommit() {
    long version = lake.transact(tx -> tx.sequence("loader", -5));
    assertThat(version).isEqualTo(2);
    assertThat(lake.history(1).get(0).operation()).isEqualTo("sequence");
    assertThat(lake.history(1).get(0).sequences()).containsExactly(entry("loader", -5L));
    assertThat(lake.latest().sequence("loader")).hasValue(-5);
  }

  @Test
  void numbersOutliveTheLakesCheckpoints() {
    lake.transact(tx -> tx.sequence("once", 1));
    for (long i = 1; i <= 140; i++) {
      long n = i;
      lake.transact(tx -> tx.sequence("loader", n));
    }
    lake.close();
    assertThat(disk.list("_tarn/log/", "").toString()).contains(".checkpoint");
    lake = Lake.open(disk, Environment.system());
    assertThat(lake.latest().sequence("once")).hasValue(1);
    assertThat(lake.latest().sequence("loader")).hasValue(140);
  }

  /** The program that was thought dead wakes up after another one has taken its place. */
  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aZombieConflicts(Isolation isolation) {
    Lake other = Lake.open(disk, Environment.system());
    try (Transaction zombie = lake.begin(isolation)) {
      assertThat(zombie.sequence("loader")).isEmpty();
      load(zombie, 1);
      other.transact(
          tx -> {
            tx.append("u", 1L);
            tx.sequence("loader", 1);
          });
      assertThatThrownBy(zombie::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "lake version 2 conflicts with this transaction, which read lake version 1: it recorded a number of application 'loader', as this transaction does; nothing was committed, run the transaction again");
    }
    assertThat(lake.scan("t").count()).isZero();
    assertThatThrownBy(() -> lake.transact(tx -> load(tx, 1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "application 'loader' has come to number 1; it cannot record 1, which is not beyond it: its work up to there was committed before");
    lake.transact(tx -> load(tx, 2));
    assertThat(lake.latest().sequence("loader")).isEqualTo(OptionalLong.of(2));
    other.close();
  }

  @Test
  void whoeverOnlyReadsANumberConflictsIfSerializable() {
    try (Transaction serializable = lake.begin(Isolation.SERIALIZABLE);
        Transaction snapshot = lake.begin()) {
      assertThat(serializable.sequence("loader")).isEmpty();
      assertThat(snapshot.sequence("loader")).isEmpty();
      serializable.append("t", 1L);
      snapshot.append("t", 1L);
      lake.transact(tx -> tx.sequence("loader", 1));
      assertThatThrownBy(serializable::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("it recorded a number of an application");
      snapshot.commit();
    }
  }

  @Test
  void differentApplicationsDoNotConflict() {
    try (Transaction one = lake.begin();
        Transaction other = lake.begin()) {
      one.append("t", 1L);
      one.sequence("one", 1);
      other.append("t", 2L);
      other.sequence("other", 1);
      one.commit();
      other.commit();
    }
    assertThat(lake.latest().sequence("one")).hasValue(1);
    assertThat(lake.latest().sequence("other")).hasValue(1);
  }

  @Test
  void aTableMeetsANameForOneUseOnly() {
    try (Transaction tx = lake.begin()) {
      tx.recordProgress("t", "loader", 1);
      assertThatThrownBy(() -> tx.sequence("loader", 1))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("give one of them another name");
      tx.sequence("other", 1);
      assertThatThrownBy(() -> tx.recordProgress("t", "other", 2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("give one of them another name");
      tx.commit();
    }
    assertThat(lake.latest().table("t").progress("other").orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void inADeltaTableOfItsOwnItIsTheTablesProgress() throws Exception {
    lake.transact(tx -> tx.append("t", 1L));
    lake.detach("t");
    lake.close();
    MemoryStore folder = new MemoryStore();
    for (var object : disk.list("t/", "")) {
      folder.put(object.name().substring(2), disk.get(object.name()));
    }
    try (Lake standalone = Lake.open(folder, Environment.system())) {
      String name = standalone.latest().tables().get(0).name();
      standalone.transact(
          tx -> {
            assertThat(tx.sequence("loader")).isEmpty();
            tx.append(name, 2L);
            tx.sequence("loader", 5);
            assertThat(tx.sequence("loader")).hasValue(5);
          });
      assertThat(standalone.latest().sequence("loader")).hasValue(5);
      assertThat(standalone.latest().table(name).progress("loader")).isPresent();
      assertThatThrownBy(() -> standalone.transact(tx -> tx.sequence("loader", 5)))
          .isInstanceOf(InvalidDataException.class);
    }
  }
}
