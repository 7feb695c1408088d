package org.tarnlake.bench.peer;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.tarnlake.bench.work.Digest;
import org.tarnlake.bench.work.Query;
import org.tarnlake.bench.work.Rows;
import org.tarnlake.bench.work.Sample;

/** Sample rows through Delta Kernel's default engine, batch-wise both ways. */
final class KernelRows implements Rows {
  private static final int BATCH_ROWS = 8192;

  private final KernelTable table;

  KernelRows(Path folder) {
    table = new KernelTable(folder);
  }

  @Override
  public void write(long rows) throws IOException {
    Sample sample = new Sample();
    table.create(
        SampleBatch.TYPE,
        new CloseableIterator<>() {
          private long next;

          @Override
          public boolean hasNext() {
            return next < rows;
          }

          @Override
          public FilteredColumnarBatch next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            int size = (int) Math.min(BATCH_ROWS, rows - next);
            SampleBatch batch = new SampleBatch(sample, next, size);
            next += size;
            return new FilteredColumnarBatch(batch, Optional.empty());
          }

          @Override
          public void close() {}
        });
  }

  @Override
  public Digest read(Query query, long id) throws IOException {
    StructType columns = new StructType();
    for (String column : query.columns()) {
      columns = columns.add(SampleBatch.TYPE.get(column));
    }
    Digest digest = new Digest();
    Optional<Predicate> filter =
        query == Query.LOOKUP
            ? Optional.of(new Predicate("=", new Column("id"), Literal.ofLong(id)))
            : Optional.empty();
    table.scan(columns, filter, batch -> digest(query, id, batch, digest));
    return digest;
  }

  private static void digest(Query query, long id, FilteredColumnarBatch batch, Digest digest) {
    if (batch.getSelectionVector().isPresent()) {
      throw new AssertionError("a table without deletion vectors selects rows");
    }
    ColumnarBatch data = batch.getData();
    int size = data.getSize();
    ColumnVector first = data.getColumnVector(0);
    switch (query) {
      case ALL, LOOKUP -> {
        ColumnVector times = data.getColumnVector(1);
        ColumnVector amounts = data.getColumnVector(2);
        ColumnVector names = data.getColumnVector(3);
        ColumnVector notes = data.getColumnVector(4);
        for (int i = 0; i < size; i++) {
          if (query == Query.ALL || first.getLong(i) == id) {
            digest.all(
                first.getLong(i),
                times.getLong(i),
                amounts.getDouble(i),
                names.getString(i).hashCode(),
                notes.getString(i).hashCode());
          }
        }
      }
      case ONE -> {
        for (int i = 0; i < size; i++) {
          digest.one(first.getDouble(i));
        }
      }
      case TWO -> {
        ColumnVector names = data.getColumnVector(1);
        for (int i = 0; i < size; i++) {
          digest.two(first.getLong(i), names.getString(i).hashCode());
        }
      }
    }
  }
}
