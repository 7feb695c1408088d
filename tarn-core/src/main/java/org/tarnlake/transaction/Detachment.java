package org.tarnlake.transaction;

import java.util.List;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.publish.UnfinishedDetachment;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.TableHead;

/**
 * Gives tables of a lake back to whoever wants to write to them. Safe for many threads.
 *
 * <p>All that was committed to a table is published before it is detached. It leaves the catalog
 * with the very entry whose publication opens it to other writers. Whoever dies in between leaves a
 * table to which nobody commits; detaching it again, or publication, goes on from there.
 */
public final class Detachment {
  private final LakeContext lake;

  public Detachment(LakeContext lake) {
    this.lake = lake;
  }

  /**
   * Gives a table back, so that any writer may commit to it, and returns the lake version that did.
   * Called again after it was killed, it publishes what is left to be published.
   *
   * @throws InvalidDataException if there is none of that name
   * @throws StorageException if the store failed; the message says whether it is detached
   */
  public long detach(TableName name) {
    lake.requireLake();
    long killed = unfinished(name);
    long version = killed > 0 ? killed : lake.repeat(() -> detachOnce(name));
    try {
      CatalogTable left = lake.log().at(version - 1).catalog().find(name);
      for (Lag lag : lake.publisher().settle(version)) {
        if (left != null && lag.isOf(left)) {
          throw lag.failure();
        }
      }
    } catch (TarnException e) {
      throw new StorageException(
          "table %s is out of the lake as of lake version %s, but its own log does not say so yet, and others refuse to write to it: %s; run 'tarn repair', which finishes that"
              .formatted(name, version, e.getMessage()),
          e);
    }
    return version;
  }

  /** The lake version of a detach that is not published yet; -1 if there is none. */
  private long unfinished(TableName name) {
    LakeState state = lake.log().refresh();
    if (state.catalog().find(name) != null) {
      return -1;
    }
    return UnfinishedDetachment.find(lake.store(), state.version()).stream()
        .filter(each -> each.name().equals(name))
        .mapToLong(UnfinishedDetachment::lakeVersion)
        .max()
        .orElse(-1);
  }

  private long detachOnce(TableName name) {
    LakeState state = lake.log().refresh();
    CatalogTable table = state.catalog().find(name);
    if (table == null) {
      throw new InvalidDataException(
          MissingTable.message(
              name, state.catalog().sorted().stream().map(CatalogTable::name).toList()));
    }
    // Who finds nothing of it in the folder later knows that its owner moved it.
    for (Lag lag : lake.publisher().settle(state.version())) {
      if (lag.isOf(table)) {
        throw lag.failure();
      }
    }
    TableHead head = lake.loader().head(table, state);
    OwnTable own = new OwnTable(table.id(), name, table.location(), head, table);
    CatalogChange change = new CatalogChange.DetachTable(table.id(), name, table.location());
    CommitRequest.TableWrite write =
        CommitRequest.TableWrite.ofHead(own, new HeadChange.Leaves(head));
    return lake.committer()
        .commit(
            new CommitRequest(
                state.version(), null, List.of(change), List.of(), List.of(write), List.of(), 0));
  }
}
