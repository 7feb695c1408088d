package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Schema;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;
import org.tarnlake.bench.work.Flushes;
import org.tarnlake.bench.work.Sample;

/**
 * Rows to an Iceberg table in a bucket, by its own client of S3; the catalog is a SQLite database
 * on the local disk, which needs no request.
 */
final class IcebergFlushes implements Flushes {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()),
          Types.NestedField.optional(3, "amount", Types.DoubleType.get()),
          Types.NestedField.optional(4, "time", Types.TimestampType.withZone()));

  private final Sample sample = new Sample();
  private final JdbcCatalog catalog = new JdbcCatalog();
  private final TableIdentifier name;
  private final IcebergTable table;

  IcebergFlushes(Path folder, String bucket, String name) {
    Namespace namespace = Namespace.of("bench");
    this.name = TableIdentifier.of(namespace, name);
    catalog.initialize(
        "bench",
        Map.of(
            CatalogProperties.URI,
            "jdbc:sqlite:" + folder.resolve("catalog.db"),
            CatalogProperties.WAREHOUSE_LOCATION,
            bucket + "/iceberg",
            CatalogProperties.FILE_IO_IMPL,
            S3FileIO.class.getName(),
            AwsClientProperties.CLIENT_REGION,
            System.getenv("AWS_REGION"),
            S3FileIOProperties.ENDPOINT,
            System.getenv("AWS_ENDPOINT_URL_S3"),
            S3FileIOProperties.PATH_STYLE_ACCESS,
            "true"));
    if (!catalog.namespaceExists(namespace)) {
      catalog.createNamespace(namespace);
    }
    table = new IcebergTable(catalog.createTable(this.name, SCHEMA));
  }

  @Override
  public void flush(long first, int rows) throws IOException {
    GenericRecord row = GenericRecord.create(SCHEMA);
    table.append(
        out -> {
          for (long i = first; i < first + rows; i++) {
            row.set(0, sample.id(i));
            row.set(1, sample.name(i));
            row.set(2, sample.amount(i));
            row.set(3, DateTimeUtil.timestamptzFromMicros(sample.micros(i)));
            out.write(row);
          }
        });
  }

  @Override
  public long countAnew() throws IOException {
    long count = 0;
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(catalog.loadTable(name)).reuseContainers().build()) {
      for (Record row : rows) {
        count += row.size() == 4 ? 1 : 0;
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
