package org.tarnlake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.transaction.LakeContext;

/**
 * What to read of a table: which columns, which rows, how many. Immutable; the methods that narrow
 * it return a narrower copy. Nothing is read before {@link #rows}, {@link #batches} or {@link
 * #count}.
 *
 * <p>Rows come in the order in which they were committed; of a partitioned table, those that its
 * checkpoint holds come first, ordered by partition values and then by commit. Files, row groups
 * and pages that cannot hold wanted rows are not read, nor are the parts of a large checkpoint that
 * name such files.
 */
public final class Scan {
  private final ScanTarget target;
  private final @Nullable StructType columns;
  private final @Nullable Predicate predicate;
  private final long limit;

  Scan(ScanTarget target) {
    this(target, null, null, Long.MAX_VALUE);
  }

  private Scan(
      ScanTarget target, @Nullable StructType columns, @Nullable Predicate predicate, long limit) {
    this.target = target;
    this.columns = columns;
    this.predicate = predicate;
    this.limit = limit;
  }

  /** Only these columns, in this order. Throws InvalidDataException for one that does not exist. */
  public Scan select(String... names) {
    return select(List.of(names));
  }

  /** Only these columns, in this order. Throws InvalidDataException for one that does not exist. */
  public Scan select(List<String> names) {
    StructType all = target.schema().columns();
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      int ordinal = all.indexOf(name);
      if (ordinal < 0) {
        throw new InvalidDataException(
            "table %s has no column '%s'; its columns are %s"
                .formatted(target.name(), name, String.join(", ", all.names())));
      }
      fields.add(all.field(ordinal));
    }
    return new Scan(target, new StructType(fields), predicate, limit);
  }

  /** Only rows for which this is true too. */
  public Scan where(Predicate condition) {
    Predicate both = predicate == null ? condition : predicate.and(condition);
    both.bind(target.schema().columns());
    return new Scan(target, columns, both, limit);
  }

  /**
   * Only rows for which this is true too, in SQL: {@code price > 10 and name like 'x%'}.
   *
   * @throws InvalidDataException if it is no condition on the table's columns
   */
  public Scan where(String condition) {
    return where(Predicate.parse(condition));
  }

  /** At most this many rows; reading stops when they are found. */
  public Scan limit(long rows) {
    if (rows < 0) {
      throw new IllegalArgumentException("a limit of " + rows + " rows");
    }
    return new Scan(target, columns, predicate, Math.min(limit, rows));
  }

  /** The columns that the scan returns. */
  public StructType columns() {
    return columns != null ? columns : target.schema().columns();
  }

  /**
   * Starts reading row by row. Close what it returns.
   *
   * @throws IllegalStateException if the lake was closed; or if the transaction that made the scan
   *     has ended or has dropped the table since
   */
  public Rows rows() {
    return new Rows(batches());
  }

  /** As {@link #rows}, by batches of columns, which is faster. */
  public Batches batches() {
    return new Batches(columns(), target.reading(() -> open(columns())));
  }

  /** How many rows there are; from the statistics alone where there is no condition. */
  public long count() {
    long known = target.reading(this::countByStatistics);
    if (known >= 0) {
      return known;
    }
    try (Batches batches = new Scan(target, smallest(), predicate, limit).batches()) {
      long sum = 0;
      for (var batch = batches.next(); batch != null; batch = batches.next()) {
        sum += batch.rowCount();
      }
      return sum;
    }
  }

  /** How many rows there are; -1 if the statistics do not tell. */
  private long countByStatistics() {
    if (predicate != null || !target.rowsInMemory().isEmpty()) {
      return -1;
    }
    target.noteRead(null);
    long sum = target.files().rowCount();
    return sum < 0 ? -1 : Math.min(limit, sum);
  }

  private StructType smallest() {
    return new StructType(target.schema().columns().fields().stream().limit(1).toList());
  }

  private LakeCursor open(StructType wanted) {
    BoundPredicate bound = predicate == null ? null : predicate.bind(target.schema().columns());
    target.noteRead(bound);
    TableScan scan =
        new TableScan(
            target.location(),
            target.schema(),
            target.columnMapping(),
            target.files(),
            target.rowsInMemory(),
            wanted,
            bound,
            limit);
    LakeContext context = target.context();
    return new LakeCursor(
        scan.open(context.dataFiles(), context.environment().background()), context.lifetime());
  }
}
