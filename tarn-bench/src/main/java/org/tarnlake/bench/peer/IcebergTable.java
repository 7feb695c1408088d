package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;

/**
 * An Iceberg table of generic records, Parquet with zstd as is Iceberg's default. In Hadoop's file
 * system nothing is synced: Iceberg offers no such setting on a local disk. One thread at a time.
 */
final class IcebergTable {
  private final Table table;

  /** Something that writes records. */
  @FunctionalInterface
  interface Source {
    void writeTo(RollingDataWriter<Record> out) throws IOException;
  }

  IcebergTable(Table table) {
    this.table = table;
  }

  static IcebergTable create(Path folder, Schema schema) {
    return new IcebergTable(
        new HadoopTables(new Configuration())
            .create(
                schema,
                PartitionSpec.unpartitioned(),
                SortOrder.unsorted(),
                Map.of(TableProperties.FORMAT_VERSION, "2"),
                folder.toAbsolutePath().toString()));
  }

  static IcebergTable load(Path folder) {
    return new IcebergTable(
        new HadoopTables(new Configuration()).load(folder.toAbsolutePath().toString()));
  }

  Table table() {
    return table;
  }

  /** Writes data files and appends them in one commit. */
  void append(Source source) throws IOException {
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
    RollingDataWriter<Record> out =
        new RollingDataWriter<>(
            new GenericFileWriterFactory.Builder(table).dataFileFormat(FileFormat.PARQUET).build(),
            files,
            table.io(),
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT,
            table.spec(),
            null);
    try (out) {
      source.writeTo(out);
    }
    AppendFiles append = table.newAppend();
    out.result().dataFiles().forEach(append::appendFile);
    append.commit();
  }
}
