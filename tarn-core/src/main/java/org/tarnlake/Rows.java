package org.tarnlake;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.Mappings;
import org.tarnlake.mapping.RowReader;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;

/**
 * A cursor over the rows of a scan, itself the row at which it stands. One thread at a time. Close
 * it when done.
 *
 * <p>The accessors may be called after {@link #next} returned true. In a column without a type,
 * {@link #get(int)} returns the scalar that was appended, {@link #getString(int)} its text, and the
 * accessors of numbers and booleans the scalar if it is of that kind.
 */
public final class Rows implements Row, AutoCloseable {
  private final Batches batches;
  private final Mappings mappings;
  private final BatchRow row;
  private @Nullable Batch batch;
  private int position = -1;
  private int rowCount;

  Rows(Batches batches, Mappings mappings) {
    this.batches = batches;
    this.mappings = mappings;
    this.row = new BatchRow(batches.columns());
  }

  /**
   * Moves to the next row; false at the end.
   *
   * @throws IllegalStateException if the lake was closed, and the rows that were read ahead are
   *     over
   */
  public boolean next() {
    if (++position < rowCount) {
      row.moveTo(position);
      return true;
    }
    Batch next = batches.next();
    batch = next;
    position = 0;
    rowCount = next == null ? 0 : next.rowCount();
    if (next == null) {
      return false;
    }
    row.moveTo(next, 0);
    return true;
  }

  /**
   * The row at which it stands as an object. Names of properties mean columns as in {@link
   * Transaction#append}; columns that the class lacks are passed over.
   *
   * @param type a record, a bean with setters, or {@code Map.class}
   * @throws InvalidDataException if the class has something that no column has, or that cannot have
   *     the column's value
   */
  public <T> T as(Class<T> type) {
    Argument.require(type, "type", "a class");
    BatchRow standing = at();
    return mappings.reader(type(), type).read(standing);
  }

  /**
   * The rows that are left, each of which stays as it is. Closing the stream, as well as its end,
   * closes this. One thread at a time.
   */
  public Stream<Row> stream() {
    return stream(() -> Objects.requireNonNull(batch).row(position));
  }

  /** As {@link #stream()}, of the objects of a mapper. */
  <T> Stream<T> stream(RowReader<T> reader) {
    return stream(() -> reader.read(row));
  }

  private <T> Stream<T> stream(Supplier<T> standing) {
    Spliterator<T> items =
        new Spliterators.AbstractSpliterator<>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          private boolean ended;

          @Override
          public boolean tryAdvance(Consumer<? super T> action) {
            ended = ended || !next();
            if (ended) {
              close();
            } else {
              action.accept(standing.get());
            }
            return !ended;
          }
        };
    return StreamSupport.stream(items, false).onClose(this::close);
  }

  @Override
  public StructType type() {
    return row.type();
  }

  @Override
  public @Nullable Object get(int ordinal) {
    return at().get(ordinal);
  }

  @Override
  public boolean isNull(int ordinal) {
    return at().isNull(ordinal);
  }

  @Override
  public boolean getBoolean(int ordinal) {
    return at().getBoolean(ordinal);
  }

  @Override
  public int getInt(int ordinal) {
    return at().getInt(ordinal);
  }

  @Override
  public long getLong(int ordinal) {
    return at().getLong(ordinal);
  }

  @Override
  public float getFloat(int ordinal) {
    return at().getFloat(ordinal);
  }

  @Override
  public double getDouble(int ordinal) {
    return at().getDouble(ordinal);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int ordinal) {
    return at().getDecimal(ordinal);
  }

  @Override
  public @Nullable String getString(int ordinal) {
    return at().getString(ordinal);
  }

  @Override
  public byte @Nullable [] getBytes(int ordinal) {
    return at().getBytes(ordinal);
  }

  @Override
  public @Nullable LocalDate getDate(int ordinal) {
    return at().getDate(ordinal);
  }

  @Override
  public @Nullable Instant getTimestamp(int ordinal) {
    return at().getTimestamp(ordinal);
  }

  @Override
  public @Nullable LocalDateTime getTimestampNtz(int ordinal) {
    return at().getTimestampNtz(ordinal);
  }

  @Override
  public @Nullable Row getStruct(int ordinal) {
    return at().getStruct(ordinal);
  }

  @Override
  public @Nullable List<@Nullable Object> getList(int ordinal) {
    return at().getList(ordinal);
  }

  @Override
  public @Nullable Map<Object, @Nullable Object> getMap(int ordinal) {
    return at().getMap(ordinal);
  }

  private BatchRow at() {
    if (position < 0 || position >= rowCount) {
      throw new IllegalStateException("the cursor stands at no row; call next() first");
    }
    return row;
  }

  /** Stops reading. */
  @Override
  public void close() {
    position = 0;
    rowCount = 0;
    batch = null;
    batches.close();
  }

  @Override
  public String toString() {
    return position < 0 || position >= rowCount ? "at no row" : row.toString();
  }
}
