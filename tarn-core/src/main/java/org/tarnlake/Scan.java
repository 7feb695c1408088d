package org.tarnlake;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.Mappings;
import org.tarnlake.mapping.RowReader;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.CountedFiles;
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
  private final @Nullable Projection projection;
  private final @Nullable Predicate predicate;
  private final long limit;

  Scan(ScanTarget target) {
    this(target, null, null, Long.MAX_VALUE);
  }

  private Scan(
      ScanTarget target,
      @Nullable Projection projection,
      @Nullable Predicate predicate,
      long limit) {
    this.target = target;
    this.projection = projection;
    this.predicate = predicate;
    this.limit = limit;
  }

  /** Only these columns, as {@link #select(List)}. */
  public Scan select(String... names) {
    return select(List.of(Argument.requireAll(names, "names", "columns' names")));
  }

  /**
   * Only these columns, in this order. A field of a struct is named by its path, {@code
   * address.city}, as in a condition, and becomes a column of that name.
   *
   * @throws InvalidDataException for one that does not exist
   */
  public Scan select(List<String> names) {
    Argument.require(names, "names", "a List");
    try {
      Projection selected = Projection.of(target.schema().columns(), names);
      return new Scan(target, selected, predicate, limit);
    } catch (InvalidDataException e) {
      throw new InvalidDataException("table %s: %s".formatted(target.name(), e.getMessage()), e);
    }
  }

  /** Only rows for which this is true too. */
  public Scan where(Predicate condition) {
    Argument.require(condition, "condition", "a Predicate");
    Predicate both = predicate == null ? condition : predicate.and(condition);
    both.bind(target.schema().columns(), target.clock());
    return new Scan(target, projection, both, limit);
  }

  /**
   * Only rows for which this is true too, in SQL: {@code price > 10 and name like 'x%'}.
   *
   * @throws InvalidDataException if it is no condition on the table's columns
   */
  public Scan where(String condition) {
    Argument.require(condition, "condition", "a condition, such as price > 10");
    return where(Predicate.parse(condition));
  }

  /** At most this many rows; reading stops when they are found. */
  public Scan limit(long rows) {
    if (rows < 0) {
      throw new IllegalArgumentException("a limit of " + rows + " rows");
    }
    return new Scan(target, projection, predicate, Math.min(limit, rows));
  }

  /** The columns that the scan returns. */
  public StructType columns() {
    return projection().columns();
  }

  private Projection projection() {
    return projection != null ? projection : Projection.of(target.schema().columns());
  }

  /**
   * Starts reading row by row. Close what it returns.
   *
   * @throws IllegalStateException if the lake was closed; or if the transaction that made the scan
   *     has ended or has dropped the table since
   */
  public Rows rows() {
    return new Rows(batches(), target.context().mappings());
  }

  /**
   * Starts reading objects, of those columns that the class has something for. Names mean columns
   * as in {@link Transaction#append}. Close the stream, or read it to its end.
   *
   * <pre>{@code
   * try (Stream<Order> orders = lake.scan("orders").where("price > 10").as(Order.class)) {
   *   orders.forEach(order -> ...);
   * }
   * }</pre>
   *
   * @param type a record, a bean with setters, or {@code Map.class}
   * @throws InvalidDataException if the class has something that no column has, or that cannot have
   *     the column's values; and from the stream, if it cannot have one of them
   */
  public <T> Stream<T> as(Class<T> type) {
    Argument.require(type, "type", "a class");
    Mappings mappings = target.context().mappings();
    Scan needed = this;
    try {
      if (projection == null) {
        needed = select(mappings.reader(columns(), type).columns());
      }
      // First, so that rows which nobody could close are not opened for a class that does not fit.
      RowReader<T> reader = mappings.reader(needed.columns(), type);
      return needed.rows().stream(reader);
    } catch (InvalidDataException e) {
      throw new InvalidDataException("table %s: %s".formatted(target.name(), e.getMessage()), e);
    }
  }

  /** As {@link #rows}, by batches of columns, which is faster. */
  public Batches batches() {
    Projection wanted = projection();
    return new Batches(
        wanted.columns(), target.reading(() -> open(wanted, tableScan(wanted.read()))));
  }

  /** How many rows there are: from the statistics alone, wherever these prove it. */
  public long count() {
    Counted counted = target.reading(this::countByStatistics);
    TableScan rest = counted.rest;
    return rest == null || counted.rows >= limit
        ? Math.min(limit, counted.rows)
        : Math.min(limit, counted.rows + count(rest));
  }

  /**
   * What the statistics tell of the number of rows.
   *
   * @param rest what has to be read to know the others; null if nothing
   */
  private record Counted(long rows, @Nullable TableScan rest) {}

  private Counted countByStatistics() {
    TableScan scan = tableScan(smallest());
    if (scan.predicate() == null) {
      long known = scan.rowsInMemory().isEmpty() ? scan.files().rowCount() : -1;
      return known < 0
          ? new Counted(0, scan)
          : new Counted(known - scan.deletions().rowCount(), null);
    }
    CountedFiles files = CountedFiles.of(scan, target.context().environment().background());
    return new Counted(files.rows(), scan.withFiles(files.undecided()));
  }

  private long count(TableScan scan) {
    try (LakeCursor batches = open(Projection.of(scan.columns()), scan)) {
      long sum = 0;
      for (var batch = batches.next(); batch != null; batch = batches.next()) {
        sum += batch.rowCount();
      }
      return sum;
    }
  }

  private StructType smallest() {
    return new StructType(target.schema().columns().fields().stream().limit(1).toList());
  }

  private TableScan tableScan(StructType wanted) {
    BoundPredicate bound =
        predicate == null ? null : predicate.bind(target.schema().columns(), target.clock());
    target.noteRead(bound);
    return new TableScan(
            target.location(),
            target.schema(),
            target.columnMapping(),
            target.files(),
            target.rowsInMemory(),
            wanted,
            bound,
            limit)
        .without(target.deletions());
  }

  private LakeCursor open(Projection wanted, TableScan scan) {
    LakeContext context = target.context();
    return new LakeCursor(
        wanted.apply(scan.open(context.dataFiles(), context.environment().background())),
        context.lifetime());
  }

  /** The parts of the query, such as {@code select id from orders where price > 10 limit 5}. */
  @Override
  public String toString() {
    return "select %s from %s%s%s"
        .formatted(
            projection == null ? "*" : String.join(", ", projection.columns().names()),
            target.name(),
            predicate == null ? "" : " where " + predicate.text(),
            limit == Long.MAX_VALUE ? "" : " limit " + limit);
  }
}
