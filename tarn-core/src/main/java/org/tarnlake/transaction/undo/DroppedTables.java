package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeState;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.state.TableState;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/**
 * Finds tables that were dropped from a lake, whose folders stand, so that they can come back. One
 * thread at a time.
 */
public final class DroppedTables {
  private final Workspace workspace;
  private final LakeContext lake;
  private final LakeState base;

  /** How tables left the lake last, by id, as of the versions from {@link #looked} on. */
  private final Map<String, Departure> departures = new HashMap<>();

  private long looked;

  private record Departure(long version, CatalogChange change) {}

  public DroppedTables(Workspace workspace) {
    this.workspace = workspace;
    this.lake = workspace.lake();
    this.base = workspace.base();
    this.looked = base.version() + 1;
  }

  /**
   * A table as it was when it was dropped, to be handed to {@link #bringBack}.
   *
   * @param then the table as of some version
   * @param name what it is to be called
   * @throws InvalidDataException if it was detached, or its folder is not what it was
   */
  public OwnTable find(CatalogTable then, TableName name) {
    if (base.catalog().findById(then.id()) != null) {
      throw new InvalidDataException(
          "table %s was dropped in this transaction; roll it back".formatted(then.name()));
    }
    CatalogTable last = last(then);
    // Its last commits may have been on their way into its folder when it was dropped.
    for (Lag lag : lake.publisher().settle(base.version())) {
      if (lag.tableId().equals(last.id())) {
        throw lag.failure();
      }
    }
    if (!base.catalog().isFree(last.location())) {
      throw new InvalidDataException(
          "table %s cannot come back: another table lies at %s by now"
              .formatted(name, last.location()));
    }
    requireFolder(last);
    load(last);
    return new OwnTable(last.id(), name, last.location(), lake.loader().head(last, base), last);
  }

  /** Takes a table in again. Nothing is written before the transaction commits. */
  public void bringBack(OwnTable table) {
    CatalogTable last = Objects.requireNonNull(table.base());
    workspace.bringBack(table, () -> writeCheckpoint(last));
  }

  /**
   * Checks that the files of a table are there: its commits are put into a folder that lost them.
   *
   * @throws InvalidDataException that names those which are not
   */
  public void requireFiles(CatalogTable last) {
    List<AddFile> files = new ArrayList<>();
    lake.loader().load(last, base).files().forEach(files::add);
    FilesThere.require(lake, "table " + last.name(), last.location(), files);
  }

  private CatalogTable last(CatalogTable then) {
    Departure departure = departure(then.id());
    if (departure == null) {
      throw new InvalidDataException("table %s is not known to the lake".formatted(then.name()));
    }
    if (departure.change instanceof CatalogChange.DetachTable) {
      throw new InvalidDataException(
          "table %s was detached in lake version %s, and is its owner's; tarn attach takes it in again"
              .formatted(then.name(), departure.version));
    }
    CatalogTable last = lake.log().at(departure.version - 1).catalog().findById(then.id());
    if (last == null) {
      throw new CorruptionException(
          "lake version %s drops table %s, which was not there; run 'tarn check'"
              .formatted(departure.version, then.id()));
    }
    return last;
  }

  private @Nullable Departure departure(String tableId) {
    while (!departures.containsKey(tableId) && looked > 1) {
      looked--;
      for (CatalogChange change : lake.log().read(looked).changes()) {
        if (change.isDeparture()) {
          departures.putIfAbsent(change.tableId(), new Departure(looked, change));
        }
      }
    }
    return departures.get(tableId);
  }

  /** That the folder ends with the commit that the log has last, whatever was done to it since. */
  private void requireFolder(CatalogTable last) {
    String newest = DeltaNames.commit(last.location(), last.version());
    String next = DeltaNames.commit(last.location(), last.version() + 1);
    byte[] found = StoreAccess.find(lake.store(), newest);
    String why =
        found == null
            ? newest + " is missing"
            : CommitLines.ofBytes(found).crc32c() != last.newest().crc32c()
                ? newest + " is another commit now"
                : StoreAccess.exists(lake.store(), next) ? next + " was put there since" : null;
    if (why != null) {
      requireStillDropped(last);
      throw new InvalidDataException(
          "table %s was dropped, and its folder is not what it was: %s; nothing was changed; bring the folder back from a backup"
              .formatted(last.name(), why));
    }
  }

  /** That nobody has brought it back since this transaction began, and written to it. */
  private void requireStillDropped(CatalogTable last) {
    LakeState newest = lake.log().refresh();
    for (long version = base.version() + 1; version <= newest.version(); version++) {
      for (CatalogChange change : lake.log().read(version).changes()) {
        if (change.tableId().equals(last.id())) {
          throw new ConflictException(
              "lake version %s brought table %s back, which was dropped when this transaction began; nothing was committed, run the transaction again"
                  .formatted(version, last.name()));
        }
      }
    }
  }

  /** So that whoever reads the table begins with what the log vouched for. */
  private void writeCheckpoint(CatalogTable last) {
    TableState state = load(last);
    try {
      new CheckpointWriter(lake.store(), lake.environment()).write(last.location(), state);
    } catch (StorageException e) {
      throw new StorageException(
          "table %s cannot come back yet: %s; nothing was changed, try again"
              .formatted(last.name(), e.getMessage()),
          e);
    }
  }

  private TableState load(CatalogTable last) {
    try {
      return lake.loader().load(last, base);
    } catch (CorruptionException e) {
      throw new InvalidDataException(
          "table %s was dropped, and cannot be read any more: %s; nothing was changed"
              .formatted(last.name(), e.getMessage()),
          e);
    }
  }
}
