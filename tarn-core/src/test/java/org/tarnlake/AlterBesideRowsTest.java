package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** A table is altered while others add and change its rows. */
class AlterBesideRowsTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id int, n int"));
          tx.append("t", 1, 10);
          tx.append("t", 2, 20);
          tx.append("t", 3, 30);
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void anAlterationFollowsRowsThatCame() {
    try (Transaction tx = lake.begin()) {
      tx.alter("t").rename("n", "number").type("number", DataType.LONG).add("note string");
      tx.append("t", 5, 50L, "five");
      lake.transact(other -> other.append("t", 4, 40));
      tx.commit();
    }
    assertThat(AlterTest.rows(lake.scan("t")))
        .contains("{id=4, number=40, note=null}", "{id=5, number=50, note=five}")
        .hasSize(5);
  }

  /** The protocol of the alteration has what the first vector brought meanwhile. */
  @Test
  void anAlterationFollowsTheFirstVector() {
    try (Transaction tx = lake.begin()) {
      tx.alter("t").rename("n", "number").property("owner", "me");
      lake.transact(other -> other.delete("t", "id = 2"));
      tx.commit();
    }
    assertThat(lake.latest().table("t").properties())
        .containsEntry("delta.enableDeletionVectors", "true")
        .containsEntry("owner", "me");
    assertThat(AlterTest.rows(lake.scan("t")))
        .containsExactly("{id=1, number=10}", "{id=3, number=30}");
    lake.transact(tx -> tx.delete("t", "id = 1"));
  }

  /** Nothing is left to change then, and the entry does not say that something does. */
  @Test
  void vectorsThatWereAllowedMeanwhileAreAllowedAgain() {
    try (Transaction tx = lake.begin()) {
      tx.alter("t").property("delta.enableDeletionVectors", "true");
      lake.transact(other -> other.delete("t", "id = 2"));
      tx.commit();
    }
    assertThat(lake.check(CheckDepth.LOGS).stream().filter(Finding::isDamage)).isEmpty();
    lake.transact(tx -> tx.delete("t", "id = 1"));
    assertThat(AlterTest.rows(lake.scan("t"))).containsExactly("{id=3, n=30}");
  }

  @Test
  void rowsAndColumnsThatChangeFollowRowsThatWent() {
    try (Transaction tx = lake.begin()) {
      tx.update("t").set("n", "n + 1").where("id = 1").run();
      tx.alter("t").drop("n").add("n string");
      tx.delete("t", "id = 3");
      lake.transact(other -> other.delete("t", "id = 2"));
      lake.transact(other -> other.append("t", 4, 40));
      tx.commit();
    }
    assertThat(AlterTest.rows(lake.scan("t")))
        .containsExactlyInAnyOrder("{id=1, n=null}", "{id=4, n=null}");
  }

  @Test
  void vectorsThatWereForbiddenStayForbidden() {
    try (Transaction tx = lake.begin()) {
      tx.alter("t").property("delta.enableDeletionVectors", "false");
      lake.transact(other -> other.delete("t", "id = 2"));
      tx.commit();
    }
    assertThat(lake.latest().table("t").properties())
        .containsEntry("delta.enableDeletionVectors", "false");
    lake.transact(tx -> tx.delete("t", "id = 1"));
    assertThat(AlterTest.rows(lake.scan("t"))).containsExactly("{id=3, n=30}");
  }

  @Test
  void whatLookedAtRowsDoesNotFollowThem() {
    for (String change : new String[] {"required", "add"}) {
      lake.transact(tx -> tx.createTable(change, Schema.parse("id int")));
      try (Transaction tx = lake.begin()) {
        Alter alter = tx.alter(change);
        if (change.equals("add")) {
          alter.add("n int not null");
        } else {
          alter.required("id");
        }
        alter.comment("id", "who");
        lake.transact(other -> other.append(change, (Object) null));
        assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
      }
    }
  }

  @Test
  void aSerializableAlterationThatReadRowsDoesNotFollowThem() {
    try (Transaction tx = lake.begin(Isolation.SERIALIZABLE)) {
      assertThat(tx.scan("t").count()).isEqualTo(3);
      tx.alter("t").add("note string");
      lake.transact(other -> other.append("t", 4, 40));
      assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    }
  }
}
