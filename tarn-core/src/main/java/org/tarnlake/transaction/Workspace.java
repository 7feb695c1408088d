package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
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

/**
 * One lake version and a transaction's own writes on top. One thread at a time.
 *
 * <p>Invariant: nothing here is visible to anybody else; data files that were written have fresh
 * names that no commit mentions.
 */
public final class Workspace implements AutoCloseable {
  private final LakeContext lake;
  private final LakeState base;
  private final ReadSet reads = new ReadSet();
  private final List<CatalogChange> changes = new ArrayList<>();

  /** Tables made or renamed here, by id; and the ids of base tables that were dropped here. */
  private final Map<String, OwnTable> own = new LinkedHashMap<>();

  private final Set<String> dropped = new HashSet<>();
  private boolean serializable;
  private final OwnRows rows;
  private final Progress progress;
  private final Map<TableName, OwnTable> found = new HashMap<>();
  private final Map<String, Runnable> beforeCommit = new LinkedHashMap<>();

  /** For a transaction that is checked for what it wrote. */
  public Workspace(LakeContext lake, LakeState base) {
    this.lake = lake;
    this.base = base;
    this.rows = new OwnRows(lake);
    this.progress = new Progress(lake, base, reads);
  }

  /** Has the transaction checked for what it read, too. */
  public void checkReads() {
    serializable = true;
  }

  public LakeState base() {
    return base;
  }

  /** The table of a name, or null. */
  public @Nullable OwnTable find(TableName name) {
    OwnTable known = found.get(name);
    if (known != null) {
      return known;
    }
    reads.addName(name);
    OwnTable table = findIgnoringCase(name);
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
      throw new InvalidDataException(MissingTable.message(name, names()));
    }
    return table;
  }

  /** All tables, in the order of their names. */
  public List<OwnTable> tables() {
    reads.addAllNames();
    return names().stream().map(this::require).toList();
  }

  private List<TableName> names() {
    List<TableName> names = new ArrayList<>();
    for (CatalogTable table : base.catalog().tables()) {
      if (!dropped.contains(table.id()) && !own.containsKey(table.id())) {
        names.add(table.name());
      }
    }
    own.values().forEach(table -> names.add(table.name()));
    names.sort(null);
    return names;
  }

  private @Nullable OwnTable findIgnoringCase(TableName name) {
    String key = name.key();
    for (OwnTable table : own.values()) {
      if (table.name().key().equals(key)) {
        return table;
      }
    }
    CatalogTable table = base.catalog().findIgnoringCase(name);
    if (table == null || dropped.contains(table.id()) || own.containsKey(table.id())) {
      return null;
    }
    TableHead head = lake.loader().head(table, base);
    return new OwnTable(table.id(), table.name(), table.location(), head, table);
  }

  /**
   * A table to be, whose files may be written before {@link #add}. Throws InvalidDataException if
   * one of that name exists, in any case.
   */
  public OwnTable newTable(TableName name, OwnTable.NewHead head) {
    requireFree(name);
    return OwnTable.make(lake, base, own.values(), name, head);
  }

  /** Takes a new table in, as yet without rows. */
  public NewRows add(OwnTable table) {
    NewRows none = rows.of(table);
    own.put(table.id(), table);
    changes.add(new CatalogChange.CreateTable(table.id(), table.name(), table.location()));
    return none;
  }

  /**
   * Drops a table, whatever is wrong with its folder. Throws InvalidDataException if there is none
   * of that name.
   */
  public void dropTable(TableName name) {
    lake.requireLake();
    CatalogTable untouched = base.catalog().find(name);
    if (untouched != null
        && !dropped.contains(untouched.id())
        && !own.containsKey(untouched.id())
        && !rows.has(untouched.id())
        && !progress.isRecorded(untouched.id())
        && own.values().stream().noneMatch(each -> each.name().equals(name))) {
      reads.addName(name);
      found.clear();
      dropped.add(untouched.id());
      changes.add(new CatalogChange.DropTable(untouched.id(), name));
      return;
    }
    OwnTable table = require(name);
    rows.requireNotBusy(table);
    found.clear();
    own.remove(table.id());
    beforeCommit.remove(table.id());
    progress.forget(table);
    rows.forget(table);
    if (table.isIn(base)) {
      dropped.add(table.id());
      changes.add(new CatalogChange.DropTable(table.id(), name));
    } else {
      changes.removeIf(change -> change.tableId().equals(table.id()));
    }
  }

  /** Renames a table. Throws InvalidDataException if there is none, or the new name is taken. */
  public void renameTable(TableName from, TableName to) {
    OwnTable table = require(from);
    lake.requireLake();
    if (from.equals(to)) {
      return;
    }
    OwnTable taken = findIgnoringCase(to);
    if (taken != null && !taken.id().equals(table.id())) {
      requireFree(to);
    }
    found.clear();
    own.put(table.id(), new OwnTable(table.id(), to, table.location(), table.head(), table.base()));
    changes.add(new CatalogChange.RenameTable(table.id(), from, to));
  }

  private void requireFree(TableName name) {
    lake.requireLake();
    reads.addName(name);
    OwnTable taken = findIgnoringCase(name);
    if (taken != null) {
      throw new InvalidDataException(
          "table %s exists already; choose another name, or drop it first".formatted(taken.name()));
    }
  }

  /** Appends a row to a table. Throws InvalidDataException if the row breaks the schema. */
  public void append(OwnTable table, @Nullable Object[] row, boolean isChecked) {
    rows.grown(writer(table).append(row, isChecked));
  }

  /** Appends the rows of a batch. Throws InvalidDataException if one breaks the schema. */
  public void append(OwnTable table, Batch batch) {
    rows.grown(writer(table).append(batch));
  }

  private TableWriter writer(OwnTable table) {
    rows.requireNotBusy(table);
    NewRows known = rows.find(table);
    if (known == null) {
      requirePresent(table);
      known = rows.of(table);
    }
    return known.inserted();
  }

  /** How far applications come. */
  public Progress progress() {
    return progress;
  }

  /** Throws IllegalStateException if a table was dropped here, or altered since it was found. */
  public void requirePresent(OwnTable table) {
    if (table.isIn(base) ? dropped.contains(table.id()) : !own.containsKey(table.id())) {
      throw new IllegalStateException(
          "table %s was dropped in this transaction, and its rows with it".formatted(table.name()));
    }
    OwnTable now = own.get(table.id());
    if (now != null && !now.head().equals(table.head())) {
      throw new IllegalStateException(
          "table %s was altered in this transaction since; begin the scan or statement anew"
              .formatted(table.name()));
    }
  }

  /**
   * Gives a table other columns or properties; rows appended so far are read right under them.
   *
   * @param table as it is now
   * @param followsRows whether that is right whatever rows others add or take meanwhile
   * @throws org.tarnlake.error.UnsupportedTableException if this version may not write to it then
   */
  public void alter(OwnTable table, TableHead head, Statement statement, boolean followsRows) {
    own.put(table.id(), rows.alter(table, head, statement, followsRows));
    found.clear();
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
    return committed == null ? null : lake.loader().load(committed, base);
  }

  /** The table of an id; null if there is none, or none any more. */
  public @Nullable OwnTable findById(String id) {
    OwnTable known = own.get(id);
    CatalogTable table = base.catalog().findById(id);
    return known != null || table == null || dropped.contains(id) ? known : require(table.name());
  }

  /** Takes a dropped table in again, whose folder is made ready before the commit. */
  public void bringBack(OwnTable table, Runnable ready) {
    requireFree(table.name());
    CatalogTable last = Objects.requireNonNull(table.base());
    found.clear();
    own.put(table.id(), table);
    changes.add(
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
    found.clear();
    own.put(table.id(), rows.rewind(table, rewind));
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
    } catch (RuntimeException | Error e) {
      discard();
      throw e;
    }
    if (writes.isEmpty() && changes.isEmpty() && progress.sequences().isEmpty()) {
      return base.version();
    }
    return lake.committer()
        .commit(
            new CommitRequest(
                base.version(),
                serializable ? reads : null,
                changes,
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
