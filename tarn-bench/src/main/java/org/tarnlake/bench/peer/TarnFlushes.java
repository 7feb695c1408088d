package org.tarnlake.bench.peer;

import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.bench.work.Flushes;
import org.tarnlake.bench.work.Sample;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.Values;

/** Rows to a table of a lake of its own, at an address. */
final class TarnFlushes implements Flushes {
  private static final String TABLE = "t";

  private final Sample sample = new Sample();
  private final String address;
  private final Lake lake;

  TarnFlushes(String address) {
    this.address = address;
    this.lake = Lake.create(address);
    Schema columns = Schema.parse("id long, name string, amount double, time timestamp");
    lake.transact(transaction -> transaction.createTable(TABLE, columns));
  }

  @Override
  public void flush(long first, int rows) {
    try (Transaction transaction = lake.begin()) {
      for (long i = first; i < first + rows; i++) {
        transaction.append(
            TABLE,
            sample.id(i),
            sample.name(i),
            sample.amount(i),
            Values.instant(sample.micros(i)));
      }
      transaction.commit();
    }
  }

  /** Waits until the table's own log has every commit, for other engines to read. */
  @Override
  public void settle() {
    lake.awaitPublished();
  }

  @Override
  public long countAnew() {
    long count = 0;
    try (Lake anew = Lake.open(address);
        org.tarnlake.Rows rows = anew.scan(TABLE).rows()) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    lake.close();
  }
}
