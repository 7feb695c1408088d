package org.tarnlake.crash;

import java.util.List;
import java.util.Map;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.predicate.Expression;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;

/**
 * One statement of a transaction. All tables have the columns {@code id long, text string}.
 * Immutable.
 */
sealed interface Change {
  /** Says the statement in a transaction. */
  void in(Transaction tx);

  /** Says it in a transaction of an open lake. */
  default void in(Lake lake, Transaction tx) {
    in(tx);
  }

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
      // By name: the table may have got other columns.
      tx.append(table, Map.of("id", id, "text", text));
    }

    @Override
    public String toString() {
      return "append " + table + " " + id;
    }
  }

  /** The rows of an id go. */
  record Delete(String table, long id) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.delete(table, "id = " + id);
    }

    @Override
    public String toString() {
      return "delete " + table + " " + id;
    }
  }

  /** The rows of an id get another text. */
  record Update(String table, long id, String text) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.update(table).set("text", Expression.literal(text)).where("id = " + id).run();
    }

    @Override
    public String toString() {
      return "update " + table + " " + id;
    }
  }

  /** The row of an id gets another text, or comes if there is none. */
  record Upsert(String table, long id, String text) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.upsert(table, List.of("id"), List.of(Map.of("id", id, "text", text)));
    }

    @Override
    public String toString() {
      return "upsert " + table + " " + id;
    }
  }

  /** From now on commits tell in files of changes what they do to rows of a table. */
  record Feed(String table) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.alter(table).property("delta.enableChangeDataFeed", "true");
    }

    @Override
    public String toString() {
      return "feed " + table;
    }
  }

  /** Rows keep ids from here on. */
  record Track(String table) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.alter(table).property("delta.enableRowTracking", "true");
    }

    @Override
    public String toString() {
      return "track rows of " + table;
    }
  }

  /** A column comes of which nobody asks anything. */
  record AddColumn(String table, String column) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.alter(table).add(Field.optional(column, DataType.INT)).moveFirst(column);
    }

    @Override
    public String toString() {
      return "add " + column + " to " + table;
    }
  }

  /** The column of texts goes, and comes again without them. */
  record ForgetTexts(String table) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.alter(table).add("other string").drop("text").rename("other", "text");
    }

    @Override
    public String toString() {
      return "forget texts of " + table;
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

  /** A table becomes what it was at a lake version, when it had these rows. */
  record Restore(String table, long version, List<String> rows) implements Change {
    @Override
    public void in(Transaction tx) {
      throw new AssertionError("it needs the lake");
    }

    @Override
    public void in(Lake lake, Transaction tx) {
      tx.restore(lake.asOf(version).table(table));
    }

    @Override
    public String toString() {
      return "restore " + table + " to " + version;
    }
  }

  /** A new table is what another one was at a lake version, when that had these rows. */
  record Clone(String table, long version, String copy, List<String> rows) implements Change {
    @Override
    public void in(Transaction tx) {
      throw new AssertionError("it needs the lake");
    }

    @Override
    public void in(Lake lake, Transaction tx) {
      tx.cloneTable(lake.asOf(version).table(table), copy);
    }

    @Override
    public String toString() {
      return "clone " + table + " of " + version + " to " + copy;
    }
  }

  /** A version is taken back; then tables have these rows. */
  record Revert(long version, Map<String, List<String>> tables) implements Change {
    @Override
    public void in(Transaction tx) {
      tx.revert(version);
    }

    @Override
    public String toString() {
      return "revert " + version;
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

  static Change delete(String table, long id) {
    return new Delete(table, id);
  }

  static Change update(String table, long id, String text) {
    return new Update(table, id, text);
  }

  static Change upsert(String table, long id, String text) {
    return new Upsert(table, id, text);
  }

  static Change feed(String table) {
    return new Feed(table);
  }

  static Change track(String table) {
    return new Track(table);
  }

  static Change addColumn(String table, String column) {
    return new AddColumn(table, column);
  }

  static Change forgetTexts(String table) {
    return new ForgetTexts(table);
  }

  static Change restore(String table, long version, String... rows) {
    return new Restore(table, version, List.of(rows));
  }

  static Change cloneOf(String table, long version, String copy, String... rows) {
    return new Clone(table, version, copy, List.of(rows));
  }

  static Change revert(long version, Map<String, List<String>> tables) {
    return new Revert(version, tables);
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
