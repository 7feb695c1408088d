package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spark writes a table for each feature into {@code target/spark-tables}, beside the rows that it
 * reads from it; each table has what it is named after.
 */
@ExtendWith(Features.class)
class SparkTablesTest {
  private static final Path PARENT = WrittenTables.parent();

  static List<SparkTable> tables() {
    return SparkTables.all();
  }

  @ParameterizedTest(name = "Spark writes: {0}")
  @MethodSource("tables")
  void tableHasItsFeature(SparkTable table) throws Exception {
    List<List<@Nullable Object>> rows = WrittenTables.write(table);
    assertThat(rows).hasSize(table.rows());
    assertThat(
            Spark.sql("DESCRIBE DETAIL %s", Spark.delta(PARENT.resolve(table.name())))
                .select("tableFeatures")
                .head()
                .<String>getList(0))
        .containsAll(table.features());
    if (!table.evidence().isEmpty()) {
      assertThat(table.files(PARENT)).anyMatch(file -> file.matches(table.evidence()));
    }
    assertThat(Files.readAllLines(PARENT.resolve(table.name() + ".rows"))).hasSize(table.rows());
  }
}
