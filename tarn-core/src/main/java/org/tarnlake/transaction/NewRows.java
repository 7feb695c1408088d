package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.write.ChangeFiles;

/**
 * The rows that a transaction, or one of its statements, puts into one table. Where the table asks
 * for files of changes, new versions of rows that others committed are kept apart from rows that
 * are new, since only the former are updates. One thread at a time.
 */
public final class NewRows implements AutoCloseable {
  private final Supplier<TableWriter> open;
  private final boolean apart;
  private final TableWriter inserted;
  private @Nullable TableWriter updated;

  NewRows(OwnTable table, Supplier<TableWriter> open) {
    this.open = open;
    this.apart = ChangeFiles.areAsked(table.head());
    this.inserted = open.get();
  }

  OwnTable table() {
    return inserted.table();
  }

  /** Whether updated rows are kept apart. */
  public boolean areApart() {
    return apart;
  }

  /** Takes rows that are new, as {@link TableWriter#append(Batch)} does. */
  public void insert(Batch rows) {
    inserted.append(rows);
  }

  /** Takes new versions of rows that others committed. */
  public void update(Batch rows) {
    updated().append(rows);
  }

  TableWriter inserted() {
    return inserted;
  }

  private TableWriter updated() {
    if (!apart) {
      return inserted;
    }
    TableWriter known = updated;
    if (known == null) {
      known = open.get();
      updated = known;
    }
    return known;
  }

  /** What writes them. */
  List<TableWriter> writers() {
    return updated == null ? List.of(inserted) : List.of(inserted, updated);
  }

  /** The files that hold the rows before the buffered ones. Ends open files. */
  public List<AddFile> finishedFiles() {
    List<AddFile> all = new ArrayList<>(insertedFiles());
    all.addAll(updatedFiles());
    return all;
  }

  /** Those of them that hold new rows. */
  public List<AddFile> insertedFiles() {
    return inserted.finishedFiles();
  }

  List<AddFile> updatedFiles() {
    return updated == null ? List.of() : updated.finishedFiles();
  }

  /** The rows that are in no file yet. */
  public BufferedRows buffered() {
    return new BufferedRows(
        inserted.bufferedRows(), updated == null ? List.of() : updated.bufferedRows());
  }

  /** Has in memory only these of {@link #buffered}. */
  void keep(BufferedRows kept) {
    inserted.keepBuffered(kept.inserted());
    if (updated != null) {
      updated.keepBuffered(kept.updated());
    }
  }

  /** Takes over all rows of a statement, whose own is of no more use then. */
  void adopt(NewRows statement) {
    inserted.adopt(statement.inserted);
    if (statement.updated != null) {
      updated().adopt(statement.updated);
    }
  }

  /**
   * Takes over all rows of the table as it was before it was altered. Those that were not kept
   * apart stay so.
   */
  void goOnFrom(NewRows before) {
    inserted.goOnFrom(before.inserted);
    if (before.updated != null) {
      updated().goOnFrom(before.updated);
    }
  }

  /** As {@link TableWriter#prepare}. */
  List<Batch> prepare() {
    List<Batch> rows = new ArrayList<>(inserted.prepare());
    if (updated != null) {
      rows.addAll(updated.prepare());
    }
    return rows;
  }

  /** Deletes finished files, if they are its own: their rows are in others, or are gone. */
  void giveUp(Set<AddFile> gone) {
    writers().forEach(writer -> writer.giveUp(gone));
  }

  /** Gives up the rows, when it is certain that no commit names their files. */
  public void discard() {
    writers().forEach(TableWriter::discard);
  }

  @Override
  public void close() {
    writers().forEach(TableWriter::close);
  }
}
