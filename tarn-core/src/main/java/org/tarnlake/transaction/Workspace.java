package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.RowIdColumns;

/**
 * One lake version and a transaction's own writes on top. One thread at a time.
 *
 * <p>Invariant: nothing here is visible to anybody else; data files that were written have fresh
 * names that no commit mentions.
 */
public final class Workspace implements AutoCloseable {
  private final LakeContext lake;
  private final ReadState read;
  private final ReadSet reads = new ReadSet();
  private final OwnCatalog catalog;
  private boolean serializable;
  private final OwnRows rows;
  private final Progress progress;
  private final Appends appends;
  private final Map<TableName, OwnTable> found = new HashMap<>();

  private final Map<String, Runnable> beforeCommit = new LinkedHashMap<>();

  /** For a transaction that is checked for what it wrote. */
  public Workspace(LakeContext lake) {
    this.lake = lake;
    this.read = new ReadState(lake);
    this.catalog = new OwnCatalog(lake, read);
    this.rows = new OwnRows(lake);
    this.progress = new Progress(lake, read, reads);
    this.appends = new Appends(this, rows, read);
  }

  /** Has the transaction checked for what it read, too. */
  public void checkReads() {
    serializable = true;
  }

  /** The lake version that is read; before {@link #settle} the one that appends set out from. */
  public LakeState base() {
    return read.state();
  }

  /**
   * Before anything but an append: settles which version is read, if nothing has so far.
   *
   * @return whether it became another one
   * @throws ConflictException if it has appended to a table that has changed
   */
  public boolean settle() {
    boolean moved = !read.isSettled() && read.settle(rows.appended());
    if (moved) {
      forgetFound();
    }
    return moved;
  }

  /** Whether it is settled which version is read. */
  public boolean isSettled() {
    return read.isSettled();
  }

  /** The version that is read by who writes nothing, also if it has read nothing. */
  public long versionOfNothing() {
    return (read.isSettled() ? base() : lake.log().refresh()).version();
  }

  /** The tables that were looked up here. */
  List<OwnTable> found() {
    return List.copyOf(found.values());
  }

  /** The table of a name, or null. */
  public @Nullable OwnTable find(TableName name) {
    OwnTable known = found.get(name);
    if (known != null) {
      return known;
    }
    reads.addName(name);
    OwnTable table = catalog.findIgnoringCase(name);
    if (table == null || !table.name().equals(name)) {
      return null;
    }
    found.put(name, table);
    return table;
  }

  /** The table of a name. Throws InvalidDataException if there is none. */
  public OwnTable require(TableName name) {
    OwnTable table = find(name);
    if (table == null) {
      throw new InvalidDataException(MissingTable.message(name, catalog.names()));
    }
    return table;
  }

  /** All tables, in the order of their names. */
  public List<OwnTable> tables() {
    reads.addAllNames();
    return catalog.names().stream().map(this::require).toList();
  }

  /**
   * A table to be, whose files may be written before {@link #add}. Throws InvalidDataException if
   * one of that name exists, in any case.
   */
  public OwnTable newTable(TableName name, OwnTable.NewHead head) {
    requireFree(name);
    return OwnTable.make(lake, base(), catalog.own(), name, head);
  }

  /** Takes a new table in, as yet without rows. */
  public NewRows add(OwnTable table) {
    NewRows none = rows.of(table);
    catalog.put(table);
    catalog.note(new CatalogChange.CreateTable(table.id(), table.name(), table.location()));
    return none;
  }

  /**
   * Drops a table, whatever is wrong with its folder. Throws InvalidDataException if there is none
   * of that name.
   */
  public void dropTable(TableName name) {
    lake.requireLake();
    CatalogTable untouched = catalog.findAsRead(name);
    if (untouched != null
        && !rows.isBegun(untouched.id())
        && !progress.isRecorded(untouched.id())) {
      reads.addName(name);
      forgetFound();
      catalog.drop(untouched.id(), name);
      return;
    }
    OwnTable table = require(name);
    rows.requireNotBusy(table);
    forgetFound();
    beforeCommit.remove(table.id());
    progress.forget(table);
    rows.forget(table);
    catalog.drop(table.id(), name);
  }

  /** Renames a table. Throws InvalidDataException if there is none, or the new name is taken. */
  public void renameTable(TableName from, TableName to) {
    OwnTable table = require(from);
    lake.requireLake();
    if (from.equals(to)) {
      return;
    }
    OwnTable taken = catalog.findIgnoringCase(to);
    if (taken != null && !taken.id().equals(table.id())) {
      requireFree(to);
    }
    forgetFound();
    catalog.put(new OwnTable(table.id(), to, table.location(), table.head(), table.base()));
    catalog.note(new CatalogChange.RenameTable(table.id(), from, to));
  }

  private void requireFree(TableName name) {
    lake.requireLake();
    reads.addName(name);
    catalog.requireFree(name);
  }

  private void forgetFound() {
    found.clear();
    appends.forgetFound();
  }

  /** Appends of rows, before or after it is settled which version is read. */
  public Appends appends() {
    return appends;
  }

  /** How far applications come. */
  public Progress progress() {
    return progress;
  }

  /** Throws IllegalStateException if a table was dropped here, or altered since it was found. */
  public void requirePresent(OwnTable table) {
    catalog.requirePresent(table);
  }

  /**
   * Gives a table other columns or properties; rows appended so far are read right under them.
   *
   * @param table as it is now
   * @param followsRows whether that is right whatever rows others add or take meanwhile
   * @throws org.tarnlake.error.UnsupportedTableException if this version may not write to it then
   */
  public void alter(OwnTable table, TableHead head, Statement statement, boolean followsRows) {
    catalog.put(rows.alter(table, head, statement, followsRows));
    forgetFound();
  }

  /**
   * For the rows that a statement appends, which are the transaction's when it succeeds: see {@link
   * #change}.
   */
  public NewRows statementRows(OwnTable table) {
    return rows.ofStatement(table);
  }

  /** What all transactions share. */
  public LakeContext lake() {
    return lake;
  }

  /**
   * Checks that rows of a table may be deleted or changed here.
   *
   * @throws org.tarnlake.error.UnsupportedTableException if the table does not allow it, or this
   *     version of Tarn cannot do it
   */
  public void requireChangeable(OwnTable table) {
    requirePresent(table);
    rows.requireChangeable(table);
  }

  /** As {@link OwnRows#searching}. */
  public <T> T searching(OwnTable table, Supplier<T> search) {
    return rows.searching(table, search);
  }

  /** Notes the keys that a merge inserted. */
  public void noteInserted(InsertedKeys keys) {
    rows.noteInserted(keys);
  }

  /** Rows of files that were deleted here, and not yet from the files. */
  public Deletions deletions(OwnTable table) {
    return rows.deletions(table);
  }

  /**
   * Makes what a statement did part of the transaction.
   *
   * @param appended the rows that come; null if none do
   */
  public void change(
      OwnTable table, Statement statement, TakenRows taken, @Nullable NewRows appended) {
    rows.change(table, statement, taken, appended);
  }

  /** What the table's domains keep. */
  public List<DomainMetadata> domains(OwnTable table) {
    TableState committed = committed(table);
    NewRows own = rows.find(table);
    return committed != null ? committed.domains() : own == null ? List.of() : own.domains();
  }

  /** The files of a table, those written here included. Ends the files being written. */
  public TableFiles files(OwnTable table) {
    return rows.files(this, table);
  }

  /** The rows of a table that were appended here; null if none were. */
  public @Nullable NewRows newRows(OwnTable table) {
    return rows.find(table);
  }

  /** The rows of a table that were appended here and are in no file yet. */
  public List<Batch> bufferedRows(OwnTable table) {
    return rows.buffered(table);
  }

  /** The table at the lake version that the transaction reads; null if it made it. */
  public @Nullable TableState committed(OwnTable table) {
    CatalogTable committed = table.base();
    return committed == null ? null : lake.loader().load(committed, base());
  }

  /** The table of an id; null if there is none, or none any more. */
  public @Nullable OwnTable findById(String id) {
    TableName name = catalog.findName(id);
    return name == null ? null : require(name);
  }

  /** Takes a dropped table in again, whose folder is made ready before the commit. */
  public void bringBack(OwnTable table, Runnable ready) {
    requireFree(table.name());
    CatalogTable last = Objects.requireNonNull(table.base());
    forgetFound();
    catalog.put(table);
    catalog.note(
        new CatalogChange.AttachTable(table.id(), table.name(), table.location(), last.newest()));
    beforeCommit.put(table.id(), ready);
  }

  /** Whether nothing was done to a table, which is what it was. */
  public boolean isUntouched(OwnTable table, CatalogTable then) {
    CatalogTable now = table.base();
    return now != null && now.newest().equals(then.newest()) && !rows.has(table.id());
  }

  /** Brings a table back to what it was; what was done to it here before is forgotten. */
  public void rewind(OwnTable table, Rewind rewind) {
    forgetFound();
    catalog.put(rows.rewind(table, rewind));
  }

  /**
   * Has files of a table written anew, by a transaction that does nothing else to it.
   *
   * @param writer which wrote the new files, and deletes them if nothing is committed
   */
  public void rewrite(OwnTable table, Rewrite rewrite, FileWriter writer) {
    rows.rewrite(table, rewrite, writer);
  }

  /**
   * Checks that files of a table may be written anew here.
   *
   * @throws org.tarnlake.error.UnsupportedTableException if this version of Tarn cannot do it
   */
  public void requireRewritable(OwnTable table) {
    requirePresent(table);
    rows.requireWritable(table);
    RowIdColumns.require(table.name().toString(), table.head());
  }

  /** Notes which rows of a table were read. */
  public void noteRead(OwnTable table, Predicate<AddFile> mayMatch) {
    if (table.base() != null) {
      reads.addRows(table.id(), mayMatch);
    }
  }

  /** Commits. Returns the lake version; the one that was read if nothing was written. */
  public long commit() {
    List<CommitRequest.TableWrite> writes;
    try {
      beforeCommit.values().forEach(Runnable::run);
      writes = rows.prepare(this, reads.tableIds(), progress);
    } catch (TarnException e) {
      throw appends.refused(e);
    } catch (RuntimeException | Error e) {
      discard();
      throw e;
    }
    if (writes.isEmpty() && catalog.changes().isEmpty() && progress.sequences().isEmpty()) {
      settle();
      return base().version();
    }
    return lake.committer()
        .commit(
            new CommitRequest(
                base().version(),
                serializable ? reads : null,
                catalog.changes(),
                progress.sequences(),
                writes,
                rows.insertedKeys(),
                0));
  }

  /** Gives up what was written, when it is certain that it was not committed. */
  public void discard() {
    rows.discard();
  }

  /** Lets go of memory and open files; data files that are finished stay. */
  @Override
  public void close() {
    rows.close();
  }
}
