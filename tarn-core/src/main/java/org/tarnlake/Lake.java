package org.tarnlake;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.maintenance.compact.TableCompaction;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.write.WriteSettings;
import org.tarnlake.transaction.Adoption;
import org.tarnlake.transaction.Attachment;
import org.tarnlake.transaction.Detachment;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.Workspace;
import org.tarnlake.upkeep.Compaction;

/**
 * A small lake: tables in one folder or bucket, changed by transactions over any number of them.
 * Safe for many threads; any number of processes may have the same lake open.
 *
 * <pre>{@code
 * try (Lake lake = Lake.create(Path.of("shop"))) {
 *   lake.transact(tx -> {
 *     tx.createTable("users", Schema.builder().required("id", LONG).optional("name", STRING).build());
 *     tx.append("users", 1L, "Alice");
 *   });
 *   try (Rows rows = lake.scan("users").where("id = 1").rows()) {
 *     while (rows.next()) {
 *       System.out.println(rows.getString("name"));
 *     }
 *   }
 * }
 * }</pre>
 */
public final class Lake implements AutoCloseable {
  private final LakeContext context;

  Lake(ObjectStore store, Environment environment, LakeLog log, WriteSettings settings) {
    this.context = LakeContext.of(store, environment, log, settings);
  }

  /**
   * Makes a lake in a folder, which is made if it does not exist, and opens it.
   *
   * @throws InvalidDataException if the folder is a lake already
   * @throws StorageException if the folder cannot be written
   */
  public static Lake create(Path folder) {
    return create(folder, Environment.system());
  }

  /** As {@link #create(Path)}, at an address, see {@link Stores}. */
  public static Lake create(String address) {
    return Stores.closing(Stores.create(address), Stores::createCached);
  }

  /** As {@link #create(Path)}, with a clock, randomness and threads of one's own. */
  public static Lake create(Path folder, Environment environment) {
    Argument.require(environment, "environment", "an Environment");
    return create(Stores.makeFolder(folder), environment);
  }

  /**
   * Opens the lake or Delta table in a folder; makes a lake there if it is neither, or does not
   * exist. Of several processes that come at once, one makes it and all open it.
   *
   * @throws InvalidDataException if it holds tables of a lake whose log is lost, or lies within
   *     another lake or table
   * @throws StorageException if the folder cannot be written
   */
  public static Lake openOrCreate(Path folder) {
    return Stores.openOrCreate(Stores.makeFolder(folder));
  }

  /** As {@link #openOrCreate(Path)}, at an address, see {@link Stores}. */
  public static Lake openOrCreate(String address) {
    return Stores.closing(Stores.create(address), Stores::openOrCreate);
  }

  /** Makes a lake in a store and opens it. Throws InvalidDataException if it holds one already. */
  public static Lake create(ObjectStore store, Environment environment) {
    requireBoth(store, environment);
    LogLoader.create(store, environment);
    return open(store, environment);
  }

  /**
   * Opens the lake in a folder; or the Delta table, as a lake of one table that has the folder's
   * name and whose lake versions are its own, beside whatever other engines write to it.
   *
   * <p>What its tables name is read only if it is below the folder, wherever paths and symbolic
   * links lead: a table that somebody else made shows no other file of this machine. A shallow
   * clone, whose files are those of another table, needs that table's folder among the readable.
   *
   * @param readable folders that may be read besides
   * @throws InvalidDataException if the folder does not exist or is neither
   * @throws UnsupportedTableException if a newer version of Tarn made it
   * @throws CorruptionException if its log is damaged
   */
  public static Lake open(Path folder, Path... readable) {
    return open(folder, Environment.system(), readable);
  }

  /** As {@link #open(Path, Path...)}, at an address, see {@link Stores}. */
  public static Lake open(String address) {
    return open(address, Environment.system());
  }

  /** As {@link #open(String)}, with a clock, randomness and threads of one's own. */
  public static Lake open(String address, Environment environment) {
    Argument.require(environment, "environment", "an Environment");
    return Stores.closing(Stores.open(address), store -> Stores.openCached(store, environment));
  }

  /** As {@link #open(Path, Path...)}, with a clock, randomness and threads of one's own. */
  public static Lake open(Path folder, Environment environment, Path... readable) {
    return open(Stores.openFolder("open a lake in", folder, readable), environment);
  }

  /** Opens the lake in a store, which is closed with it; fails as {@link #open(Path, Path...)}. */
  public static Lake open(ObjectStore store, Environment environment) {
    requireBoth(store, environment);
    return new Lake(store, environment, LogLoader.open(store, environment), WriteSettings.DEFAULT);
  }

  private static void requireBoth(ObjectStore store, Environment environment) {
    Argument.require(store, "store", "an ObjectStore");
    Argument.require(environment, "environment", "an Environment");
  }

  /**
   * Makes a lake of the Delta tables that stand in a folder, whose own lake may be lost, and opens
   * it. All of them come in with one commit, but for those that {@link FoundTable#in} tells an
   * obstacle of. What a table's own log tells is kept; what was committed by a lake and not yet
   * published is not known any more. What fails half-way is finished by calling this again.
   *
   * @throws InvalidDataException if there is no such table, or as {@link FoundTable#in} does
   */
  public static Lake adopt(Path folder, Environment environment) {
    return adopt(Stores.openFolder("make a lake of", folder), environment);
  }

  /** As {@link #adopt(Path, Environment)}, in a store, which is closed with the lake. */
  public static Lake adopt(ObjectStore store, Environment environment) {
    requireBoth(store, environment);
    List<Adoption.Found> tables = Adoption.find(store, environment);
    if (tables.stream().allMatch(table -> table.obstacle() != null)) {
      throw new InvalidDataException(
          "%s holds no table of which a lake can be made".formatted(store.location()));
    }
    if (!LogLoader.isLake(store)) {
      LogLoader.createOver(store, environment);
    }
    Lake lake = open(store, environment);
    try {
      new Attachment(lake.context).adopt(tables);
      return lake;
    } catch (RuntimeException | Error e) {
      lake.close();
      throw e;
    }
  }

  /** Begins a transaction under snapshot isolation, as {@link #begin(Isolation)}. */
  public Transaction begin() {
    return begin(Isolation.SNAPSHOT);
  }

  /** Begins a transaction, which reads the newest lake version; see {@link Transaction}. */
  public Transaction begin(Isolation isolation) {
    Argument.require(isolation, "isolation", "an Isolation");
    LakeContext open = open();
    Workspace workspace = new Workspace(open);
    if (isolation == Isolation.SERIALIZABLE) {
      workspace.checkReads();
    }
    return new Transaction(open, workspace);
  }

  /**
   * Runs work in a transaction under snapshot isolation and commits it; where another transaction
   * won, runs it again on what is newest then. The work must not have effects outside the lake.
   * Whatever it throws rolls it back and is thrown on, checked exceptions too.
   *
   * @return the lake version that holds it; the one that was read if nothing was written
   * @throws ConflictException if others won again and again
   * @throws CommitUnknownException if the store did not tell whether it was committed
   */
  public <X extends Exception> long transact(Work<X> work) throws X {
    return transact(Isolation.SNAPSHOT, work);
  }

  /** As {@link #transact(Work)}, under the given isolation. */
  public <X extends Exception> long transact(Isolation isolation, Work<X> work) throws X {
    Argument.require(work, "work", "a Work");
    Transaction last =
        compute(
            isolation,
            tx -> {
              work.run(tx);
              return tx;
            });
    return last.endVersion();
  }

  /** As {@link #transact(Work)}, returning what the work returns instead of the version. */
  public <T extends @Nullable Object, X extends Exception> T compute(Computation<T, X> work)
      throws X {
    return compute(Isolation.SNAPSHOT, work);
  }

  /** As {@link #transact(Isolation, Work)}, returning what the work returns. */
  public <T extends @Nullable Object, X extends Exception> T compute(
      Isolation isolation, Computation<T, X> work) throws X {
    Argument.require(work, "work", "a Computation");
    return context.repeat(
        () -> {
          try (Transaction tx = begin(isolation)) {
            T result = work.run(tx);
            if (tx.isOpen()) {
              tx.commit();
            }
            return result;
          }
        });
  }

  /** The newest version of all tables, as of one point. */
  public Snapshot latest() {
    return new Snapshot(open(), open().log().refresh());
  }

  /**
   * All tables as of a lake version.
   *
   * @throws InvalidDataException if there is no such version
   */
  public Snapshot asOf(long lakeVersion) {
    return new Snapshot(open(), open().timeTravel().at(lakeVersion));
  }

  /**
   * All tables as of a point in time: the newest lake version that was not committed later.
   *
   * @throws InvalidDataException if the lake did not exist then, or the time is still to come
   */
  public Snapshot asOf(Instant time) {
    Argument.require(time, "time", "an Instant");
    return new Snapshot(open(), open().timeTravel().at(time));
  }

  /** A scan of the newest version of a table. Throws InvalidDataException if there is none. */
  public Scan scan(String table) {
    return latest().scan(table);
  }

  /** The rows that versions of the lake changed; see {@link ChangeFeed}. */
  public ChangeFeed changes() {
    return new ChangeFeed(open());
  }

  /** What the newest lake versions did, newest first, {@code limit} of them at most. */
  public List<LakeCommit> history(int limit) {
    return new History(open()).newest(limit);
  }

  /**
   * What was done to one table, newest first, under whatever name it had.
   *
   * @throws InvalidDataException if there is no table of that name now
   */
  public List<LakeCommit> history(String table, int limit) {
    return new History(open()).ofTable(TableName.parse(table), limit);
  }

  /**
   * Waits until all that is committed now stands in the tables' own {@code _delta_log}, where other
   * engines read it; that is otherwise so some milliseconds after each commit.
   *
   * @throws StorageException if the store fails
   */
  public void awaitPublished() {
    open().publisher().await(open().log().refresh().version());
  }

  /** Has the small files of a table written anew as large ones; see {@link Compaction}. */
  public Compaction compact(String table) {
    return new TableCompaction(open(), TableName.parse(table));
  }

  /** For each table that could not be published: its name, since when, why, and what to do. */
  public List<String> publicationTroubles() {
    return context.log().publication().lags().stream().map(Lag::message).toList();
  }

  /**
   * Checks that every promise which files can show holds, see {@link Finding#of}.
   *
   * @return what was found; nothing, or notes only, if the lake is sound
   */
  public List<Finding> check(CheckDepth depth) {
    return Finding.of(open().store(), depth);
  }

  /**
   * Checks the lake in a folder without opening it, so that one too damaged to be opened can be
   * checked.
   *
   * @param readable folders that may be read besides, as in {@link #open(Path, Path...)}
   * @throws InvalidDataException if the folder does not exist or is no lake
   */
  public static List<Finding> check(Path folder, CheckDepth depth, Path... readable) {
    return Stores.ask("check a lake in", folder, store -> Finding.of(store, depth), readable);
  }

  /** A client for one thread with at most one transaction open at a time. */
  public Session session() {
    context.lifetime().requireOpen();
    return new Session(this);
  }

  /**
   * Takes a Delta table into the lake: from here on only the lake's log commits to it, and other
   * engines read it in place. What fails half-way is finished by calling this again.
   *
   * @param name what the table is called in the lake
   * @param folder where it is: inside the lake's folder, relative to that or absolute
   * @return the lake version from which on the table is there
   * @throws InvalidDataException if there is no Delta table, it belongs to another lake, or the
   *     name is taken
   * @throws UnsupportedTableException if it has a feature that this version cannot write
   */
  public long attach(String name, String folder) {
    Argument.require(folder, "folder", "a path");
    return new Attachment(open()).attach(TableName.parse(name), folder);
  }

  /**
   * Gives a table back, with all its history: it is no part of the lake any more, and any engine
   * may write to it. When this returns, its own log says so; called again after a failure, it
   * finishes that.
   *
   * @return the lake version from which on the table is gone
   * @throws InvalidDataException if there is no table of that name
   */
  public long detach(String name) {
    return new Detachment(open()).detach(TableName.parse(name));
  }

  /** Whether this is a Delta table of its own, opened as a lake of one table. */
  public boolean isStandalone() {
    return context.log().isStandalone();
  }

  /** The folder or bucket, for messages. */
  public String location() {
    return context.store().location();
  }

  /** The shared parts. Throws IllegalStateException once the lake was closed. */
  private LakeContext open() {
    context.lifetime().requireOpen();
    return context;
  }

  /**
   * Ends the use of the lake: waits for commits that are under way and for publication, then closes
   * the store. From then on the lake, and its snapshots, scans and open transactions, throw {@link
   * IllegalStateException}; so do rows that are being read, once those read ahead are over. Closing
   * twice is harmless, and no failure to publish makes it fail: {@link #publicationTroubles} tells.
   */
  @Override
  public void close() {
    if (context.lifetime().isClosed()) {
      return;
    }
    context.lifetime().close();
    context.committer().awaitIdle();
    context.publisher().quiesce();
    StoreAccess.close(context.store());
  }

  @Override
  public String toString() {
    return "lake " + location();
  }
}
