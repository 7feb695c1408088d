package org.tarnlake.transaction;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogChange.AttachTable;
import org.tarnlake.lake.CatalogChange.CreateTable;
import org.tarnlake.lake.CatalogChange.DetachTable;
import org.tarnlake.lake.CatalogChange.DropTable;
import org.tarnlake.lake.CatalogChange.RenameTable;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;

/**
 * Decides whether a transaction may follow another one that it did not see (docs/isolation.md).
 * Pure: no I/O, no state.
 *
 * <p>Within one table, a blind append follows anything but a change of schema, a drop or a rename.
 * A transaction that deletes or changes rows conflicts with one that took any of the same rows, or
 * rewrote a file of theirs without telling where each row went. One that only moves rows to other
 * files conflicts with another that moves them, and follows all that takes some. A change of schema
 * follows changes of rows, unless it looked at rows, and no other change of schema. A drop, or a
 * return to what the table was, follows nothing that touched the table, and nothing that writes to
 * the table follows a return. Two transactions that give a table the same name, put tables into one
 * folder, or record the progress of the same application with a table or the lake, conflict. A
 * serializable transaction moreover conflicts with one that changed what it read.
 */
final class ConflictCheck {
  private ConflictCheck() {}

  /**
   * A conflict, with the table that it is about.
   *
   * @param tableId null if it is about none
   * @param why continues a sentence that begins with the winner
   */
  record Conflict(@Nullable String tableId, String why) {}

  /**
   * Why a transaction must not follow a winner, or null if it may.
   *
   * @param mine what it changes
   * @param reads what it read, or null if reads do not matter (snapshot isolation)
   */
  static @Nullable Conflict conflict(Changes mine, @Nullable ReadSet reads, Changes winner) {
    for (CatalogChange change : mine.catalog()) {
      String why = catalogConflict(change, winner);
      if (why != null) {
        return new Conflict(change.tableId(), why);
      }
    }
    for (String application : mine.applications()) {
      if (winner.applications().contains(application)) {
        return new Conflict(
            null,
            "it recorded a number of application '%s', as this transaction does"
                .formatted(application));
      }
    }
    for (Map.Entry<String, TableChange> entry : mine.tables().entrySet()) {
      String why = tableConflict(entry.getKey(), entry.getValue(), winner);
      if (why != null) {
        return new Conflict(entry.getKey(), why);
      }
    }
    return reads == null ? null : readConflict(reads, winner);
  }

  private static @Nullable String catalogConflict(CatalogChange mine, Changes winner) {
    if (mine instanceof CreateTable create) {
      return nameConflict(create.name(), create.location(), winner);
    }
    if (mine instanceof RenameTable rename) {
      String why = nameConflict(rename.to(), null, winner);
      return why != null ? why : goneOrRenamed(mine.tableId(), winner);
    }
    if (mine instanceof AttachTable attach) {
      String why = nameConflict(attach.name(), attach.location(), winner);
      return why == null ? goneOrRenamed(attach.tableId(), winner) : why;
    }
    if (mine instanceof DropTable || mine instanceof DetachTable) {
      return winner.tables().containsKey(mine.tableId())
          ? "it changed the table that this transaction %s"
              .formatted(mine instanceof DropTable ? "drops" : "detaches")
          : goneOrRenamed(mine.tableId(), winner);
    }
    throw new AssertionError(mine);
  }

  private static @Nullable String nameConflict(
      TableName name, @Nullable String location, Changes winner) {
    for (CatalogChange change : winner.catalog()) {
      TableName taken =
          comes(change)
              ? change.nameBefore()
              : change instanceof RenameTable rename ? rename.to() : null;
      if (taken != null && same(taken, name)) {
        String did =
            change instanceof RenameTable rename
                ? "it renamed table %s to %s".formatted(rename.from(), taken)
                : (change instanceof AttachTable ? "it attached table " : "it made table ") + taken;
        return did + ", whose name this transaction takes too";
      }
      String theirs = location(change);
      if (location != null && theirs != null && Locations.overlap(theirs, location)) {
        return "it made table %s at %s, where this transaction puts its own"
            .formatted(change.nameBefore(), theirs);
      }
    }
    return null;
  }

  /** Whether a table comes into the catalog. */
  private static boolean comes(CatalogChange change) {
    return change instanceof CreateTable || change instanceof AttachTable;
  }

  /** Where a table comes into the catalog; null if none does. */
  private static @Nullable String location(CatalogChange change) {
    if (change instanceof CreateTable create) {
      return create.location();
    }
    return change instanceof AttachTable attach ? attach.location() : null;
  }

  private static @Nullable String goneOrRenamed(String tableId, Changes winner) {
    for (CatalogChange change : winner.catalog()) {
      if (change.tableId().equals(tableId)) {
        if (change instanceof DropTable drop) {
          return "it dropped table " + drop.name();
        }
        if (change instanceof DetachTable detach) {
          return "it detached table " + detach.name();
        }
        if (change instanceof AttachTable attach) {
          return "it attached table " + attach.name();
        }
        if (change instanceof RenameTable rename) {
          return "it renamed table %s to %s".formatted(rename.from(), rename.to());
        }
      }
    }
    return null;
  }

  private static @Nullable String tableConflict(String tableId, TableChange mine, Changes winner) {
    String gone = goneOrRenamed(tableId, winner);
    if (gone != null) {
      return gone;
    }
    TableChange theirs = winner.tables().get(tableId);
    if (theirs == null) {
      return null;
    }
    TableChange.Head theirHead = theirs.head();
    if (theirHead != null) {
      return theirHead.text();
    }
    if (theirs.rewinds()) {
      return "it brought the table back to what it was before";
    }
    if (mine.rewinds()) {
      return "it changed the table that this transaction brings back to what it was before";
    }
    TableChange.Head myHead = mine.head();
    if (myHead != null && !myHead.followsRows()) {
      return "it changed the table whose schema, protocol or properties this transaction changes";
    }
    for (Map.Entry<String, Taken> file : mine.taken().entrySet()) {
      String why = rowConflict(file.getKey(), file.getValue(), theirs.taken().get(file.getKey()));
      if (why != null) {
        return why;
      }
    }
    for (String application : mine.applications()) {
      if (theirs.applications().contains(application)) {
        return "it recorded the progress of application '%s', as this transaction does"
            .formatted(application);
      }
    }
    return null;
  }

  /** Rows have no keys: it is the same row if it stands at the same place of the same file. */
  private static @Nullable String rowConflict(String path, Taken mine, @Nullable Taken theirs) {
    if (theirs == null) {
      return null;
    }
    if (!mine.leaves()) {
      return theirs.leaves()
          ? null
          : "it rewrote the file %s, as this transaction does".formatted(path);
    }
    if (theirs.move() != null) {
      return null;
    }
    DeletedRows rows = mine.rows();
    DeletedRows others = theirs.rows();
    if (rows == null || others == null) {
      return rows == null && others != null
          ? "it deleted or changed rows of the file %s, of which this transaction takes all"
              .formatted(path)
          : "it removed or rewrote the file %s, of which this transaction takes rows, too"
              .formatted(path);
    }
    long row = rows.firstCommon(others);
    return row < 0
        ? null
        : "it deleted or changed row %s of the file %s, as this transaction does"
            .formatted(row + 1, path);
  }

  private static @Nullable Conflict progressReadConflict(ReadSet reads, Changes winner) {
    if (!Collections.disjoint(winner.applications(), reads.sequences())) {
      return new Conflict(
          null, "it recorded a number of an application, which this serializable transaction read");
    }
    for (Map.Entry<String, Set<String>> read : reads.applications().entrySet()) {
      TableChange theirs = winner.tables().get(read.getKey());
      if (theirs != null && !Collections.disjoint(theirs.applications(), read.getValue())) {
        return new Conflict(
            read.getKey(),
            "it recorded the progress of an application, which this serializable transaction read");
      }
    }
    return null;
  }

  private static @Nullable Conflict readConflict(ReadSet reads, Changes winner) {
    for (CatalogChange change : winner.catalog()) {
      String why = catalogReadConflict(reads, change);
      if (why != null) {
        return new Conflict(change.tableId(), why);
      }
    }
    for (String tableId : reads.tableIds()) {
      TableChange theirs = winner.tables().get(tableId);
      if (theirs == null) {
        continue;
      }
      if (theirs.changesMetadata()) {
        return new Conflict(
            tableId, "it changed the schema of a table that this serializable transaction read");
      }
      if (theirs.rewinds()) {
        return new Conflict(
            tableId, "it brought a table back that this serializable transaction read");
      }
      for (Taken taken : theirs.taken().values()) {
        AddFile file = taken.file();
        if (taken.leaves() && (file == null || reads.mayHaveRead(tableId, file))) {
          return new Conflict(
              tableId,
              "it deleted or changed rows that this serializable transaction may have read");
        }
      }
      for (AddFile file : theirs.added()) {
        if (reads.mayHaveRead(tableId, file)) {
          return new Conflict(
              tableId, "it added rows that match what this serializable transaction read");
        }
      }
    }
    return progressReadConflict(reads, winner);
  }

  private static @Nullable String catalogReadConflict(ReadSet reads, CatalogChange change) {
    boolean readTable = reads.tableIds().contains(change.tableId());
    if (comes(change) && reads.hasReadName(change.nameBefore())) {
      return "it %s table %s, which this serializable transaction had looked for"
          .formatted(change instanceof CreateTable ? "made" : "attached", change.nameBefore());
    }
    boolean leaves = change instanceof DropTable || change instanceof DetachTable;
    if (leaves && (readTable || reads.hasReadName(change.nameBefore()))) {
      return "it %s table %s, which this serializable transaction read"
          .formatted(change instanceof DropTable ? "dropped" : "detached", change.nameBefore());
    }
    if (change instanceof RenameTable rename
        && (readTable || reads.hasReadName(rename.from()) || reads.hasReadName(rename.to()))) {
      return "it renamed table %s to %s, which this serializable transaction read"
          .formatted(rename.from(), rename.to());
    }
    return null;
  }

  private static boolean same(TableName one, TableName other) {
    return one.key().equals(other.key());
  }
}
