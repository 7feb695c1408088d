package org.tarnlake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.testing.SoundLake;

/** What the history tells of versions that undo others. */
class UndoHistoryTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("a", Schema.parse("x int"));
          tx.createTable("b", Schema.parse("x int"));
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private LakeCommit newest() {
    return lake.history(1).get(0);
  }

  /** It was told as an attach, which others' tables come by. */
  @Test
  void aTableThatComesBackIsNotAttached() {
    lake.transact(tx -> tx.dropTable("a"));
    lake.transact(tx -> tx.revert(2));
    assertThat(newest().operation()).isEqualTo("bring back");
    assertThat(newest().broughtBack()).containsExactly("a");
    assertThat(newest().attached()).isEmpty();
    lake.transact(tx -> tx.append("a", 1));
    lake.transact(tx -> tx.dropTable("a"));
    lake.transact(tx -> tx.restore(lake.asOf(1)));
    assertThat(newest().operation()).isEqualTo("bring back, restore");
    assertThat(newest().broughtBack()).containsExactly("a");
  }

  /** A name that one of the tables had for a moment, which nobody gave it, was told too. */
  @Test
  void tablesThatExchangeTheirNamesAreToldOnceEach() {
    lake.transact(
        tx -> {
          tx.renameTable("a", "c");
          tx.renameTable("b", "a");
          tx.renameTable("c", "b");
        });
    LakeCommit.Renamed there = new LakeCommit.Renamed("a", "b");
    LakeCommit.Renamed back = new LakeCommit.Renamed("b", "a");
    assertThat(newest().renamed()).containsExactly(there, back);
    lake.transact(tx -> tx.restore(lake.asOf(1)));
    assertThat(newest().renamed()).containsExactlyInAnyOrder(there, back);
    lake.transact(
        tx -> {
          tx.renameTable("a", "c");
          tx.renameTable("c", "a");
        });
    assertThat(newest().renamed()).isEmpty();
  }

  @Test
  void whatIsDoneTwiceIsToldOnce() {
    lake.transact(tx -> tx.append("a", 1));
    lake.transact(tx -> tx.alter("a").add("y int"));
    lake.transact(
        tx -> {
          tx.restore(lake.asOf(2).table("a"));
          tx.delete("a", "x = 1");
        });
    lake.awaitPublished();
    assertThat(new String(StoreAccess.find(store, "a/_delta_log/00000000000000000003.json"), UTF_8))
        .contains("\"operation\":\"RESTORE, DELETE\"");
  }

  @Test
  void whatTheTransactionItselfDidIsToldOfIt() {
    lake.transact(tx -> tx.renameTable("a", "c"));
    lake.transact(
        tx -> {
          tx.renameTable("c", "d");
          assertThatThrownBy(() -> tx.revert(2))
              .hasMessageContaining("this transaction renamed table c to d");
          tx.dropTable("d");
          assertThatThrownBy(() -> tx.revert(2))
              .hasMessageContaining("this transaction dropped or detached table c");
        });
  }

  /** Nobody sees the table before the commit, and nothing is written for it. */
  @Test
  void whatIsNotCommittedWritesNothing() throws IOException {
    lake.transact(tx -> tx.append("a", 1));
    lake.transact(tx -> tx.dropTable("a"));
    lake.awaitPublished();
    String before = store.list("", "").toString();
    try (Transaction tx = lake.begin()) {
      tx.revert(3);
    }
    try (Transaction tx = lake.begin()) {
      tx.restore(lake.asOf(2).table("a"));
    }
    assertThat(store.list("", "").toString()).isEqualTo(before);
    lake.transact(tx -> tx.revert(3));
    assertThat(store.list("a/_delta_log/", "").toString()).contains(".checkpoint");
  }
}
