package org.tarnlake.crash;

import org.tarnlake.Transaction;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;

/**
 * One statement of a transaction. All tables have the columns {@code id long, text string}.
 * Immutable.
 */
sealed interface Change {
  /** Says the statement in a transaction. */
  void in(Transaction tx);

  record Create(String table, boolean partitioned) implements Change {
    @Override
    public void in(Transaction tx) {
      Schema schema =
          Schema.builder().required("id", DataType.LONG).optional("text", DataType.STRING).build();
      tx.createTable(table, partitioned ? schema.partitionBy("text") : schema);
    }

    @Override
    public String toString() {
      return "create " + table;
    }
  }

  record Append(String table, long id, String text) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.append(table, id, text);
    }

    @Override
    public String toString() {
      return "append " + table + " " + id;
    }
  }

  record Drop(String table) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.dropTable(table);
    }

    @Override
    public String toString() {
      return "drop " + table;
    }
  }

  record Rename(String from, String to) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.renameTable(from, to);
    }

    @Override
    public String toString() {
      return "rename " + from + " to " + to;
    }
  }

  /** Reads all rows, and so ends the data files that the transaction is writing. */
  record Read(String table) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.scan(table).count();
    }

    @Override
    public String toString() {
      return "read " + table;
    }
  }

  static Change create(String table) {
    return new Create(table, false);
  }

  /** A table with a partition for each text. */
  static Change createPartitioned(String table) {
    return new Create(table, true);
  }

  static Change append(String table, long id) {
    return new Append(table, id, "row " + id);
  }

  static Change append(String table, long id, String text) {
    return new Append(table, id, text);
  }

  static Change drop(String table) {
    return new Drop(table);
  }

  static Change rename(String from, String to) {
    return new Rename(from, to);
  }

  static Change read(String table) {
    return new Read(table);
  }
}
