package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.MergeResult;
import org.tarnlake.Rows;
import org.tarnlake.Table;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Generated columns, and columns with defaults, of tables that other engines made. */
class ComputedColumnsTest {
  private static final String PROTOCOL =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"generatedColumns\",\"allowColumnDefaults\"]}}";

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private final ForeignWriter spark = new ForeignWriter(store, "");

  private record Note(long id, @Nullable String note) {}

  private record OnlyId(long id) {}

  private static String field(String name, String type, boolean nullable, String metadata) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":%s,\"metadata\":{%s}}"
        .formatted(name, type, nullable, metadata);
  }

  private Lake open(String... fields) {
    String schema = "{\"type\":\"struct\",\"fields\":[" + String.join(",", fields) + "]}";
    spark.create(PROTOCOL, ForeignWriter.metadata(schema, "{}"));
    return Lake.open(store, Environment.system());
  }

  private Lake openGenerated() {
    return open(
        field("id", "long", true, ""),
        field("twice", "integer", false, "\"delta.generationExpression\":\"id * 2\""),
        field(
            "word",
            "string",
            true,
            "\"delta.generationExpression\":\"'w' || cast(id as string)\""));
  }

  private Lake openDefaults() {
    return open(
        field("id", "long", true, ""),
        field("note", "string", true, "\"CURRENT_DEFAULT\":\"'none'\""),
        field("day", "date", false, "\"CURRENT_DEFAULT\":\"DATE '2024-02-29'\""),
        field("n", "integer", true, "\"CURRENT_DEFAULT\":\"1 + 1\""));
  }

  private static List<String> rows(Lake lake) {
    try (Rows rows = lake.scan("memory").rows()) {
      return rows.stream().map(row -> row.toMap().toString()).sorted().toList();
    }
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  @Test
  void whatFollowsFromOthersIsComputedWhereItIsNotGiven() {
    try (Lake lake = openGenerated()) {
      lake.transact(
          tx -> {
            tx.append("memory", 1L, null, null);
            tx.append("memory", 2L, 4, null);
            tx.append("memory", new OnlyId(3));
            assertThat(tx.scan("memory").where("twice >= 4").count()).isEqualTo(2);
          });
      assertThat(rows(lake))
          .containsExactly(
              "{id=1, twice=2, word=w1}", "{id=2, twice=4, word=w2}", "{id=3, twice=6, word=w3}");
      assertThat(spark.lines(1).get(1)).contains("\\\"maxValues\\\":{\\\"id\\\":3,\\\"twice\\\":6");
    }
  }

  @Test
  void aDefaultMayBeTheTime() {
    Instant now = Instant.parse("2026-03-01T23:59:59.123456789Z");
    open(
            field("id", "long", true, ""),
            field("at", "timestamp", true, "\"CURRENT_DEFAULT\":\"current_timestamp()\""),
            field("day", "date", true, "\"CURRENT_DEFAULT\":\"CURRENT_DATE\""))
        .close();
    Environment system = Environment.system();
    Environment fixed =
        new Environment(() -> now, new Random(1), system.pause(), system.background());
    try (Lake lake = Lake.open(store, fixed)) {
      lake.transact(tx -> tx.append("memory", map("id", 1L)));
      lake.transact(tx -> tx.upsert("memory", List.of("id"), List.of(map("id", 2L))));
      lake.transact(tx -> tx.append("memory", 3L, null, null));
      assertThat(rows(lake))
          .containsExactly(
              "{id=1, at=2026-03-01T23:59:59.123456Z, day=2026-03-01}",
              "{id=2, at=2026-03-01T23:59:59.123456Z, day=2026-03-01}",
              "{id=3, at=null, day=null}");
    }
  }

  @Test
  void aGeneratedColumnCannotBeTheTime() {
    try (Lake lake =
        open(
            field("id", "long", true, ""),
            field("at", "timestamp", true, "\"delta.generationExpression\":\"now()\""))) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 1L, null)))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageContaining(
              "column at has a generated value (now()), which Tarn cannot compute: current_timestamp is another value each time");
    }
  }

  @Test
  void anotherValueIsRefused() {
    try (Lake lake = openGenerated()) {
      assertThatThrownBy(
              () ->
                  lake.transact(
                      tx -> {
                        tx.append("memory", 1L, 2, "w1");
                        tx.append("memory", 2L, 5, null);
                      }))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "table memory, row 2 of this transaction: column 'twice' is 5, but 4 follows from the others (id * 2); leave it out, or null");
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", null, null, null)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("'twice'");
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", Long.MAX_VALUE, null, null)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("table memory: ");
      assertThat(rows(lake)).isEmpty();
    }
  }

  @Test
  void whatIsUpdatedIsComputedAnew() {
    try (Lake lake = openGenerated()) {
      lake.transact(tx -> tx.append("memory", 1L, null, null));
      lake.transact(tx -> tx.append("memory", 5L, null, null));
      lake.transact(tx -> tx.update("memory").set("id", "id + 1").where("id = 1").run());
      assertThat(rows(lake))
          .containsExactly("{id=2, twice=4, word=w2}", "{id=5, twice=10, word=w5}");
      assertThatThrownBy(() -> lake.transact(tx -> tx.update("memory").set("twice", "7").run()))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("column 'twice' is 7, but ");
      assertThatThrownBy(() -> lake.transact(tx -> tx.alter("memory").rename("id", "key")))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("column twice names it (id * 2)");
    }
  }

  @Test
  void mergesComputeThem() {
    try (Lake lake = openGenerated()) {
      lake.transact(tx -> tx.append("memory", 1L, null, null));
      MergeResult result =
          lake.compute(
              tx -> tx.upsert("memory", List.of("id"), List.of(new OnlyId(1), new OnlyId(4))));
      assertThat(result).isEqualTo(new MergeResult(1, 0, 1));
      lake.transact(
          tx ->
              tx.merge("memory")
                  .using(List.of(new OnlyId(4), new OnlyId(8)))
                  .on("id")
                  .whenMatched()
                  .update(Map.of("id", "source.id + 1"))
                  .whenNotMatched()
                  .insert(Map.of("id", "source.id"))
                  .run());
      assertThat(rows(lake))
          .containsExactly(
              "{id=1, twice=2, word=w1}", "{id=5, twice=10, word=w5}", "{id=8, twice=16, word=w8}");
    }
  }

  @Test
  void aColumnThatARowDoesNotNameHasItsDefault() {
    try (Lake lake = openDefaults()) {
      Map<String, Object> explicit = new HashMap<>(map("id", 3L, "n", null));
      lake.transact(
          tx -> {
            tx.append("memory", new OnlyId(1));
            tx.append("memory", new Note(2, null));
            tx.append("memory", explicit);
            tx.append("memory", 4L, null, LocalDate.of(2025, 1, 1), null);
          });
      assertThat(rows(lake))
          .containsExactly(
              "{id=1, note=none, day=2024-02-29, n=2}",
              "{id=2, note=null, day=2024-02-29, n=2}",
              "{id=3, note=none, day=2024-02-29, n=null}",
              "{id=4, note=null, day=2025-01-01, n=null}");
      lake.transact(
          tx ->
              tx.merge("memory")
                  .using(Arrays.asList(new OnlyId(4), new OnlyId(5)))
                  .on("id")
                  .whenMatched()
                  .update(Map.of("n", "7"))
                  .whenNotMatched()
                  .insert(Map.of("id", "source.id", "note", "null"))
                  .run());
      assertThat(rows(lake))
          .contains(
              "{id=4, note=null, day=2025-01-01, n=7}", "{id=5, note=null, day=2024-02-29, n=2}");
    }
  }

  @Test
  void whatTarnCannotComputeIsNamed() {
    try (Lake lake =
        open(
            field("id", "long", true, ""),
            field("at", "string", true, "\"CURRENT_DEFAULT\":\"uuid()\""))) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 1L, "x")))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageStartingWith(
              "table memory, column at has an SQL default (uuid()), which Tarn cannot compute: ");
    }
  }

  @Test
  void nothingIsCopiedOfATableThatNobodyCouldWriteTo() throws IOException {
    ForeignWriter writer = new ForeignWriter(store, "t");
    String plain = ForeignWriter.metadata(ForeignWriter.schema("{}"), "{}");
    Lake.create(store, Environment.system()).close();
    writer.create(
        PROTOCOL,
        ForeignWriter.metadata(ForeignWriter.schema("{\"CURRENT_DEFAULT\":\"uuid()\"}"), "{}"));
    writer.append(1, 1, 2);
    writer.commit(2, plain);
    try (Lake lake = Lake.open(store, Environment.system())) {
      lake.attach("t", "t");
      Table then = lake.latest().table("t").asOf(1);
      assertThatThrownBy(() -> lake.transact(tx -> tx.cloneTable(then, "copy")))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageContaining("table copy, column id has an SQL default (uuid())");
      assertThat(store.list("copy/", "")).isEmpty();
    }
  }

  /** What Spark makes of the same text would be another value in the same column. */
  @Test
  void whatSparkReadsOtherwiseIsNamed() {
    for (String text : List.of("note || 'it''s'", "note || 'a\\\\\\\\tb'", "cast(at as string)")) {
      MemoryStore other = sound.watch(new MemoryStore());
      String schema =
          "{\"type\":\"struct\",\"fields\":["
              + String.join(
                  ",",
                  field("note", "string", true, ""),
                  field("at", "timestamp", true, ""),
                  field("g", "string", true, "\"delta.generationExpression\":\"" + text + "\""))
              + "]}";
      new ForeignWriter(other, "").create(PROTOCOL, ForeignWriter.metadata(schema, "{}"));
      try (Lake lake = Lake.open(other, Environment.system())) {
        assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", "x", null, null)))
            .isInstanceOf(UnsupportedTableException.class)
            .hasMessageContaining("Spark reads otherwise than Tarn does");
      }
    }
    try (Lake lake = open(field("note", "string", true, "\"CURRENT_DEFAULT\":\"'it''s'\""))) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", "x")))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageContaining("Spark reads otherwise than Tarn does");
    }
  }

  @Test
  void aDayOfATimeIsText() {
    try (Lake lake =
        open(
            field("at", "timestamp", true, ""),
            field(
                "g",
                "string",
                true,
                "\"delta.generationExpression\":\"'on ' || CAST(CAST(at AS DATE) AS STRING)\""))) {
      lake.transact(tx -> tx.append("memory", Instant.parse("2024-02-29T23:59:59Z"), null));
      assertThat(rows(lake)).containsExactly("{at=2024-02-29T23:59:59Z, g=on 2024-02-29}");
    }
  }

  /** Rows that are there would have other values than those that follow from the wider type. */
  @Test
  void whatOthersFollowFromKeepsItsType() {
    try (Lake lake = openGenerated()) {
      lake.transact(tx -> tx.append("memory", 1L, null, null));
      assertThatThrownBy(
              () -> lake.transact(tx -> tx.alter("memory").type("id", DataType.decimal(21, 1))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("column 'id' cannot be given another kind of type")
          .hasMessageContaining("column twice names it (id * 2)");
      lake.transact(tx -> tx.alter("memory").type("twice", DataType.LONG));
      lake.transact(tx -> tx.update("memory").set("id", "id + 1").run());
      assertThat(rows(lake)).containsExactly("{id=2, twice=4, word=w2}");
    }
  }
}
