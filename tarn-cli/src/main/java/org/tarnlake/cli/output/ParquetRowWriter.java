package org.tarnlake.cli.output;

import java.io.OutputStream;
import org.tarnlake.ParquetWriter;
import org.tarnlake.row.Row;
import org.tarnlake.schema.StructType;

/**
 * Rows as a Parquet file, of which bytes wait that only this process can read. One thread at a
 * time.
 */
public final class ParquetRowWriter implements RowWriter, AutoCloseable {
  private final RowBytes rows;
  private final ParquetWriter writer;

  public ParquetRowWriter(OutputStream out, StructType columns) {
    this.rows = new RowBytes(columns);
    this.writer = ParquetWriter.open(out, columns);
  }

  @Override
  public byte[] bytes(Row row) {
    return rows.bytes(row);
  }

  @Override
  public void write(byte[] row) {
    writer.append(rows.values(row));
  }

  @Override
  public void end() {
    writer.finish();
  }

  @Override
  public void close() {
    writer.close();
  }
}
