package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.RowPlaces;
import org.tarnlake.table.scan.TrackedRows;
import org.tarnlake.table.write.ChangeFiles;
import org.tarnlake.table.write.RowIdColumns;

/**
 * The rows that a transaction, or one of its statements, puts into one table. Where the table asks
 * for files of changes, or its rows keep ids, new versions of rows that others committed are kept
 * apart from rows that are new, since only the former are updates, and have ids. One thread at a
 * time.
 */
public final class NewRows implements AutoCloseable {
  private final Function<@Nullable RowIdColumns, TableWriter> open;
  private final @Nullable RowIdColumns rowIds;
  private final boolean apart;
  private final TableWriter inserted;
  private @Nullable TableWriter updated;
  private @Nullable Statement origin;
  private List<DomainMetadata> domains = List.of();

  /**
   * @param open makes what writes rows with these columns for their ids, or without any
   */
  NewRows(OwnTable table, Function<@Nullable RowIdColumns, TableWriter> open) {
    this.open = open;
    this.rowIds = RowIdColumns.of(table.head());
    this.apart = areApart(table.head());
    this.inserted = open.apply(null);
  }

  /** Whether updated rows of a table are kept apart. */
  public static boolean areApart(TableHead head) {
    return ChangeFiles.areAsked(head) || RowIdColumns.of(head) != null;
  }

  OwnTable table() {
    return inserted.table();
  }

  /** Takes rows that are new, as {@link TableWriter#append(Batch)} does. */
  public void insert(Batch rows) {
    inserted.append(rows);
  }

  /**
   * Takes new versions of rows that others committed.
   *
   * @param ids those of the rows; null if they have none
   */
  public void update(Batch rows, @Nullable Vector ids) {
    updated().append(rowIds == null ? rows : rowIds.with(rows, ids, null));
  }

  /** Takes rows that only move to other files, with their ids if they have any. */
  void move(Batch rows) {
    Batch plain = RowPlaces.drop(rows);
    if (rowIds == null) {
      inserted.append(plain);
    } else {
      updated().append(rowIds.with(plain, TrackedRows.ids(rows), TrackedRows.versions(rows)));
    }
  }

  /**
   * Has a new table begin with files that are there already.
   *
   * @param files within its folder, which no commit names
   * @param objects all that belongs to them, to be deleted if no commit is to name them
   * @param how they came
   */
  public void begin(
      List<AddFile> files, List<String> objects, Statement how, List<DomainMetadata> newDomains) {
    inserted.take(files, objects);
    origin = how;
    domains = List.copyOf(newDomains);
  }

  /** How a new table's first files came; null if rows were appended. */
  @Nullable Statement origin() {
    return origin;
  }

  /** What the domains of a new table keep. */
  List<DomainMetadata> domains() {
    return domains;
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
      known = open.apply(rowIds);
      updated = known;
    }
    return known;
  }

  /** What writes them. */
  List<TableWriter> writers() {
    return updated == null ? List.of(inserted) : List.of(inserted, updated);
  }

  /** Whether there are none, and no files. */
  boolean isEmpty() {
    return writers().stream().allMatch(TableWriter::isEmpty);
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
    origin = before.origin;
    domains = before.domains;
    if (before.updated != null) {
      updated().goOnFrom(before.updated);
    }
  }

  /** As {@link TableWriter#prepare}. */
  List<Batch> prepare() {
    List<Batch> rows = inserted.prepare();
    if (updated == null) {
      return rows;
    }
    List<Batch> all = new ArrayList<>();
    // They may share a file.
    rows.forEach(batch -> all.add(rowIds == null ? batch : rowIds.with(batch, null, null)));
    all.addAll(updated.prepare());
    return all;
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
