package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** The feed of a table that was altered has in each version the columns of that version. */
class AlterFeedTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());

  @Test
  void eachVersionTellsItsOwnColumns() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("id int, n int")));
      lake.transact(
          tx -> {
            tx.append("t", 1, 10);
            tx.append("t", 2, 20);
          });
      lake.transact(
          tx -> {
            tx.append("t", 3, 30);
            tx.alter("t").rename("n", "number").type("number", DataType.LONG).add("note string");
            tx.append("t", 4, 40L, "four");
            tx.delete("t", "id = 1");
          });
      lake.transact(tx -> tx.alter("t").drop("number"));
      lake.transact(tx -> tx.delete("t", "id = 3"));
      List<String> lines = new ArrayList<>();
      try (Changes changes = lake.changes().table("t").open()) {
        while (changes.nextVersion()) {
          while (changes.next()) {
            lines.add(changes.version() + " " + changes.change() + " " + changes.row().toMap());
          }
        }
      }
      assertThat(lines)
          .containsExactlyInAnyOrder(
              "2 insert {id=1, n=10}",
              "2 insert {id=2, n=20}",
              "3 delete {id=1, number=10, note=null}",
              "3 insert {id=3, number=30, note=null}",
              "3 insert {id=4, number=40, note=four}",
              "5 delete {id=3, note=null}");
    }
  }
}
