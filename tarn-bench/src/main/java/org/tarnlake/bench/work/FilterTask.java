package org.tarnlake.bench.work;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Filters rows that lie in memory, 4,096 to a batch: two columns of longs, one of doubles.
 * Arguments of a run: the condition.
 */
public final class FilterTask implements Task {
  private static final int BATCH_ROWS = 4_096;
  private static final StructType COLUMNS =
      new StructType(
          List.of(
              Field.optional("a", DataType.LONG),
              Field.optional("b", DataType.LONG),
              Field.optional("d", DataType.DOUBLE)));

  private final List<Batch> batches = new ArrayList<>();

  /** Makes the rows, at least so many. */
  public FilterTask(long rows) {
    SplittableRandom random = new SplittableRandom(1);
    for (long row = 0; row < rows; row += BATCH_ROWS) {
      long[] a = random.longs(BATCH_ROWS, 0, 100).toArray();
      long[] b = random.longs(BATCH_ROWS, -50, 50).toArray();
      double[] d = random.doubles(BATCH_ROWS).toArray();
      batches.add(
          new Batch(
              COLUMNS,
              List.of(
                  new LongVector(DataType.LONG, a, BATCH_ROWS, null),
                  new LongVector(DataType.LONG, b, BATCH_ROWS, null),
                  new DoubleVector(d, BATCH_ROWS, null)),
              BATCH_ROWS));
    }
  }

  @Override
  public Figures run(List<String> arguments) {
    BoundPredicate condition = Predicate.parse(String.join(" ", arguments)).bind(COLUMNS);
    Clock clock = new Clock();
    long passing = 0;
    for (Batch batch : batches) {
      passing += condition.evaluate(batch).count();
    }
    double millis = clock.wallMillis();
    return Figures.of(
        "passing",
        passing,
        "ms",
        millis,
        "ns_per_row",
        millis * 1e6 / ((double) batches.size() * BATCH_ROWS));
  }
}
