package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.ChangeFiles;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.HeldFiles;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.table.write.VectorRules;

/**
 * The rows that come and go by a transaction, by table; those that come within a bound of memory.
 * One thread at a time.
 */
final class OwnRows implements AutoCloseable {
  /** How often the memory of all tables is added up while rows fill what they may take. */
  private static final int MEMORY_LOOKS = 16;

  private final LakeContext lake;
  private final Map<String, NewRows> newRows = new LinkedHashMap<>();
  private final List<NewRows> abandoned = new ArrayList<>();
  private final Map<String, ChangeData> changeData = new HashMap<>();
  private final Map<String, RowChanges> changes = new HashMap<>();
  private final List<InsertedKeys> insertedKeys = new ArrayList<>();

  /** How committed tables were altered, by table. */
  private final Map<String, HeadChange.Altered> altered = new HashMap<>();

  /** Tables of which a statement is looking for rows. */
  private final Set<String> busy = new HashSet<>();

  private long grownBytes;

  OwnRows(LakeContext lake) {
    this.lake = lake;
  }

  /** The rows of a table; null if nothing was appended to it. */
  @Nullable NewRows find(OwnTable table) {
    return newRows.get(table.id());
  }

  /** The rows of a table, none if nothing was appended to it. */
  NewRows of(OwnTable table) {
    NewRows known = newRows.get(table.id());
    if (known != null) {
      return known;
    }
    NewRows rows = ofStatement(table);
    newRows.put(table.id(), rows);
    return rows;
  }

  /** Rows that are not yet the transaction's. */
  NewRows ofStatement(OwnTable table) {
    lake.log().format().requireWritable(table.name().toString(), table.head());
    return new NewRows(table, ids -> newWriter(table, ids));
  }

  private TableWriter newWriter(OwnTable table, @Nullable RowIdColumns ids) {
    FileWriter files =
        FileWriter.ofRows(
            lake.store(),
            lake.environment(),
            table.location(),
            table.head(),
            ids,
            lake.settings().targetFileBytes());
    return new TableWriter(
        table,
        ids,
        lake.settings(),
        files,
        lake.environment().background(),
        lake.environment().clock(),
        lake.mappings());
  }

  /** As {@link Workspace#files}. */
  TableFiles files(Workspace workspace, OwnTable table) {
    Rewind rewind = rewind(table);
    TableState committed = rewind == null ? workspace.committed(table) : null;
    TableFiles files =
        rewind != null ? rewind.files() : committed == null ? TableFiles.NONE : committed.files();
    NewRows own = find(table);
    return own == null ? files : files.and(own.finishedFiles());
  }

  /** As {@link Workspace#bufferedRows}. */
  List<Batch> buffered(OwnTable table) {
    NewRows own = find(table);
    return own == null ? List.of() : own.buffered().all();
  }

  /** Notes by how much rows in memory have grown. */
  void grown(long bytes) {
    grownBytes += bytes;
    if (grownBytes >= lake.settings().memoryBytes() / MEMORY_LOOKS) {
      grownBytes = 0;
      keepWithinMemory();
    }
  }

  private void keepWithinMemory() {
    while (true) {
      long sum = 0;
      TableWriter largest = null;
      for (NewRows rows : newRows.values()) {
        for (TableWriter writer : rows.writers()) {
          sum += writer.memoryBytes();
          if (largest == null || writer.memoryBytes() > largest.memoryBytes()) {
            largest = writer;
          }
        }
      }
      if (sum <= lake.settings().memoryBytes() || largest == null) {
        return;
      }
      largest.shrink();
    }
  }

  /** Whether anything was begun with a table, though perhaps no row came. */
  boolean isBegun(String tableId) {
    return newRows.containsKey(tableId) || changes.containsKey(tableId);
  }

  /** Whether rows of a table came or went, or it was altered. */
  boolean has(String tableId) {
    NewRows rows = newRows.get(tableId);
    return (rows != null && !rows.isEmpty())
        || changes.containsKey(tableId)
        || altered.containsKey(tableId);
  }

  /** The tables to which rows were appended; lets go of what was begun for others. */
  List<OwnTable> appended() {
    newRows.values().stream().filter(NewRows::isEmpty).forEach(NewRows::close);
    newRows.values().removeIf(NewRows::isEmpty);
    return newRows.values().stream().map(NewRows::table).toList();
  }

  /** Rows of files that went, and not yet from the files. */
  Deletions deletions(OwnTable table) {
    RowChanges changed = changes.get(table.id());
    return changed == null ? Deletions.NONE : changed.deletions();
  }

  /** As {@link Workspace#change}. */
  void change(OwnTable table, Statement statement, TakenRows taken, @Nullable NewRows appended) {
    if (appended != null) {
      // What can fail does so before anything changes.
      appended.writers().forEach(TableWriter::requireValid);
      appended.finishedFiles();
      of(table);
    }
    NewRows own = newRows.get(table.id());
    BufferedRows kept = taken.kept();
    if (own != null && kept != null) {
      own.keep(kept);
    }
    if (appended != null) {
      of(table).adopt(appended);
    }
    changes.computeIfAbsent(table.id(), id -> new RowChanges(table)).add(statement, taken);
    if (appended != null) {
      keepWithinMemory();
    }
  }

  /**
   * Has a table brought back to what it was; what was done to it here is forgotten.
   *
   * @return the table as it is then
   */
  OwnTable rewind(OwnTable before, Rewind rewind) {
    OwnTable after =
        new OwnTable(before.id(), before.name(), before.location(), rewind.head(), before.base());
    requireWritable(after);
    forget(before);
    if (!rewind.head().equals(rewind.before())) {
      altered.put(
          after.id(),
          new HeadChange.Altered(rewind.before(), rewind.head(), rewind.statement(), false));
      of(after);
    }
    RowChanges changed = new RowChanges(after);
    changed.rewind(rewind);
    changes.put(after.id(), changed);
    return after;
  }

  /** As {@link Workspace#rewrite}. */
  void rewrite(OwnTable table, Rewrite rewrite, FileWriter writer) {
    changes.computeIfAbsent(table.id(), id -> new RowChanges(table)).rewrite(rewrite, writer);
  }

  /** What a table gets back and gives up here; null unless it is brought back. */
  @Nullable Rewind rewind(OwnTable table) {
    RowChanges changed = changes.get(table.id());
    return changed == null ? null : changed.rewind();
  }

  /**
   * Has a table have other columns or properties. Rows that it has in memory go into files before.
   *
   * @param before the table so far
   * @param head its new protocol and metadata
   * @param followsRows whether that is right whatever rows the table has
   * @return the table as it is then
   */
  OwnTable alter(OwnTable before, TableHead head, Statement statement, boolean followsRows) {
    requireNotBusy(before);
    OwnTable after =
        new OwnTable(before.id(), before.name(), before.location(), head, before.base());
    NewRows next = ofStatement(after);
    NewRows known = newRows.get(before.id());
    if (known != null) {
      next.goOnFrom(known);
    }
    newRows.put(after.id(), next);
    RowChanges changed = changes.get(after.id());
    if (changed != null) {
      changed.altered(after);
    }
    if (before.base() != null) {
      HeadChange.Altered earlier = altered.get(after.id());
      altered.put(
          after.id(),
          earlier == null
              ? new HeadChange.Altered(before.head(), head, statement, followsRows)
              : earlier.and(head, statement, followsRows));
    }
    return after;
  }

  /** How a table was altered; null if it was not, or is as it was before again. */
  private HeadChange.@Nullable Altered altered(OwnTable table) {
    HeadChange.Altered change = altered.get(table.id());
    return change == null || change.after().equals(change.before()) ? null : change;
  }

  /**
   * Runs what looks for the rows that a statement changes. Whoever is asked for values meanwhile, a
   * function of the user's, must not change the table: the statement would not see it.
   */
  <T> T searching(OwnTable table, Supplier<T> search) {
    requireNotBusy(table);
    busy.add(table.id());
    try {
      return search.get();
    } finally {
      busy.remove(table.id());
    }
  }

  /** As {@link Workspace#requireChangeable}. */
  void requireChangeable(OwnTable table) {
    requireWritable(table);
    VectorRules.requireChangeable(table.name().toString(), table.head());
  }

  /** Checks that the transaction may write to a table now. */
  void requireWritable(OwnTable table) {
    requireNotBusy(table);
    lake.log().format().requireWritable(table.name().toString(), table.head());
  }

  /** Throws IllegalStateException if a statement is looking for rows of a table. */
  void requireNotBusy(OwnTable table) {
    if (!busy.isEmpty() && busy.contains(table.id())) {
      throw new IllegalStateException(
          "a statement is changing rows of table %s; what computes its values must not change that table"
              .formatted(table.name()));
    }
  }

  void noteInserted(InsertedKeys keys) {
    insertedKeys.add(keys);
  }

  List<InsertedKeys> insertedKeys() {
    return insertedKeys;
  }

  /** Forgets a table that was dropped. Its files stay while somebody may be reading them. */
  void forget(OwnTable table) {
    changes.remove(table.id());
    altered.remove(table.id());
    insertedKeys.removeIf(keys -> keys.tableId().equals(table.id()));
    NewRows rows = newRows.remove(table.id());
    if (rows != null) {
      rows.close();
      abandoned.add(rows);
    }
  }

  /**
   * What is to be committed.
   *
   * @param readTables the tables of which rows were read
   */
  List<CommitRequest.TableWrite> prepare(
      Workspace workspace, Set<String> readTables, Progress progress) {
    HeldFiles held = new HeldFiles(lake.store(), lake.committer().carriedBytes());
    for (RowChanges changed : changes.values()) {
      if (changed.isSomething()) {
        NewRows rows = of(changed.table());
        if (changed.rewind() == null) {
          // Where a table is brought back, adds and removes tell all that changes.
          writeChanges(held, changed, rows);
        }
        changed.writeAnew(workspace, rows);
      }
    }
    List<CommitRequest.TableWrite> writes = new ArrayList<>();
    for (NewRows own : newRows.values()) {
      OwnTable table = own.table();
      List<Batch> rows = own.prepare();
      List<AddFile> files = own.finishedFiles();
      boolean isNew = table.base() == null;
      RowChanges changed = changes.get(table.id());
      Deletions deletions = deletions(table);
      ChangeData told = changeData.get(table.id());
      Rewind rewind = changed == null ? null : changed.rewind();
      Rewrite rewrite = changed == null ? null : changed.rewrite();
      HeadChange.Altered change = altered(table);
      boolean isSomething = change != null || (changed != null && changed.isSomething());
      if (isNew || !rows.isEmpty() || !files.isEmpty() || isSomething) {
        writes.add(
            new CommitRequest.TableWrite(
                table,
                files,
                rows,
                deletions,
                isNew,
                readTables.contains(table.id()),
                change,
                progress.of(table),
                RowChanges.statement(own, changed),
                told == null ? List.of() : told.files(),
                told == null ? List.of() : told.heldFiles(),
                rewind,
                rewrite,
                rewind == null ? own.domains() : rewind.domains()));
      }
    }
    writes.addAll(progress.withoutRows(writes, readTables));
    return writes;
  }

  /** Tells what changed, before rows that only move to other files are among the new ones. */
  private void writeChanges(HeldFiles held, RowChanges changed, NewRows rows) {
    if (ChangeFiles.areAsked(changed.table().head())) {
      ChangeData data = new ChangeData(lake, held, rows, changed);
      changeData.put(changed.table().id(), data);
      data.write();
    }
  }

  /** Gives up what was written, when it is certain that it was not committed. */
  void discard() {
    newRows.values().forEach(NewRows::discard);
    newRows.clear();
    changes.values().forEach(RowChanges::discard);
    changeData.values().forEach(ChangeData::discard);
    changeData.clear();
    discardAbandoned();
  }

  /** No commit names what was written to tables that were dropped then. */
  private void discardAbandoned() {
    abandoned.forEach(NewRows::discard);
    abandoned.clear();
  }

  /** Lets go of memory and open files; data files that are finished stay. */
  @Override
  public void close() {
    newRows.values().forEach(NewRows::close);
    newRows.clear();
    changeData.values().forEach(ChangeData::close);
    changeData.clear();
    discardAbandoned();
  }
}
