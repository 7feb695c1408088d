package org.tarnlake;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.schema.TableName;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.MissingTable;

/**
 * All tables of a lake as of one version. Immutable, so safe for many threads. Once the lake is
 * closed, everything but {@link #version} throws {@link IllegalStateException}.
 */
public final class Snapshot {
  private final LakeContext context;
  private final LakeState state;

  Snapshot(LakeContext context, LakeState state) {
    this.context = context;
    this.state = state;
  }

  /** The lake version; 0 is the empty lake before its first commit. */
  public long version() {
    return state.version();
  }

  /** When this version was committed; of a Delta table of its own as {@link Table#timestamp}. */
  public Instant timestamp() {
    context.lifetime().requireOpen();
    return context.timeTravel().timestamp(state);
  }

  /** The tables, in the order of their names. */
  public List<Table> tables() {
    context.lifetime().requireOpen();
    return state.catalog().sorted().stream().map(this::table).toList();
  }

  /** The table of a name. Throws InvalidDataException if there is none. */
  public Table table(String name) {
    context.lifetime().requireOpen();
    TableName parsed = TableName.parse(name);
    CatalogTable table = state.catalog().find(parsed);
    if (table == null) {
      throw new InvalidDataException(
          MissingTable.message(
              parsed, state.catalog().sorted().stream().map(CatalogTable::name).toList()));
    }
    return table(table);
  }

  /** A scan of a table. Throws InvalidDataException if there is none of that name. */
  public Scan scan(String table) {
    return table(table).scan();
  }

  /** The number that an application recorded last, as {@link Transaction#sequence(String)}. */
  public OptionalLong sequence(String application) {
    Argument.require(application, "application", "a program's name");
    context.lifetime().requireOpen();
    if (context.log().isStandalone()) {
      return table(state.onlyTable()).progress(application).stream()
          .mapToLong(ApplicationProgress::version)
          .findFirst();
    }
    Long number = state.sequences().find(application);
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Throws IllegalArgumentException if it is not of a transaction's open lake. */
  LakeState requireOf(LakeContext other) {
    if (!context.equals(other)) {
      throw new IllegalArgumentException(
          "%s is of another open lake than the transaction; ask the same Lake object for it"
              .formatted(this));
    }
    return state;
  }

  private Table table(CatalogTable table) {
    return new Table(context, state, table);
  }

  @Override
  public String toString() {
    return "version " + version();
  }
}
