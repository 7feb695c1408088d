package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;
import org.tarnlake.bench.work.Digest;
import org.tarnlake.bench.work.Query;
import org.tarnlake.bench.work.Rows;
import org.tarnlake.bench.work.Sample;

/** Sample rows through Iceberg's generic records; containers are reused both ways. */
final class IcebergRows implements Rows {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "time", Types.TimestampType.withZone()),
          Types.NestedField.optional(3, "amount", Types.DoubleType.get()),
          Types.NestedField.optional(4, "name", Types.StringType.get()),
          Types.NestedField.optional(5, "note", Types.StringType.get()));

  private final Path folder;

  IcebergRows(Path folder) {
    this.folder = folder;
  }

  @Override
  public void write(long rows) throws IOException {
    Sample sample = new Sample();
    GenericRecord row = GenericRecord.create(SCHEMA);
    IcebergTable.create(folder, SCHEMA)
        .append(
            out -> {
              for (long i = 0; i < rows; i++) {
                row.set(0, sample.id(i));
                row.set(1, DateTimeUtil.timestamptzFromMicros(sample.micros(i)));
                row.set(2, sample.amount(i));
                row.set(3, sample.name(i));
                row.set(4, sample.note(i));
                out.write(row);
              }
            });
  }

  @Override
  public Digest read(Query query, long id) throws IOException {
    IcebergGenerics.ScanBuilder scan =
        IcebergGenerics.read(IcebergTable.load(folder).table())
            .select(query.columns())
            .reuseContainers();
    if (query == Query.LOOKUP) {
      scan = scan.where(Expressions.equal("id", id));
    }
    Digest digest = new Digest();
    try (CloseableIterable<Record> rows = scan.build()) {
      for (Record row : rows) {
        switch (query) {
          case ALL, LOOKUP ->
              digest.all(
                  (Long) row.get(0),
                  DateTimeUtil.microsFromTimestamptz((OffsetDateTime) row.get(1)),
                  (Double) row.get(2),
                  row.get(3).hashCode(),
                  row.get(4).hashCode());
          case ONE -> digest.one((Double) row.get(0));
          case TWO -> digest.two((Long) row.get(0), row.get(1).hashCode());
        }
      }
    }
    return digest;
  }
}
