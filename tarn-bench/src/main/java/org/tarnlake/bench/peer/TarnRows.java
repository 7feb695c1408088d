package org.tarnlake.bench.peer;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Appender;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Transaction;
import org.tarnlake.bench.work.Digest;
import org.tarnlake.bench.work.Query;
import org.tarnlake.bench.work.Rows;
import org.tarnlake.bench.work.Sample;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.Values;

/** Sample rows through Tarn: written row by row, read by rows or by batches. */
public final class TarnRows implements Rows {
  private static final String TABLE = "sample";
  static final Schema SCHEMA =
      Schema.builder()
          .optional("id", DataType.LONG)
          .optional("time", DataType.TIMESTAMP)
          .optional("amount", DataType.DOUBLE)
          .optional("name", DataType.STRING)
          .optional("note", DataType.STRING)
          .build();

  private final Supplier<Lake> creation;
  private final Supplier<Lake> opening;
  private final boolean batchwise;
  private @Nullable Lake opened;

  private TarnRows(Supplier<Lake> creation, Supplier<Lake> opening, boolean batchwise) {
    this.creation = creation;
    this.opening = opening;
    this.batchwise = batchwise;
  }

  static TarnRows byRows(Path folder) {
    return new TarnRows(() -> Lake.create(folder), () -> Lake.open(folder), false);
  }

  static TarnRows byBatches(Path folder) {
    return new TarnRows(() -> Lake.create(folder), () -> Lake.open(folder), true);
  }

  /** Those of an open lake, by batches. Closes it. */
  public static TarnRows of(Lake lake) {
    return new TarnRows(() -> lake, () -> lake, true);
  }

  @Override
  public void write(long rows) {
    try (Lake lake = creation.get();
        Transaction transaction = lake.begin()) {
      transaction.createTable(TABLE, SCHEMA);
      append(transaction, 0, rows);
      transaction.commit();
    }
  }

  /** Makes the table and appends rows to it in commits of their own, a file each. */
  public void write(int files, long rowsOfAFile) {
    lake().transact(transaction -> transaction.createTable(TABLE, SCHEMA));
    for (int file = 0; file < files; file++) {
      long first = file * rowsOfAFile;
      lake().transact(transaction -> append(transaction, first, rowsOfAFile));
    }
    lake().awaitPublished();
  }

  private static void append(Transaction transaction, long first, long rows) {
    Sample sample = new Sample();
    Appender appender = transaction.appender(TABLE);
    for (long i = first; i < first + rows; i++) {
      appender.append(
          sample.id(i),
          Values.instant(sample.micros(i)),
          sample.amount(i),
          sample.name(i),
          sample.note(i));
    }
  }

  /** The rows of the table as its log counts them, so that the log has been read. */
  public long count() {
    return lake().latest().table(TABLE).scan().count();
  }

  /** Asks for the newest version at each read, as Kernel and Iceberg load theirs. */
  @Override
  public Digest read(Query query, long id) {
    Digest digest = new Digest();
    Scan scan = lake().scan(TABLE).select(query.columns());
    if (query == Query.LOOKUP) {
      scan = scan.where(Predicate.eq("id", id));
    }
    if (batchwise) {
      batches(scan, query, digest);
    } else {
      rows(scan, query, digest);
    }
    return digest;
  }

  private Lake lake() {
    if (opened == null) {
      opened = opening.get();
    }
    return opened;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private static void rows(Scan scan, Query query, Digest digest) {
    try (org.tarnlake.Rows rows = scan.rows()) {
      while (rows.next()) {
        switch (query) {
          case ALL, LOOKUP ->
              digest.all(
                  rows.getLong(0),
                  Values.micros(rows.getTimestamp(1)),
                  rows.getDouble(2),
                  rows.getString(3).hashCode(),
                  rows.getString(4).hashCode());
          case ONE -> digest.one(rows.getDouble(0));
          case TWO -> digest.two(rows.getLong(0), rows.getString(1).hashCode());
        }
      }
    }
  }

  private static void batches(Scan scan, Query query, Digest digest) {
    try (Batches batches = scan.batches()) {
      Batch batch;
      while ((batch = batches.next()) != null) {
        digest(batch, query, digest);
      }
    }
  }

  private static void digest(Batch batch, Query query, Digest digest) {
    int size = batch.rowCount();
    Vector first = batch.vector(0);
    switch (query) {
      case ALL, LOOKUP -> {
        Vector times = batch.vector(1);
        Vector amounts = batch.vector(2);
        BytesVector names = (BytesVector) batch.vector(3);
        BytesVector notes = (BytesVector) batch.vector(4);
        for (int i = 0; i < size; i++) {
          digest.all(
              first.longAt(i),
              times.longAt(i),
              amounts.doubleAt(i),
              hash(names, i),
              hash(notes, i));
        }
      }
      case ONE -> {
        for (int i = 0; i < size; i++) {
          digest.one(first.doubleAt(i));
        }
      }
      case TWO -> {
        BytesVector names = (BytesVector) batch.vector(1);
        for (int i = 0; i < size; i++) {
          digest.two(first.longAt(i), hash(names, i));
        }
      }
    }
  }

  /** Of a dictionary the entries' Strings remember their hashes; other values stay bytes. */
  private static int hash(BytesVector values, int i) {
    return values.isDictionary()
        ? values.stringAt(i).hashCode()
        : Digest.hash(values.data(), values.startAt(i), values.endAt(i));
  }
}
