package org.tarnlake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.state.TableState;
import org.tarnlake.transaction.LakeContext;

/**
 * A table as of one lake version. Safe for many threads. Once the lake is closed, what would read
 * it throws {@link IllegalStateException}.
 */
public final class Table {
  private final LakeContext context;
  private final LakeState lake;
  private final CatalogTable table;
  private volatile @Nullable TableState loaded;

  Table(LakeContext context, LakeState lake, CatalogTable table) {
    this.context = context;
    this.lake = lake;
    this.table = table;
  }

  public String name() {
    return table.name().toString();
  }

  public Schema schema() {
    return open().loader().head(table, lake).schema();
  }

  /** Its properties, those that Tarn keeps included. */
  public Map<String, String> properties() {
    return open().loader().head(table, lake).metadata().configuration();
  }

  /** What its makers say of it. */
  public Optional<String> description() {
    return Optional.ofNullable(open().loader().head(table, lake).metadata().description());
  }

  /** Its own Delta version, by which other engines read exactly this state. */
  public long version() {
    return table.version();
  }

  /** The same for life; a UUID, unless the table was made by another writer and attached. */
  public String id() {
    return open().loader().id(table, lake);
  }

  /** Where its files are, relative to the lake; the same for life. */
  public String location() {
    return table.location();
  }

  /**
   * When this version was committed: the time from which on {@link #asOf(Instant)} finds it. Where
   * commits have no in-commit timestamps, that is the store's time of the commit.
   */
  public Instant timestamp() {
    return open().timeTravel().timestamp(table, lake, state());
  }

  public int fileCount() {
    return state().fileCount();
  }

  /** The bytes of its data files. */
  public long sizeBytes() {
    return state().sizeBytes();
  }

  /** How many rows there are, from the statistics of the files; -1 if a file has none. */
  public long rowCount() {
    return state().files().rowCount();
  }

  /** How far an application has come with the table, as its writers recorded. */
  public Optional<ApplicationProgress> progress(String application) {
    Argument.require(application, "application", "a program's name");
    return Optional.ofNullable(state().transaction(application)).map(Table::progress);
  }

  static ApplicationProgress progress(SetTransaction recorded) {
    long millis = recorded.updatedMillis();
    return new ApplicationProgress(
        recorded.appId(), recorded.version(), millis == 0 ? null : Instant.ofEpochMilli(millis));
  }

  /**
   * The table as of an earlier version of its own.
   *
   * @throws InvalidDataException if there is no such version up to this one, or none any more
   */
  public Table asOf(long tableVersion) {
    long oldest = open().timeTravel().oldestVersion(table);
    if (tableVersion < oldest || tableVersion > version()) {
      throw new InvalidDataException(
          "table %s has no version %s; there are the versions %s to %s"
              .formatted(name(), tableVersion, oldest, version()));
    }
    return new Table(open(), lake, table.asOf(tableVersion));
  }

  /**
   * The table as of a point in time: its newest version up to this one that was not committed
   * later.
   *
   * @throws InvalidDataException if there is none as old
   */
  public Table asOf(Instant time) {
    Argument.require(time, "time", "an Instant");
    return asOf(open().timeTravel().versionAt(table, lake, time));
  }

  /** A scan of all rows and columns. */
  public Scan scan() {
    return new Scan(new ScanTarget.Committed(open(), this));
  }

  private LakeContext open() {
    context.lifetime().requireOpen();
    return context;
  }

  CatalogTable catalog() {
    return table;
  }

  /** Throws IllegalArgumentException if it is not of a transaction's open lake. */
  void requireOf(LakeContext other) {
    if (!context.equals(other)) {
      throw new IllegalArgumentException(
          "%s is of another open lake than the transaction; ask the same Lake object for it"
              .formatted(this));
    }
  }

  TableState state() {
    LakeContext open = open();
    TableState state = loaded;
    if (state == null) {
      state = open.loader().load(table, lake);
      loaded = state;
    }
    return state;
  }

  @Override
  public String toString() {
    return "table %s, version %s".formatted(name(), version());
  }
}
