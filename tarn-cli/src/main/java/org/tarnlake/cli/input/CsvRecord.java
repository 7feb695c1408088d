package org.tarnlake.cli.input;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of a CSV file and the line it starts at. Immutable. */
final class CsvRecord {
  private final long line;
  private final @Nullable String[] fields;

  CsvRecord(long line, List<@Nullable String> fields) {
    this.line = line;
    this.fields = fields.toArray(new String[0]);
  }

  long line() {
    return line;
  }

  int size() {
    return fields.length;
  }

  /** A field's text; null for an empty unquoted one. */
  @Nullable String field(int index) {
    return fields[index];
  }

  /** Whether it is an empty line. */
  boolean isBlank() {
    return fields.length == 1 && fields[0] == null;
  }

  @Override
  public String toString() {
    return "line " + line + ": " + Arrays.toString(fields);
  }
}
