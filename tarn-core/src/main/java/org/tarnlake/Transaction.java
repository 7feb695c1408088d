package org.tarnlake;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.LakeState;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.TableName;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;
import org.tarnlake.transaction.change.AlterStatement;
import org.tarnlake.transaction.change.DeleteStatement;
import org.tarnlake.transaction.change.UpdateStatement;
import org.tarnlake.transaction.undo.CloneStatement;

/**
 * Reads of one lake version and writes on top of it, over any number of tables, that become visible
 * to others all at once or not at all. One thread at a time. Closing it without a commit rolls it
 * back.
 *
 * <p>Once the transaction has ended or its lake is closed, its methods throw {@link
 * IllegalStateException}. They do so too if another thread is in one of them, and then nothing is
 * committed; threads may take turns. {@link #readVersion}, {@link #isOpen} and {@link #close} never
 * throw it, {@link #rollback} only if the transaction has ended. Statements that throw {@link
 * InvalidDataException} change nothing, and the transaction goes on.
 *
 * <p>In an object store one that begins by appending may settle which version it reads later, when
 * it first does anything else; that may throw {@link ConflictException}. See docs/isolation.md.
 */
public final class Transaction implements AutoCloseable {
  private final LakeContext context;
  private final Workspace workspace;
  private final Course course;

  /** Negative before the commit. */
  private long endVersion = -1;

  Transaction(LakeContext context, Workspace workspace) {
    this.context = context;
    this.workspace = workspace;
    this.course = new Course(context, workspace);
  }

  /** The lake version that it reads. In an object store this may look at the log, and so fail. */
  public long readVersion() {
    course.settle();
    return workspace.base().version();
  }

  /** The lake version that holds what was committed; the one that it reads if nothing was. */
  long endVersion() {
    return endVersion < 0 ? workspace.versionOfNothing() : endVersion;
  }

  /** The names of the tables, those made here included. */
  public List<String> tables() {
    return within(() -> workspace.tables().stream().map(table -> table.name().toString()).toList());
  }

  /** Whether there is a table of that name. */
  public boolean hasTable(String name) {
    return within(() -> workspace.find(TableName.parse(name)) != null);
  }

  /** The schema of a table. Throws InvalidDataException if there is none of that name. */
  public Schema schema(String table) {
    return require(table).head().schema();
  }

  /**
   * Makes a table.
   *
   * @param name such as {@code orders} or {@code sales.orders}
   * @throws InvalidDataException if the table exists or the name or schema is not allowed
   */
  public void createTable(String name, Schema schema) {
    Argument.require(schema, "schema", "a Schema");
    within(
        () ->
            workspace.add(workspace.newTable(TableName.parse(name), OwnTable.NewHead.of(schema))));
  }

  /**
   * Makes a table whose columns take any scalar: strings, numbers and booleans. Other engines read
   * the columns as strings; to give columns a type, pass a {@link Schema}.
   */
  public void createUntypedTable(String name, String... columns) {
    createTable(name, Schema.untyped(columns));
  }

  /**
   * Drops a table. Scans of it that were made here, and appenders, throw IllegalStateException from
   * then on; rows that are being read are read to their end.
   *
   * @throws InvalidDataException if there is none of that name
   */
  public void dropTable(String name) {
    course.doing(() -> workspace.dropTable(TableName.parse(name)));
  }

  /** Renames a table; its files stay where they are. */
  public void renameTable(String from, String to) {
    course.doing(() -> workspace.renameTable(TableName.parse(from), TableName.parse(to)));
  }

  /**
   * Makes a new table that is what a table was at a version: {@code
   * tx.cloneTable(lake.latest().table("orders"), "orders_copy")}. It has files of its own, by which
   * the copy lives when the other table changes or goes; on a disk with hard links both share their
   * bytes. Columns, properties, deleted rows and row ids are the same; history and the progress of
   * applications are not copied.
   *
   * @param then of this {@link Lake}
   * @param name of the copy
   * @throws InvalidDataException if a table has the name, or files of then are gone from the store
   */
  public void cloneTable(Table then, String name) {
    Argument.require(then, "then", "a Table");
    TableName copy = TableName.parse(name);
    then.requireOf(context);
    course.doing(() -> CloneStatement.run(workspace, then.catalog(), then.state(), copy));
  }

  /** Begins to give a table other columns or properties; see {@link Alter}. */
  public Alter alter(String table) {
    require(table);
    return new Alter(
        alteration ->
            within(
                () -> {
                  OwnTable now = workspace.require(TableName.parse(table));
                  AlterStatement.run(workspace, now, alteration);
                  return true;
                }));
  }

  /**
   * Appends a row: the values, one for each column, or one object that has them. A record has what
   * its components are, a bean what it has getters for (if it has setters, only what both are for),
   * a Map or a {@link org.tarnlake.row.Row} what its names say. A name means the column of that
   * name, ignoring case, or else without underscores: {@code orderId} is {@code order_id}. Each
   * name needs a column; a column without a name is null.
   *
   * @param values as {@link org.tarnlake.schema.Values} tells; structs as record, bean, Map, Row or
   *     List, lists as Collection, maps as Map; in a record or bean, Optional for what may be null.
   *     Where the only column takes a single object, that is the column's value
   * @throws InvalidDataException naming row, column and value if they break the schema
   */
  public void append(String table, @Nullable Object... values) {
    Argument.require(
        values, "values", "one for each column; a null for the only column as (Object) null");
    course.requireOpen();
    Thread before = course.turns().begin();
    try {
      workspace.appends().row(table, values);
    } finally {
      course.turns().end(before);
    }
  }

  void append(OwnTable table, @Nullable Object[] values, boolean isChecked) {
    course.requireOpen();
    Thread before = course.turns().begin();
    try {
      workspace.appends().row(table, values, isChecked);
    } finally {
      course.turns().end(before);
    }
  }

  void append(OwnTable table, Batch rows) {
    course.appending(() -> workspace.appends().batch(table, rows));
  }

  /**
   * Deletes rows, those of this transaction included.
   *
   * @param condition which rows, in SQL: {@code price < 0}
   * @return how many
   * @throws InvalidDataException if it is no condition on the table's columns, or cannot be told
   *     for a row
   */
  public long delete(String table, String condition) {
    Argument.require(condition, "condition", "a condition, such as price > 10");
    return delete(table, Predicate.parse(condition));
  }

  /** As {@link #delete(String, String)}. */
  public long delete(String table, Predicate condition) {
    Argument.require(condition, "condition", "a Predicate");
    OwnTable found = require(table);
    StructType columns = found.head().schema().columns();
    return within(
        () -> DeleteStatement.run(workspace, found, condition.bind(columns, course::time)));
  }

  /**
   * Deletes all rows of a table, which stays.
   *
   * @return how many
   */
  public long deleteAll(String table) {
    OwnTable found = require(table);
    return within(() -> DeleteStatement.run(workspace, found, null));
  }

  /** Begins a change of rows; see {@link Update}. */
  public Update update(String table) {
    OwnTable found = require(table);
    return new Update(
        found,
        course::time,
        (assignments, condition) ->
            within(() -> UpdateStatement.run(workspace, found, assignments, condition)));
  }

  /** Begins a merge of rows by their keys; see {@link Merge}. */
  public Merge merge(String table) {
    OwnTable found = require(table);
    return new Merge(
        (source, keys, clauses) ->
            within(() -> new MergeRun(workspace, found, course::time).run(source, keys, clauses)));
  }

  /**
   * Inserts rows, or changes those that have their keys: a {@link Merge} that updates and inserts.
   *
   * @param keys the columns that tell rows apart
   * @param rows each a record, a bean, a Map, a Row, or an {@code Object[]} of the values
   */
  public MergeResult upsert(String table, List<String> keys, Iterable<?> rows) {
    Argument.require(keys, "keys", "columns' names");
    return merge(table).upsert(keys, rows);
  }

  /** For many rows of one table: looks the table up once. */
  public Appender appender(String table) {
    return new Appender(this, target(table));
  }

  /** How far an application has come with a table, this transaction included. */
  public Optional<ApplicationProgress> progress(String table, String application) {
    Argument.require(application, "application", "a program's name");
    OwnTable found = require(table);
    return within(
        () ->
            Optional.ofNullable(workspace.progress().find(found, application))
                .map(Table::progress));
  }

  /**
   * Records, with the rows of this transaction, how far an application has come with a table, so
   * that work that is done again is noticed: look at {@link #progress} first. Of transactions that
   * record the progress of the same application at the same time, one wins.
   *
   * @param application names the program, such as {@code kafka-loader-3}
   * @param version a number of the program's own that only grows, such as an offset
   * @throws InvalidDataException if it has recorded that version or a later one
   */
  public void recordProgress(String table, String application, long version) {
    Argument.require(application, "application", "a program's name");
    OwnTable found = require(table);
    course.doing(() -> workspace.progress().record(found, application, version));
  }

  /**
   * The number that an application recorded last for the whole lake, this transaction included; in
   * a Delta table of its own its progress with that.
   */
  public OptionalLong sequence(String application) {
    Argument.require(application, "application", "a program's name");
    Long number = within(() -> workspace.progress().sequence(application));
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /**
   * Records a number of an application's own, such as an offset, with all that this transaction
   * does: once in the lake, and as Delta's {@code txn} in each table that it touches. Of
   * transactions that record a number of the same application at the same time, one wins, under any
   * isolation.
   *
   * @param next greater than the one before
   * @throws InvalidDataException if it is not: that work was committed before
   */
  public void sequence(String application, long next) {
    Argument.require(application, "application", "a program's name");
    course.doing(() -> workspace.progress().sequence(application, next));
  }

  /**
   * Makes a table what it was, as a new version: {@code tx.restore(lake.asOf(42).table("orders"))}.
   * One that was dropped comes back. Its files come back without being read; those that came since
   * go, and with them what this transaction did to it. Schema and properties are those of then.
   * Whoever writes to the table at the same time conflicts. Progress that programs recorded stays.
   *
   * @param then of this {@link Lake}, under whatever name it had
   * @throws InvalidDataException if files of then are gone from the store; of a table that was
   *     dropped, if its folder is not what it was, its name is taken, or it was detached
   * @throws org.tarnlake.error.UnsupportedTableException if the table does not allow it
   */
  public Undone restore(Table then) {
    Argument.require(then, "then", "a Table");
    then.requireOf(context);
    return within(() -> new Undo(workspace).restore(then.catalog(), then.state()));
  }

  /**
   * Makes all tables what they were, as {@link #restore(Table)}, under the names that they had, and
   * drops those that were made since: {@code tx.restore(lake.asOf(42))}. Whoever writes to the lake
   * at the same time conflicts.
   */
  public Undone restore(Snapshot then) {
    Argument.require(then, "then", "a Snapshot");
    LakeState state = then.requireOf(context);
    return within(() -> new Undo(workspace).restore(state));
  }

  /**
   * Takes one version back, as a new one: rows that it added go, and what it took comes back, in
   * all its tables; tables that it made are dropped, and those that it dropped come back. Others
   * may have changed other rows since. Who writes to its tables at the same time conflicts.
   *
   * @throws InvalidDataException if something was built upon it, naming the version that did, or
   *     files are gone from the store
   */
  public Undone revert(long lakeVersion) {
    return within(() -> new Undo(workspace).revert(lakeVersion));
  }

  /** A scan of a table as this transaction sees it, its own rows included. */
  public Scan scan(String table) {
    return new Scan(new ScanTarget.Own(context, this, course::time, workspace, require(table)));
  }

  /**
   * Makes everything visible at once, durably.
   *
   * @return the lake version that holds it; the one that was read if nothing was written
   * @throws ConflictException if another transaction won; nothing was committed
   * @throws StorageException if the store failed; nothing was committed
   * @throws CommitUnknownException if the store did not tell whether it was committed
   */
  public long commit() {
    endVersion = course.commit();
    return endVersion;
  }

  /** Gives up everything that was written here. */
  public void rollback() {
    course.requireNotEnded();
    course.ends("rolled back");
    if (!course.turns().isBusy()) {
      workspace.discard();
    }
  }

  /** Whether it was neither committed nor rolled back. */
  public boolean isOpen() {
    return course.isOpen();
  }

  /** Rolls back if it is still open. */
  @Override
  public void close() {
    if (isOpen()) {
      rollback();
    }
  }

  /** Does something in the transaction, in which no other thread is meanwhile. */
  <T> T within(Supplier<T> work) {
    return course.within(work);
  }

  private OwnTable target(String name) {
    return course.appending(() -> workspace.appends().target(TableName.parse(name)));
  }

  private OwnTable require(String name) {
    return within(() -> workspace.require(TableName.parse(name)));
  }

  @Override
  public String toString() {
    return "transaction that reads version %s of lake %s: %s"
        .formatted(workspace.base().version(), context.store().location(), course);
  }
}
