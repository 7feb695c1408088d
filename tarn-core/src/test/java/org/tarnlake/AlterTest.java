package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Tables get other columns, and rows that are there stay what they are. */
class AlterTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable(
              "t",
              Schema.parse(
                  "id long not null, n int, at struct<x:int,y:string>, tags list<string>"));
          tx.append("t", 1, 10, Map.of("x", 1, "y", "one"), List.of("a", "b"));
          tx.append("t", 2, null, null, null);
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private List<String> rows() {
    return rows(lake.scan("t"));
  }

  static List<String> rows(Scan scan) {
    try (Stream<Row> rows = scan.rows().stream()) {
      return rows.map(row -> row.toMap().toString()).toList();
    }
  }

  private String columns() {
    return lake.latest().table("t").schema().columns().fields().toString();
  }

  @Test
  void anAddedColumnIsNullInRowsThatWereThere() {
    lake.transact(tx -> tx.alter("t").add("note string, price decimal(9,2)"));
    assertThat(columns()).contains("note string, price decimal(9,2)]");
    lake.transact(tx -> tx.append("t", 3, 30, null, null, "new", 4));
    assertThat(rows())
        .containsExactly(
            "{id=1, n=10, at={x=1, y=one}, tags=[a, b], note=null, price=null}",
            "{id=2, n=null, at=null, tags=null, note=null, price=null}",
            "{id=3, n=30, at=null, tags=null, note=new, price=4.00}");
    assertThat(rows(lake.scan("t").where("note is null").select("id"))).hasSize(2);
    assertThat(rows(lake.scan("t").where("note = 'new'").select("id"))).containsExactly("{id=3}");
  }

  @Test
  void aFieldIsAddedToAStruct() {
    lake.transact(tx -> tx.alter("t").addTo("at", Field.optional("z", DataType.LONG)));
    lake.transact(tx -> tx.append("t", 3, 30, Map.of("x", 3, "z", 33), null));
    assertThat(rows(lake.scan("t").select("at")))
        .containsExactly("{at={x=1, y=one, z=null}}", "{at=null}", "{at={x=3, y=null, z=33}}");
  }

  @Test
  void aRenamedColumnKeepsItsValues() {
    lake.transact(tx -> tx.alter("t").rename("n", "number").rename("at.x", "east"));
    lake.transact(tx -> tx.append("t", 3, 30, Map.of("east", 3), null));
    assertThat(rows(lake.scan("t").select("id", "number", "at.east")))
        .containsExactly(
            "{id=1, number=10, at.east=1}",
            "{id=2, number=null, at.east=null}",
            "{id=3, number=30, at.east=3}");
    assertThat(rows(lake.scan("t").where("number > 20").select("id"))).containsExactly("{id=3}");
    assertThat(rows(lake.asOf(1).scan("t").select("n", "at.x")))
        .containsExactly("{n=10, at.x=1}", "{n=null, at.x=null}");
  }

  @Test
  void aDroppedColumnDoesNotComeBackWithItsName() {
    lake.transact(tx -> tx.alter("t").drop("n", "at.y"));
    assertThat(rows()).contains("{id=1, at={x=1}, tags=[a, b]}");
    lake.transact(
        tx -> tx.alter("t").add("n string").addTo("at", Field.optional("y", DataType.INT)));
    assertThat(rows()).contains("{id=1, at={x=1, y=null}, tags=[a, b], n=null}");
  }

  @Test
  void columnsStandInAnotherOrder() {
    lake.transact(tx -> tx.alter("t").moveFirst("tags").moveAfter("id", "n").moveFirst("at.y"));
    assertThat(rows()).contains("{tags=[a, b], n=10, id=1, at={y=one, x=1}}");
    lake.transact(tx -> tx.append("t", List.of("c"), 30, 3, null));
    assertThat(rows()).contains("{tags=[c], n=30, id=3, at=null}");
  }

  @Test
  void aWiderTypeHoldsWhatWasThere() {
    lake.transact(tx -> tx.alter("t").type("n", DataType.LONG).type("at.x", DataType.DOUBLE));
    lake.transact(tx -> tx.append("t", 3, 5_000_000_000L, Map.of("x", 0.5), null));
    assertThat(rows(lake.scan("t").select("n", "at.x")))
        .containsExactly("{n=10, at.x=1.0}", "{n=null, at.x=null}", "{n=5000000000, at.x=0.5}");
    assertThat(rows(lake.scan("t").where("n > 4000000000").select("id"))).containsExactly("{id=3}");
    assertThat(rows(lake.scan("t").where("at.x >= 1").select("id"))).containsExactly("{id=1}");
  }

  @Test
  void whatFollowsInTheTransactionSeesTheTableAltered() {
    lake.transact(
        tx -> {
          tx.append("t", 3, 30, null, null);
          tx.alter("t").add("note string").rename("n", "number");
          tx.append("t", 4, 40, null, null, "four");
          assertThat(rows(tx.scan("t").select("id", "number", "note")))
              .containsExactly(
                  "{id=1, number=10, note=null}",
                  "{id=2, number=null, note=null}",
                  "{id=3, number=30, note=null}",
                  "{id=4, number=40, note=four}");
          assertThat(
                  tx.update("t")
                      .set("note", "'x' || cast(id as string)")
                      .where("number >= 30")
                      .run())
              .isEqualTo(2);
          tx.delete("t", "number = 10");
          tx.alter("t").drop("number");
          tx.append("t", 5, null, null, "five");
        });
    assertThat(rows(lake.scan("t").select("id", "note")))
        .containsExactlyInAnyOrder(
            "{id=2, note=null}", "{id=3, note=x3}", "{id=4, note=x4}", "{id=5, note=five}");
    assertThat(lake.history(1).get(0).operation())
        .isEqualTo("add columns, delete, drop columns, rename column, update");
  }

  @Test
  void aTransactionAltersATableThatItMade() {
    lake.transact(
        tx -> {
          tx.createTable("u", Schema.parse("a int, b int").partitionBy("b"));
          tx.append("u", 1, 2);
          tx.alter("u").rename("b", "c").type("a", DataType.LONG).add("d string");
          tx.append("u", 3L, 4, "x");
        });
    assertThat(rows(lake.scan("u")))
        .containsExactlyInAnyOrder("{a=1, c=2, d=null}", "{a=3, c=4, d=x}");
  }

  @Test
  void nullsAreForbiddenWhereThereAreNone() {
    assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").required("n")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "table t: column 'n' cannot become NOT NULL: 1 row has no value in it, such as {id=2, n=null, at=null, tags=null}; give it one first (tarn update)");
    lake.transact(tx -> tx.alter("t").required("at.x").required("tags.element"));
    lake.transact(
        tx -> {
          tx.update("t").set("n", "0").where("n is null").run();
          tx.alter("t").required("n");
        });
    assertThat(columns())
        .isEqualTo(
            "[id long not null, n int not null, at struct<x:int not null,y:string>, tags list<string not null>]");
    assertThatThrownBy(() -> lake.transact(tx -> tx.append("t", 3, null, null, null)))
        .isInstanceOf(InvalidDataException.class);
    lake.transact(tx -> tx.alter("t").optional("id").optional("tags.element"));
    lake.transact(tx -> tx.append("t", null, 1, null, java.util.Arrays.asList("a", null)));
    assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").required("tags.element")))
        .hasMessageContaining("1 row has no value in it, such as {id=null, n=1");
  }

  @Test
  void commentsAndPropertiesAreKept() {
    lake.transact(
        tx ->
            tx.alter("t")
                .comment("n", "how many")
                .description("things")
                .property("owner", "me")
                .property("delta.checkpointInterval", "5")
                .property("delta.enableChangeDataFeed", "true"));
    assertThat(lake.latest().table("t").schema().columns().field(1).metadata())
        .containsEntry("comment", "how many");
    lake.transact(tx -> tx.alter("t").comment("n", "").removeProperty("owner"));
    assertThat(lake.latest().table("t").schema().columns().field(1).metadata())
        .doesNotContainKey("comment");
  }
}
