package org.tarnlake.cli.input;

import org.jspecify.annotations.Nullable;
import org.tarnlake.ParquetFile;
import org.tarnlake.Rows;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.schema.StructType;

/** The rows of a Parquet file. One thread at a time. */
final class ParquetRows implements RowReader {
  private final String file;
  private final Rows rows;
  private final int[] ordinals;
  private final int columnCount;
  private long row;

  ParquetRows(String file, ParquetFile parquet, StructType columns) {
    this.file = file;
    this.columnCount = columns.size();
    StructType given = parquet.columns();
    this.ordinals = new int[given.size()];
    for (int i = 0; i < ordinals.length; i++) {
      String name = given.field(i).name();
      ordinals[i] = ColumnNames.find(columns, name, i + 1);
      if (ordinals[i] < 0) {
        throw new Failure(
            "%s: the table has no column '%s'%s; its columns are %s"
                .formatted(
                    file,
                    name,
                    Words.didYouMean(name, columns.names()),
                    String.join(", ", columns.names())));
      }
    }
    this.rows = parquet.rows();
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    if (!rows.next()) {
      return null;
    }
    row++;
    @Nullable Object[] values = new @Nullable Object[columnCount];
    for (int i = 0; i < ordinals.length; i++) {
      values[ordinals[i]] = rows.get(i);
    }
    return values;
  }

  @Override
  public String position() {
    return file + ", row " + row;
  }

  @Override
  public void close() {
    rows.close();
  }
}
