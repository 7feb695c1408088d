package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Conditions that must be true of every row: however it comes in, and whoever set them. */
class ConstraintTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  /** As it stands in a column's metadata: JSON in a string of JSON. */
  private static final String INVARIANT =
      JsonWriter.text(
          Map.of(
              "delta.invariants",
              JsonWriter.text(Map.of("expression", Map.of("expression", "id <> 7")))));

  private Lake lake() {
    Lake lake = Lake.create(sound.watch(new MemoryStore()), Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id long, price double, name string"));
          tx.append("t", 1L, 1.5, "a");
          tx.append("t", 2L, 2.5, "b");
        });
    lake.transact(tx -> tx.alter("t").addCheck("Positive", "price > 0"));
    return lake;
  }

  private static List<Object> ids(Lake lake) {
    List<Object> ids = new ArrayList<>();
    try (Rows rows = lake.scan("t").select("id").rows()) {
      while (rows.next()) {
        ids.add(rows.getLong(0));
      }
    }
    return ids;
  }

  @Test
  void oneThatIsCheckedAtOnceIsRefusedAlone() {
    try (Lake lake = lake()) {
      lake.transact(
          tx -> {
            Appender appender = tx.appender("t");
            appender.append(3L, 3.0, "c");
            for (long id = 4; id < 2000; id++) {
              Object[] row = {id, id % 500 == 0 ? -1.0 : 1.0, "d"};
              if (id % 500 == 0) {
                assertThatThrownBy(() -> appender.appendChecked(row))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessage(
                        "table t, row %s of this transaction: the constraint 'positive' is not true of it: price > 0, but price is -1.0"
                            .formatted(id - 2 - (id / 500 - 1)));
              } else {
                appender.appendChecked(row);
              }
            }
            assertThatThrownBy(() -> appender.appendChecked("x", 1.0, "e"))
                .hasMessageContaining("column 'id'");
          });
      assertThat(ids(lake))
          .hasSize(2 + 1 + 1996 - 3)
          .doesNotHaveDuplicates()
          .doesNotContain(500L, 1000L, 1500L);
    }
  }

  @Test
  void rowsThatBreakItAreRefusedByNameHoweverTheyCome() {
    try (Lake lake = lake()) {
      assertThatThrownBy(
              () ->
                  lake.transact(
                      tx -> {
                        tx.append("t", 3L, 3.0, "c");
                        tx.append("t", 4L, -1.0, "d");
                        tx.append("t", 5L, 5.0, "e");
                      }))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "table t, row 2 of this transaction: the constraint 'positive' is not true of it: price > 0, but price is -1.0");
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("t", 3L, null, "null is not true")))
          .hasMessageEndingWith("price > 0, but price is null");
      assertThatThrownBy(
              () ->
                  lake.transact(
                      tx -> tx.upsert("t", List.of("id"), List.<Object[]>of(row(2L, 0.0)))))
          .hasMessageContaining("the constraint 'positive' is not true of it");
      assertThatThrownBy(() -> lake.transact(tx -> tx.update("t").set("price", "price - 2").run()))
          .hasMessageContaining("the constraint 'positive' is not true of it");
      try (Transaction tx = lake.begin()) {
        assertThatThrownBy(() -> tx.update("t").set("price", "price - 2").run())
            .isInstanceOf(InvalidDataException.class);
        tx.update("t").set("price", "price + 2").run();
        tx.append("t", 6L, 6.0, "f");
        tx.commit();
      }
      assertThat(ids(lake)).containsExactlyInAnyOrder(1L, 2L, 6L);
    }
  }

  private static Object[] row(long id, double price) {
    return new Object[] {id, price, "x"};
  }

  @Test
  void batchesAreRefusedWhenTheyCome() {
    try (Lake lake = lake()) {
      lake.transact(
          tx -> {
            tx.createTable("others", Schema.parse("i long, p double, n string"));
            tx.append("others", 7L, 7.0, "g");
            tx.append("others", 8L, 0.0, "h");
          });
      try (Transaction tx = lake.begin();
          Batches batches = tx.scan("others").batches()) {
        Batch batch = batches.next();
        Appender appender = tx.appender("t");
        assertThatThrownBy(() -> appender.append(batch))
            .hasMessageStartingWith(
                "table t, row 2 of this transaction: the constraint 'positive'");
        tx.append("t", 9L, 9.0, "i");
        tx.commit();
      }
      assertThat(ids(lake)).containsExactlyInAnyOrder(1L, 2L, 9L);
    }
  }

  @Test
  void constraintIsAddedOnlyWhereItIsTrueAndGoesByItsName() {
    try (Lake lake = lake()) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").addCheck("big", "price >= 2")))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "table t: constraint 'big' cannot be added: price >= 2 is not true of 1 row, such as {id=1, price=1.5, name=a}; change or delete it first");
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").addCheck("POSITIVE", "id > 0")))
          .hasMessage(
              "table t: there is a constraint 'positive' already (price > 0); take it away first (tarn alter ... uncheck), or take another name");
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").addCheck("x", "cost > 0")))
          .hasMessageContaining("cost");
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").addCheck("a b", "id > 0")))
          .hasMessageContaining("'a b' is no name of a constraint");
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").rename("price", "cost")))
          .hasMessageContaining("the constraint positive names it");
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").dropCheck("positiv")))
          .hasMessage(
              "table t: there is no constraint 'positiv' (did you mean 'positive'?); there are positive");
      lake.transact(
          tx -> {
            tx.alter("t").dropCheck("positive");
            tx.append("t", 3L, -3.0, "c");
          });
      assertThat(ids(lake)).hasSize(3);
    }
  }

  /** Of the transaction's own rows, too. */
  @Test
  void constraintLooksAtRowsOfItsTransaction() {
    try (Lake lake = lake()) {
      assertThatThrownBy(
              () ->
                  lake.transact(
                      tx -> {
                        tx.append("t", 3L, 3.0, "");
                        tx.alter("t").addCheck("named", "name <> ''");
                      }))
          .hasMessageContaining("name <> '' is not true of 1 row");
      assertThat(ids(lake)).hasSize(2);
    }
  }

  /** Neither sees the other's: one of them has to be refused. */
  @Test
  void constraintAndARowThatBreaksItDoNotPassEachOther() {
    try (Lake lake = lake();
        Transaction check = lake.begin();
        Transaction row = lake.begin()) {
      check.alter("t").addCheck("small", "id < 3");
      row.append("t", 3L, 3.0, "c");
      row.commit();
      assertThatThrownBy(check::commit).isInstanceOf(ConflictException.class);
      try (Transaction late = lake.begin()) {
        lake.transact(tx -> tx.alter("t").addCheck("small", "id < 4"));
        late.append("t", 4L, 4.0, "d");
        assertThatThrownBy(late::commit).isInstanceOf(ConflictException.class);
      }
      assertThat(ids(lake)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  @Test
  void constraintsAndInvariantsOfOthersAreKept() {
    MemoryStore store = new MemoryStore();
    ForeignWriter spark = new ForeignWriter(store, "");
    spark.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":3}}",
        ForeignWriter.metadata(
            ForeignWriter.schema(INVARIANT), "{\"delta.constraints.small\":\"id < 100\"}"));
    try (Lake lake = Lake.open(store, Environment.system())) {
      lake.transact(tx -> tx.append("memory", 5L));
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 100L)))
          .hasMessageContaining(
              "the constraint 'small' is not true of it: id < 100, but id is 100");
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 7L)))
          .hasMessageContaining("the invariant of column 'id' is not true of it: id <> 7");
    }
  }

  @Test
  void whatSparkWouldTakeForAnotherConditionIsRefused() {
    for (String text : List.of("name <> \"id\"", "name <> 'a\\tb'", "name <> 'it''s'")) {
      MemoryStore store = new MemoryStore();
      ForeignWriter spark = new ForeignWriter(store, "");
      spark.create(
          "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":3}}",
          ForeignWriter.metadata(
              ForeignWriter.schema("{}"),
              JsonWriter.text(Map.of("delta.constraints.c", text.replace("name", "id")))));
      try (Lake lake = Lake.open(store, Environment.system())) {
        assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 5L)))
            .isInstanceOf(UnsupportedTableException.class)
            .hasMessageContaining("Spark reads otherwise than Tarn does");
      }
    }
    try (Lake lake = lake()) {
      for (String text : List.of("name <> 'a\\tb'", "name <> 'it''s'", "name like 'it''s'")) {
        assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").addCheck("c", text)))
            .isInstanceOf(InvalidDataException.class)
            .hasMessageContaining("in a string, which Spark reads otherwise than Tarn does");
      }
      lake.transact(tx -> tx.alter("t").addCheck("c", "\"name\" <> '' AND `name` <> '\"'"));
      assertThat(lake.latest().table("t").properties().get("delta.constraints.c"))
          .doesNotContain("\"name\"");
      lake.transact(tx -> tx.append("t", 3L, 1.0, "'\\"));
      assertThat(ids(lake)).contains(3L);
    }
  }
}
