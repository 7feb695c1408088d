package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      assertThat(lines(lake, 1))
          .containsExactlyInAnyOrder(
              "2 insert {id=1, n=10}",
              "2 insert {id=2, n=20}",
              "3 delete {id=1, number=10, note=null}",
              "3 insert {id=3, number=30, note=null}",
              "3 insert {id=4, number=40, note=four}",
              "5 delete {id=3, note=null}");
    }
  }

  private static List<String> lines(Lake lake, long from) {
    List<String> lines = new ArrayList<>();
    try (Changes changes = lake.changes().table("t").from(from).open()) {
      while (changes.nextVersion()) {
        while (changes.next()) {
          lines.add(changes.version() + " " + changes.change() + " " + changes.row().toMap());
        }
      }
    }
    return lines;
  }

  @Test
  void rowsThatGoWhenTypesBecomeNarrowerAgainHaveTheColumnsOfBefore() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("id int, s struct<n byte, m int>")));
      lake.transact(tx -> tx.append("t", 1, Map.of("n", 10)));
      lake.transact(
          tx -> {
            tx.alter("t")
                .type("s.n", DataType.SHORT)
                .type("id", DataType.DOUBLE)
                .rename("s.m", "o");
            tx.append("t", 2.5, Map.of("n", 1000));
          });
      lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
      lake.transact(tx -> tx.revert(4));
      lake.transact(tx -> tx.restore(lake.asOf(1).table("t")));
      assertThat(lines(lake, 3))
          .containsExactly(
              "3 insert {id=2.5, s={n=1000, o=null}}",
              "4 delete {id=2.5, s={n=1000, o=null}}",
              "5 insert {id=2.5, s={n=1000, o=null}}",
              "6 delete {id=1.0, s={n=10, o=null}}",
              "6 delete {id=2.5, s={n=1000, o=null}}");
      for (long from = 4; from <= 6; from++) {
        long first = from;
        assertThat(lines(lake, from))
            .isEqualTo(
                lines(lake, 3).stream().filter(line -> line.charAt(0) - '0' >= first).toList());
      }
    }
  }
}
