package org.tarnlake.transaction.undo;

import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeState;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/** Brings tables that were dropped back into a lake, if their folders stand. Stateless. */
public final class DroppedTable {
  private DroppedTable() {}

  /**
   * Has a transaction take a table in again, as it was when it was dropped.
   *
   * @param then the table as of some version
   * @param name what it is to be called
   * @throws InvalidDataException if it was detached, or its folder is not what it was, or the name
   *     is taken
   */
  public static OwnTable bringBack(Workspace workspace, CatalogTable then, TableName name) {
    LakeContext lake = workspace.lake();
    LakeState base = workspace.base();
    if (base.catalog().findById(then.id()) != null) {
      throw new InvalidDataException(
          "table %s was dropped in this transaction; roll it back".formatted(then.name()));
    }
    CatalogTable last = last(lake, base, then);
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
    requireFolder(lake, last);
    OwnTable back =
        new OwnTable(last.id(), name, last.location(), lake.loader().head(last, base), last);
    writeCheckpoint(lake, base, last);
    workspace.bringBack(back);
    return back;
  }

  private static CatalogTable last(LakeContext lake, LakeState base, CatalogTable then) {
    for (long version = base.version(); version > 0; version--) {
      for (CatalogChange change : lake.log().read(version).changes()) {
        boolean isIts = change.tableId().equals(then.id());
        if (isIts && change instanceof CatalogChange.DetachTable) {
          throw new InvalidDataException(
              "table %s was detached in lake version %s, and is its owner's; tarn attach takes it in again"
                  .formatted(then.name(), version));
        }
        CatalogTable table =
            isIts && change instanceof CatalogChange.DropTable
                ? lake.log().at(version - 1).catalog().findById(then.id())
                : null;
        if (table != null) {
          return table;
        }
      }
    }
    throw new InvalidDataException("table %s is not known to the lake".formatted(then.name()));
  }

  /** That the folder ends with the commit that the log has last, whatever was done to it since. */
  private static void requireFolder(LakeContext lake, CatalogTable last) {
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
      throw new InvalidDataException(
          "table %s was dropped, and its folder is not what it was: %s; nothing was changed; bring the folder back from a backup"
              .formatted(last.name(), why));
    }
  }

  /** So that whoever reads the table begins with what the log vouched for. */
  private static void writeCheckpoint(LakeContext lake, LakeState base, CatalogTable last) {
    try {
      new CheckpointWriter(lake.store(), lake.environment())
          .write(last.location(), lake.loader().load(last, base));
    } catch (StorageException e) {
      throw new StorageException(
          "table %s cannot come back yet: %s; nothing was changed, try again"
              .formatted(last.name(), e.getMessage()),
          e);
    } catch (CorruptionException e) {
      throw new InvalidDataException(
          "table %s was dropped, and cannot be read any more: %s; nothing was changed"
              .formatted(last.name(), e.getMessage()),
          e);
    }
  }
}
