package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Properties of a table do what they are for. */
class AlterPropertiesTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(tx -> tx.createTable("t", Schema.parse("a int, s struct<x:int,y:int>, c int")));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private String published() {
    lake.awaitPublished();
    try {
      String name = "t/_delta_log/%020d.json".formatted(lake.latest().table("t").version());
      return new String(store.get(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String statistics() {
    lake.transact(tx -> tx.append("t", 1, List.of(2, 3), 4));
    String add = published();
    return add.substring(add.indexOf("\"stats\":"));
  }

  @Test
  void columnsHaveStatisticsAsPropertiesSay() {
    assertThat(statistics()).contains("\\\"a\\\":1", "\\\"x\\\":2", "\\\"c\\\":4");
    lake.transact(tx -> tx.alter("t").property("delta.dataSkippingNumIndexedCols", "2"));
    assertThat(statistics())
        .contains("\\\"a\\\":1", "\\\"x\\\":2")
        .doesNotContain("\\\"c\\\":4", "\\\"y\\\"");
    lake.transact(tx -> tx.alter("t").property("delta.dataSkippingStatsColumns", "c, s.y"));
    assertThat(statistics())
        .contains("\\\"y\\\":3", "\\\"c\\\":4")
        .doesNotContain("\\\"a\\\":1", "\\\"x\\\"");
    lake.transact(tx -> tx.alter("t").rename("s", "struct").drop("c"));
    assertThat(lake.latest().table("t").properties())
        .containsEntry("delta.dataSkippingStatsColumns", "struct.y");
    lake.transact(tx -> tx.append("t", 1, List.of(2, 3)));
    assertThat(published()).contains("\\\"s\\\":{\\\"y\\\":3}").doesNotContain("\\\"a\\\":1");
    assertThat(lake.scan("t").where("a = 1").count()).isEqualTo(4);
    assertThat(lake.scan("t").where("struct.y = 3 and struct.x = 2").count()).isEqualTo(4);
    assertThat(lake.scan("t").where("struct.y > 3").count()).isZero();
  }

  /** As a table that is clustered by a late column asks for. */
  @Test
  void allOfManyColumnsHaveStatisticsIfThatIsAsked() {
    for (int c = 0; c < 40; c++) {
      String column = "more" + c + " long";
      lake.transact(tx -> tx.alter("t").add(column));
    }
    lake.transact(tx -> tx.append("t", Map.of("a", 1, "more39", 7L)));
    assertThat(published()).contains("\\\"a\\\":1").doesNotContain("\\\"more39\\\":7");
    lake.transact(tx -> tx.alter("t").property("delta.dataSkippingNumIndexedCols", "-1"));
    lake.transact(tx -> tx.append("t", Map.of("a", 1, "more39", 7L)));
    assertThat(published()).contains("\\\"more39\\\":7");
    lake.transact(tx -> tx.alter("t").property("delta.dataSkippingStatsColumns", "more38"));
    lake.transact(tx -> tx.append("t", Map.of("more38", 5L, "more39", 7L)));
    assertThat(published()).contains("\\\"more38\\\":5").doesNotContain("\\\"more39\\\":7");
  }

  @Test
  void bloomFiltersFollowTheirColumns() {
    lake.transact(tx -> tx.alter("t").property("tarn.bloomFilterColumns", "c, s.x"));
    lake.transact(tx -> tx.alter("t").rename("c", "see").rename("s.x", "ex"));
    assertThat(lake.latest().table("t").properties())
        .containsEntry("tarn.bloomFilterColumns", "see,s.ex");
    lake.transact(tx -> tx.append("t", 1, List.of(2, 3), 4));
    assertThat(lake.scan("t").where("see = 4").count()).isEqualTo(1);
    assertThat(lake.scan("t").where("see = 5").count()).isZero();
    lake.transact(tx -> tx.alter("t").drop("see").drop("s.ex"));
    assertThat(lake.latest().table("t").properties()).doesNotContainKey("tarn.bloomFilterColumns");
  }

  @Test
  void columnsThatNeverHaveFiltersAreRefused() {
    lake.transact(
        tx -> {
          tx.createTable(
              "w",
              Schema.parse(
                  "d double, b boolean, l list<int>, s struct<x int>, n decimal(18,2), big decimal(19,2), t timestamp"));
          for (String column : List.of("d", "b", "l", "s", "big")) {
            assertThatThrownBy(
                    () -> tx.alter("w").property("tarn.bloomFilterColumns", "t, " + column))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("column '" + column + "' is ")
                .hasMessageContaining("of which there are no Bloom filters");
          }
          tx.alter("w").property("tarn.bloomFilterColumns", "n, s.x, t");
        });
  }

  @Test
  void aTableThatOnlyTakesAppendsTakesNothingElse() {
    lake.transact(
        tx -> {
          tx.append("t", 1, null, 4);
          tx.alter("t").property("delta.appendOnly", "TRUE");
          assertThatThrownBy(() -> tx.delete("t", "a = 1"))
              .isInstanceOf(UnsupportedTableException.class);
        });
    assertThat(lake.latest().table("t").properties()).containsEntry("delta.appendOnly", "true");
    try (Transaction tx = lake.begin()) {
      tx.alter("t").property("delta.appendOnly", "false");
      tx.delete("t", "a = 1");
      assertThatThrownBy(() -> tx.alter("t").property("delta.appendOnly", "true"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("this transaction deletes rows");
      tx.commit();
    }
    assertThat(lake.scan("t").count()).isZero();
  }

  @Test
  void featuresComeWithTheirProperties() {
    lake.transact(
        tx ->
            tx.alter("t")
                .property("delta.enableChangeDataFeed", "true")
                .property("delta.enableDeletionVectors", "true"));
    assertThat(published())
        .contains("\"minReaderVersion\":3", "\"readerFeatures\":[\"deletionVectors\"]")
        .contains("\"changeDataFeed\",\"deletionVectors\"");
    lake.transact(tx -> tx.alter("t").property("delta.enableDeletionVectors", "false"));
    lake.transact(tx -> tx.append("t", 1, null, 4));
    lake.transact(tx -> tx.append("t", 2, null, 4));
  }

  /** The first vector and the first rename each bring a feature; one protocol has both. */
  @Test
  void aVectorAndARenameGoIntoOneCommit() {
    lake.transact(
        tx -> {
          tx.append("t", 1, null, 4);
          tx.append("t", 2, null, 4);
        });
    lake.transact(
        tx -> {
          tx.delete("t", "a = 1");
          tx.alter("t").rename("a", "b");
        });
    assertThat(published().lines().filter(line -> line.startsWith("{\"protocol\"")).toList())
        .singleElement()
        .asString()
        .contains("\"columnMapping\",\"deletionVectors\"");
    assertThat(AlterTest.rows(lake.scan("t").select("b"))).containsExactly("{b=2}");
  }
}
