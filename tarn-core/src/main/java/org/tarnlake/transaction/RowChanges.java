package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.scan.FileDeletion;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.table.write.VectorRules;

/** What statements of a transaction did to the rows of one table. One thread at a time. */
final class RowChanges {
  private OwnTable table;
  private Deletions deletions = Deletions.NONE;
  private Deletions updated = Deletions.NONE;
  private @Nullable Statement statement;
  private @Nullable Rewind rewind;
  private @Nullable Rewrite rewrite;
  private @Nullable FileWriter rewritten;

  RowChanges(OwnTable table) {
    this.table = table;
  }

  OwnTable table() {
    return table;
  }

  /** Notes that the table has other columns or properties now. */
  void altered(OwnTable changed) {
    table = changed;
  }

  /** Adds a statement, and what it took. */
  void add(Statement next, TakenRows taken) {
    statement = statement == null ? next : statement.then(next);
    deletions = taken.deletions();
    for (FileDeletion each : taken.updated().files()) {
      updated = updated.and(each);
    }
  }

  /** Rows of files that went because they got new values. */
  Deletions updated() {
    return updated;
  }

  /** Has the table brought back to what it was. */
  void rewind(Rewind back) {
    statement = back.statement();
    deletions = back.deletions();
    rewind = back;
  }

  /** What the table gets back and gives up; null unless it is brought back. */
  @Nullable Rewind rewind() {
    return rewind;
  }

  /**
   * Has files of the table written anew.
   *
   * @param writer which wrote the new ones
   */
  void rewrite(Rewrite moved, FileWriter writer) {
    statement = moved.statement();
    rewrite = moved;
    rewritten = writer;
  }

  /** The files that are written anew; null if none are. */
  @Nullable Rewrite rewrite() {
    return rewrite;
  }

  /** Gives up what was written besides rows that are new. */
  void discard() {
    if (rewritten != null) {
      rewritten.discard();
    }
  }

  /** Whether there is something to commit. */
  boolean isSomething() {
    return !deletions.isEmpty() || rewrite != null || (rewind != null && !rewind.isNothing());
  }

  /** Rows of files, the transaction's own included. */
  Deletions deletions() {
    return deletions;
  }

  /** What was done to rows of a table; null if they were only appended. */
  static @Nullable Statement statement(NewRows rows, @Nullable RowChanges changed) {
    Statement origin = rows.origin();
    Statement change = changed == null ? null : changed.statement;
    return origin == null || change == null
        ? (origin == null ? change : origin)
        : origin.then(change);
  }

  /**
   * Has rows that are left written into other files where no vector can tell them from those that
   * go: of files of the transaction's own, and of all if the table has no vectors.
   *
   * @param writer the transaction's own rows
   */
  void writeAnew(Workspace workspace, NewRows writer) {
    Set<AddFile> own = new HashSet<>(writer.finishedFiles());
    boolean hasVectors =
        VectorRules.areUsed(table.head(), !workspace.lake().log().format().entriesAreCommits());
    List<AddFile> anew = new ArrayList<>();
    Set<AddFile> ownGone = new HashSet<>();
    Deletions rest = deletions;
    for (FileDeletion deletion : deletions.files()) {
      AddFile file = deletion.file();
      boolean isOwn = own.contains(file);
      if (isOwn) {
        ownGone.add(file);
        rest = rest.without(file);
      }
      if (!deletion.isWhole() && (isOwn || !hasVectors)) {
        anew.add(file);
        if (!isOwn) {
          rest = rest.without(file).and(new FileDeletion(file, null, deletion.rowCount()));
        }
      }
    }
    if (!anew.isEmpty()) {
      rewrite(workspace, writer, anew);
    }
    writer.giveUp(ownGone);
    deletions = rest;
  }

  private void rewrite(Workspace workspace, NewRows writer, List<AddFile> files) {
    LakeContext lake = workspace.lake();
    TableScan scan =
        new TableScan(
                table.location(),
                table.head().schema(),
                table.head().columnMapping(),
                TableFiles.of(files),
                List.of(),
                table.head().schema().columns(),
                null,
                Long.MAX_VALUE)
            .without(deletions)
            .withRowIds(RowIdColumns.of(table.head()));
    try (ScanCursor rows = scan.open(lake.dataFiles(), lake.environment().background())) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        writer.move(batch);
      }
    }
  }
}
