package org.tarnlake.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tarnlake.Appender;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.bench.work.Changes;
import org.tarnlake.bench.work.Sample;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Values;

/** Sample rows changed by Tarn's transactions, with its defaults. */
final class TarnChanges implements Changes {
  private static final String TABLE = "sample";

  private final Lake lake;
  private final Sample sample = new Sample();
  private Iterable<Object[]> source = List.of();

  TarnChanges(Path folder) {
    lake = Files.exists(folder) ? Lake.open(folder) : Lake.create(folder);
  }

  @Override
  public void write(long rows) {
    lake.transact(
        tx -> {
          tx.createTable(TABLE, TarnRows.SCHEMA);
          Appender appender = tx.appender(TABLE);
          for (long i = 0; i < rows; i++) {
            appender.append(row(Sample.scattered(i, rows), 0));
          }
        });
  }

  @Override
  public void scatter(long rows, int files) {
    lake.transact(
        tx -> {
          if (tx.hasTable(TABLE)) {
            tx.dropTable(TABLE);
          }
          tx.createTable(TABLE, TarnRows.SCHEMA);
        });
    for (int file = 0; file < files; file++) {
      long from = rows * file / files;
      long to = rows * (file + 1) / files;
      lake.transact(
          tx -> {
            Appender appender = tx.appender(TABLE);
            for (long i = from; i < to; i++) {
              appender.append(row(Sample.scattered(i, rows), 0));
            }
          });
    }
    lake.awaitPublished();
  }

  @Override
  public void compact() {
    lake.compact(TABLE).run();
  }

  private Object[] row(long id, long version) {
    long i = id + (version << 34);
    return new Object[] {
      id, Values.instant(sample.micros(id)), sample.amount(i), sample.name(i), sample.note(i)
    };
  }

  @Override
  public void prepare(long[] ids, int version) {
    source =
        () -> {
          Iterator<Long> each = LongStream.of(ids).iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return each.hasNext();
            }

            @Override
            public Object[] next() {
              return row(each.next(), version);
            }
          };
        };
  }

  @Override
  public void upsert() {
    lake.transact(tx -> tx.upsert(TABLE, List.of("id"), source));
  }

  @Override
  public void update(long[] ids) {
    lake.transact(tx -> tx.update(TABLE).set("amount", "amount + 1").where(among(ids)).run());
  }

  @Override
  public void delete(long[] ids) {
    lake.transact(tx -> tx.delete(TABLE, among(ids)));
  }

  private static String among(long[] ids) {
    return LongStream.of(ids)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "id in (", ")"));
  }

  @Override
  public String digest() {
    long rows = 0;
    long sum = 0;
    long hundredths = 0;
    try (Batches batches = lake.scan(TABLE).select("id", "amount").batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        Batch one = batch;
        rows += one.rowCount();
        sum += IntStream.range(0, one.rowCount()).mapToLong(i -> one.vector(0).longAt(i)).sum();
        hundredths +=
            IntStream.range(0, one.rowCount())
                .mapToLong(i -> Math.round(one.vector(1).doubleAt(i) * 100))
                .sum();
      }
    }
    return rows + "-" + sum + "-" + hundredths;
  }

  @Override
  public void close() {
    lake.close();
  }
}
