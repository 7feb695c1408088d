package org.tarnlake.table.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** What the bounds of a checkpoint's own columns tell of the files added in it. */
class FilterColumnsTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("x", DataType.DOUBLE));

  private static boolean mayMatch(String condition, Range mins, Range maxs) {
    BoundPredicate predicate = Predicate.parse(condition).bind(SCHEMA.columns());
    StructType x = new StructType(List.of(Field.optional("x", DataType.DOUBLE)));
    StructType statistics =
        CheckpointColumns.struct(Field.optional("minValues", x), Field.optional("maxValues", x));
    StructType add = CheckpointColumns.struct(Field.optional("stats_parsed", statistics));
    FilterColumns columns =
        new FilterColumns(
            CheckpointColumns.struct(Field.optional("add", add)),
            SCHEMA,
            ColumnMapping.NONE,
            predicate);
    return predicate.mayMatch(
        path ->
            columns.range(
                path,
                column ->
                    column.contains("maxValues")
                        ? maxs
                        : column.contains("minValues") ? mins : new Range(null, null, 0, 2),
                true));
  }

  /**
   * The files hold [1, 2] and [0.5, NaN], NaN being greatest in Spark, and the checkpoint's writer
   * leaves NaN out of the bounds of Parquet: the greatest of the two maxima is told as 2.
   */
  @Test
  void theGreatestMaximumIsNotKnownWhereOneMayBeNan() {
    Range mins = new Range(0.5, 1.0, 0, 2);
    Range maxs = new Range(2.0, 2.0, 0, 2);
    assertThat(mayMatch("x = 100", mins.withNanPossible(), maxs.withNanPossible())).isTrue();
    assertThat(mayMatch("x = 100", mins, maxs)).isFalse();
    assertThat(mayMatch("x = 0.1", mins.withNanPossible(), maxs.withNanPossible())).isFalse();
  }
}
