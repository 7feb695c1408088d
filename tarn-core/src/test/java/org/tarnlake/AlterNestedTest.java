package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** What is in lists, maps and structs changes as columns do. */
class AlterNestedTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());

  private static Schema schema() {
    return Schema.parse(
        "id int, l list<int>, m map<int,float>, s list<struct<a:int,b:map<string,struct<c:byte>>>>");
  }

  private static void fill(Transaction tx) {
    tx.createTable("t", schema());
    tx.append(
        "t",
        1,
        List.of(1, 2),
        Map.of(3, 0.5f),
        List.of(Map.of("a", 1, "b", Map.of("k", Map.of("c", 7)))));
    tx.append("t", 2, null, Map.of(), List.of());
  }

  @Test
  void typesInListsAndMapsBecomeWider() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(AlterNestedTest::fill);
      lake.transact(
          tx ->
              tx.alter("t")
                  .type("l.element", DataType.LONG)
                  .type("m.key", DataType.decimal(12, 1))
                  .type("m.value", DataType.DOUBLE)
                  .type("s.element.b.value.c", DataType.INT));
      lake.transact(
          tx ->
              tx.append(
                  "t",
                  3,
                  List.of(5_000_000_000L),
                  Map.of(new BigDecimal("0.5"), 0.1),
                  List.of(Map.of("b", Map.of("k", Map.of("c", 70_000))))));
      assertThat(AlterTest.rows(lake.scan("t")))
          .containsExactly(
              "{id=1, l=[1, 2], m={3.0=0.5}, s=[{a=1, b={k={c=7}}}]}",
              "{id=2, l=null, m={}, s=[]}",
              "{id=3, l=[5000000000], m={0.5=0.1}, s=[{a=null, b={k={c=70000}}}]}");
      assertThat(lake.latest().table("t").schema().columns().field(2).metadata())
          .containsEntry(
              "delta.typeChanges",
              List.of(
                  Map.of("fromType", "integer", "toType", "decimal(12,1)", "fieldPath", "key"),
                  Map.of("fromType", "float", "toType", "double", "fieldPath", "value")));
    }
  }

  @Test
  void structsInListsAndMapsGetOtherFields() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(AlterNestedTest::fill);
      lake.transact(
          tx ->
              tx.alter("t")
                  .addTo("s.element", Field.optional("d", DataType.list(DataType.DATE)))
                  .add("s.element.b.value.e struct<f:int>")
                  .rename("s.element.b.value.c", "see")
                  .moveFirst("s.element.d")
                  .drop("s.element.a"));
      lake.transact(
          tx ->
              tx.append(
                  "t",
                  3,
                  null,
                  null,
                  List.of(
                      Map.of(
                          "d",
                          List.of(java.time.LocalDate.EPOCH),
                          "b",
                          Map.of("k", Map.of("see", 8, "e", Map.of("f", 9)))))));
      assertThat(AlterTest.rows(lake.scan("t").select("s")))
          .containsExactly(
              "{s=[{d=null, b={k={see=7, e=null}}}]}",
              "{s=[]}",
              "{s=[{d=[1970-01-01], b={k={see=8, e={f=9}}}}]}");
    }
  }

  /** Delta's column mapping has no ids for elements; the table's own go on in the files. */
  @Test
  void noIdIsGivenTwice() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(AlterNestedTest::fill);
      lake.transact(tx -> tx.alter("t").drop("s", "m").add("n map<string,list<int>>"));
      lake.transact(tx -> tx.alter("t").drop("n").add("o list<int>"));
      Map<String, String> properties = lake.latest().table("t").properties();
      assertThat(properties)
          .containsEntry("tarn.maxFieldId", "19")
          .containsEntry("delta.columnMapping.maxColumnId", "19");
      Field last = lake.latest().table("t").schema().columns().field(2);
      assertThat(last.metadata())
          .containsEntry("tarn.fieldId", 18L)
          .containsEntry("delta.columnMapping.id", 18L)
          .containsEntry("tarn.nestedFieldIds", Map.of("element", 19L));
    }
  }

  /**
   * Delta Kernel takes a struct for null where the file has none of the fields that are left, so it
   * is not asked here (docs/compatibility.md).
   */
  @Test
  void theLastFieldsThatOldFilesHaveGo() {
    Lake.create(store, Environment.system()).close();
    MemoryStore own = new MemoryStore();
    try (Lake lake = Lake.create(own, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("u", Schema.parse("id int, s struct<a:int>"));
            tx.append("u", 1, Map.of("a", 1));
            tx.append("u", 2, null);
          });
      lake.transact(tx -> tx.alter("u").add("s.b int").drop("s.a"));
      lake.transact(tx -> tx.append("u", 3, Map.of("b", 3)));
      assertThat(AlterTest.rows(lake.scan("u")))
          .containsExactly("{id=1, s={b=null}}", "{id=2, s=null}", "{id=3, s={b=3}}");
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
  }

  @Test
  void checkpointsTellOfOldAndNewColumns() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("c", Schema.parse("id int, p int, f float").partitionBy("p"));
            tx.alter("c").property("delta.checkpointInterval", "2");
          });
      for (int i = 0; i < 4; i++) {
        int n = i;
        lake.transact(tx -> tx.append("c", n, n, 0.1f));
      }
      lake.transact(
          tx ->
              tx.alter("c")
                  .rename("p", "part")
                  .type("part", DataType.LONG)
                  .type("id", DataType.LONG));
      for (int i = 4; i < 8; i++) {
        int n = i;
        lake.transact(tx -> tx.append("c", 10_000_000_000L + n, 10_000_000_000L + n, 0.1f));
        lake.awaitPublished();
      }
      lake.transact(tx -> tx.alter("c").type("f", DataType.DOUBLE).add("g string"));
      lake.transact(tx -> tx.append("c", 9, 9, 0.1, "g"));
    }
    try (Lake lake = Lake.open(store, Environment.system())) {
      assertThat(lake.scan("c").where("id > 9000000000").count()).isEqualTo(4);
      assertThat(lake.scan("c").where("part < 3").count()).isEqualTo(3);
      assertThat(lake.scan("c").where("part = 10000000004").count()).isEqualTo(1);
      assertThat(lake.scan("c").where("f > 0.1").count()).isEqualTo(8);
      assertThat(lake.scan("c").where("f = 0.1").count()).isEqualTo(1);
      assertThat(lake.scan("c").where("g is null").count()).isEqualTo(8);
      assertThat(lake.asOf(4).scan("c").where("p < 3").count()).isEqualTo(3);
    }
  }
}
