package org.tarnlake.cli.input;

import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.StructType;

/** The rows of a CSV file. One thread at a time. */
final class CsvRows implements RowReader {
  private final CsvInput input;
  private final CsvRecords records;
  private final String[] header;
  private final StructType columns;
  private final int[] ordinals;
  private long line;

  CsvRows(CsvInput input, CsvRecords records, String[] header, StructType columns, int[] ordinals) {
    this.input = input;
    this.records = records;
    this.header = header;
    this.columns = columns;
    this.ordinals = ordinals;
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    CsvRecord record = records.next();
    while (record != null && CsvInput.isBlank(record, header.length)) {
      record = records.next();
    }
    if (record == null) {
      return null;
    }
    line = record.line();
    input.checkFieldCount(record, header);
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    for (int i = 0; i < ordinals.length; i++) {
      String text = record.field(i);
      if (text != null) {
        row[ordinals[i]] = value(i, text);
      }
    }
    return row;
  }

  private @Nullable Object value(int field, String text) {
    try {
      return TextValues.parse(columns.field(ordinals[field]), text);
    } catch (InvalidDataException e) {
      throw new Failure(
          "%s: column '%s' (field %s): %s; correct the value, or leave it empty for null"
              .formatted(position(), header[field], field + 1, e.getMessage()),
          e);
    }
  }

  @Override
  public String position() {
    return input.name() + ":" + line;
  }

  @Override
  public void close() {
    records.close();
  }
}
