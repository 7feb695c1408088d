package org.tarnlake.table.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.write.ColumnStatistics;
import org.tarnlake.data.write.FileStatistics;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;

/** Which files a condition on floats and doubles can pass over, NaN being the greatest of all. */
class FilePrunerTest {
  private static final Schema SCHEMA =
      Schema.of(Field.optional("d", DataType.DOUBLE), Field.optional("f", DataType.FLOAT));

  private static boolean isRead(String statistics, String condition) {
    AddFile file = new AddFile("part-1.parquet", Map.of(), 100, 0, true, statistics);
    return new FilePruner(
            SCHEMA, ColumnMapping.NONE, Predicate.parse(condition).bind(SCHEMA.columns()))
        .mayMatch(file);
  }

  private static String written(Object min, Object max, float floatMin, float floatMax) {
    return StatisticsJson.write(
        new FileStatistics(
            9,
            List.of(
                new ColumnStatistics(List.of("d"), DataType.DOUBLE, min, max, 0),
                new ColumnStatistics(List.of("f"), DataType.FLOAT, floatMin, floatMax, 0))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d > 2.5",
        "d >= 2.6",
        "d = 3",
        "d in (3, 4)",
        "d = DOUBLE 'NaN'",
        "d < 1",
        "f > 2",
        "f = DOUBLE 'NaN'",
        "d > 2.5 or f > 2"
      })
  void aFileThatTarnWroteWithoutNanIsPrunedByBothBounds(String condition) {
    assertThat(isRead(written(1.0, 2.5, -1f, 2f), condition)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"d > 2.5", "d = DOUBLE 'NaN'", "d >= 100", "not d <= 7", "d <> 1"})
  void aFileThatTarnWroteWithANanIsReadWhereTheNanCouldPass(String condition) {
    assertThat(isRead(written(1.0, Double.NaN, 0f, 1f), condition)).isTrue();
    assertThat(isRead(written(Double.NaN, Double.NaN, 0f, 1f), condition)).isTrue();
  }

  @Test
  void aNanDoesNotKeepTheLeastValueFromPruning() {
    assertThat(isRead(written(1.0, Double.NaN, 0f, 1f), "d < 1")).isFalse();
    assertThat(isRead(written(1.0, Double.NaN, 0f, Float.NaN), "f < 0")).isFalse();
    assertThat(isRead(written(1.0, Double.NaN, 0f, 1f), "f > 1")).isFalse();
  }

  /** Spark counts NaN as greatest, others leave it out, and neither says which. */
  @Test
  void theGreatestValueThatAnotherWriterNamesDoesNotExcludeNan() {
    String other =
        "{\"numRecords\":9,\"minValues\":{\"d\":1.0},\"maxValues\":{\"d\":2.5},\"nullCount\":{\"d\":0}}";
    assertThat(isRead(other, "d > 2.5")).isTrue();
    assertThat(isRead(other, "d = DOUBLE 'NaN'")).isTrue();
    assertThat(isRead(other, "d = 3")).isFalse();
    assertThat(isRead(other, "d < 1")).isFalse();
  }

  @Test
  void anInfinityIsNoBoundAndKeepsItsFile() {
    String infinite = written(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0f, 1f);
    assertThat(isRead(infinite, "d > 1e300")).isTrue();
    assertThat(isRead(infinite, "d < -1e300")).isTrue();
    assertThat(isRead(infinite, "d = DOUBLE 'Infinity'")).isTrue();
  }

  @Test
  void statisticsAndPartitionValuesOfAMappedTableUsePhysicalNames() {
    Schema schema =
        new Schema(
            new StructType(
                List.of(
                    mapped("a", "b", DataType.LONG),
                    mapped("b", "a", DataType.LONG),
                    mapped("s", "col-1", DataType.struct(mapped("x", "col-2", DataType.LONG))),
                    mapped("p", "col-3", DataType.STRING))),
            List.of("p"));
    AddFile file =
        new AddFile(
            "part-1.parquet",
            Map.of("col-3", "here", "p", "elsewhere"),
            100,
            0,
            true,
            """
            {"numRecords":9,"minValues":{"a":100,"b":1,"col-1":{"col-2":5},"s":{"x":50}},\
            "maxValues":{"a":200,"b":2,"col-1":{"col-2":6},"s":{"x":60}}}""");
    for (ColumnMapping mapping : List.of(ColumnMapping.ID, ColumnMapping.NAME)) {
      for (String read : List.of("a = 1", "b = 150", "s.x = 5", "p = 'here'")) {
        assertThat(mayMatch(schema, mapping, read, file)).as(read).isTrue();
      }
      for (String pruned : List.of("a = 150", "b = 1", "s.x = 55", "p = 'elsewhere'")) {
        assertThat(mayMatch(schema, mapping, pruned, file)).as(pruned).isFalse();
      }
    }
    assertThat(mayMatch(schema, ColumnMapping.NONE, "a = 150", file)).isTrue();
    assertThat(mayMatch(schema, ColumnMapping.NONE, "p = 'here'", file)).isFalse();
  }

  private static Field mapped(String name, String physicalName, DataType type) {
    return new Field(name, type, true, Map.of("delta.columnMapping.physicalName", physicalName));
  }

  private static boolean mayMatch(
      Schema schema, ColumnMapping mapping, String condition, AddFile file) {
    return new FilePruner(schema, mapping, Predicate.parse(condition).bind(schema.columns()))
        .mayMatch(file);
  }
}
