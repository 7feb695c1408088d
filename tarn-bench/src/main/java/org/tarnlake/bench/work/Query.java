package org.tarnlake.bench.work;

import java.util.List;

/** What a scan reads of the sample rows. */
public enum Query {
  /** Every column of every row. */
  ALL("id", "time", "amount", "name", "note"),
  /** One column of every row. */
  ONE("amount"),
  /** Two columns of every row. */
  TWO("id", "name"),
  /** Every column of the one row with a given id. */
  LOOKUP("id", "time", "amount", "name", "note");

  private final List<String> columns;

  Query(String... columns) {
    this.columns = List.of(columns);
  }

  public List<String> columns() {
    return columns;
  }
}
