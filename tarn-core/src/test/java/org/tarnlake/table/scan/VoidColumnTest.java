package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.MemoryStore;

/**
 * A column of the type void, as Spark makes one of {@code SELECT NULL AS v}: Parquet has no such
 * type, so Spark leaves it out of the data files, and so does Tarn.
 */
class VoidColumnTest {
  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"v\",\"type\":\"void\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"p\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]}";

  private final MemoryStore disk = new MemoryStore();
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  private Lake create(String partitionColumns) {
    spark.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(SCHEMA, "{}")
            .replace("\"partitionColumns\":[]", "\"partitionColumns\":[" + partitionColumns + "]"));
    return Lake.open(disk, Environment.system());
  }

  private static List<String> rows(Scan scan) {
    List<String> found = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        found.add("%s|%s|%s".formatted(rows.getLong("id"), rows.isNull("v"), rows.getString("p")));
      }
    }
    return found;
  }

  @Test
  void rowsWithOneAreAppendedAndRead() {
    try (Lake lake = create("")) {
      lake.transact(
          tx -> {
            tx.append("memory", 1L, null, "x");
            tx.append("memory", 2L, null, "y");
            assertThat(rows(tx.scan("memory"))).containsExactly("1|true|x", "2|true|y");
          });
      assertThat(rows(lake.scan("memory"))).containsExactly("1|true|x", "2|true|y");
      assertThat(rows(lake.scan("memory").where("v IS NULL AND id > 1")))
          .containsExactly("2|true|y");
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
    }
    assertThat(spark.lines(1).get(1)).contains("\\\"nullCount\\\":{\\\"id\\\":0,\\\"p\\\":0}");
  }

  @Test
  void partitionsOfATableWithOneAreAppendedAndRead() {
    try (Lake lake = create("\"p\"")) {
      lake.transact(tx -> tx.append("memory", 1L, null, "x"));
      lake.transact(tx -> tx.append("memory", 2L, null, "y"));
      assertThat(rows(lake.scan("memory").where("p = 'y'"))).containsExactly("2|true|y");
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
    }
  }

  @Test
  void nothingButNullIsTaken() {
    try (Lake lake = create("")) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 1L, List.of(), "x")))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageEndingWith(
              "column 'v' is void and has no value but null, not '[]'; pass null");
      assertThat(lake.latest().version()).isZero();
    }
  }
}
