package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.FileWriter;

/**
 * One lake version and a transaction's own writes on top. One thread at a time.
 *
 * <p>Invariant: nothing here is visible to anybody else; data files that were written have fresh
 * names that no commit mentions.
 */
public final class Workspace implements AutoCloseable {
  /** How often the memory of all tables is added up while rows fill what they may take. */
  private static final int MEMORY_LOOKS = 16;

  private final LakeContext lake;
  private final LakeState base;
  private final boolean serializable;
  private final ReadSet reads = new ReadSet();
  private final List<CatalogChange> changes = new ArrayList<>();

  /** Tables made or renamed here, by id; and the ids of base tables that were dropped here. */
  private final Map<String, OwnTable> own = new LinkedHashMap<>();

  private final Set<String> dropped = new HashSet<>();
  private final Map<String, TableWriter> writers = new LinkedHashMap<>();
  private final List<TableWriter> abandoned = new ArrayList<>();
  private final Progress progress = new Progress();
  private final Map<TableName, OwnTable> found = new HashMap<>();
  private long grownBytes;

  private Workspace(LakeContext lake, LakeState base, boolean serializable) {
    this.lake = lake;
    this.base = base;
    this.serializable = serializable;
  }

  /** For a transaction that is checked for what it wrote. */
  public static Workspace snapshot(LakeContext lake, LakeState base) {
    return new Workspace(lake, base, false);
  }

  /** For a transaction that is checked for what it read too. */
  public static Workspace serializable(LakeContext lake, LakeState base) {
    return new Workspace(lake, base, true);
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
      OwnTable similar = findIgnoringCase(name);
      throw new InvalidDataException(
          MissingTable.message(name, similar == null ? names() : List.of(similar.name())));
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

  /** Makes a table. Throws InvalidDataException if one of that name exists, in any case. */
  public OwnTable createTable(TableName name, Schema schema) {
    requireLake("made");
    schema.requireNewNames();
    requireFree(name);
    String id = lake.environment().newUuid().toString();
    String location =
        new Locations(lake.store(), lake.log(), base.catalog(), own.values()).choose(name, id);
    long now = lake.environment().clock().millis();
    TableHead head =
        new TableHead(
            Protocol.forNewTable(schema.columns()),
            Metadata.forNewTable(id, name.toString(), schema, now));
    OwnTable table = new OwnTable(id, name, location, head, null);
    own.put(id, table);
    changes.add(new CatalogChange.CreateTable(id, name, location));
    writer(table);
    return table;
  }

  /**
   * Drops a table, whatever is wrong with its folder. Throws InvalidDataException if there is none
   * of that name.
   */
  public void dropTable(TableName name) {
    CatalogTable untouched = base.catalog().find(name);
    if (untouched != null
        && !dropped.contains(untouched.id())
        && !own.containsKey(untouched.id())
        && !writers.containsKey(untouched.id())
        && !progress.isRecorded(untouched.id())
        && own.values().stream().noneMatch(each -> each.name().equals(name))) {
      requireLake("dropped");
      reads.addName(name);
      found.clear();
      dropped.add(untouched.id());
      changes.add(new CatalogChange.DropTable(untouched.id(), name));
      return;
    }
    OwnTable table = require(name);
    requireLake("dropped");
    found.clear();
    own.remove(table.id());
    progress.forget(table);
    TableWriter writer = writers.remove(table.id());
    if (writer != null) {
      // Its files stay while somebody may be reading them.
      writer.close();
      abandoned.add(writer);
    }
    if (table.base() == null) {
      changes.removeIf(change -> change.tableId().equals(table.id()));
    } else {
      dropped.add(table.id());
      changes.add(new CatalogChange.DropTable(table.id(), name));
    }
  }

  /** Renames a table. Throws InvalidDataException if there is none, or the new name is taken. */
  public void renameTable(TableName from, TableName to) {
    OwnTable table = require(from);
    requireLake("renamed");
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

  private void requireLake(String done) {
    lake.log()
        .format()
        .requireLake(
            "no table can be %s here: %s is one Delta table, not a lake; make a lake in a folder around it and attach it"
                .formatted(done, lake.store().location()));
  }

  private void requireFree(TableName name) {
    reads.addName(name);
    OwnTable taken = findIgnoringCase(name);
    if (taken != null) {
      throw new InvalidDataException(
          "table %s exists already; choose another name, or drop it first".formatted(taken.name()));
    }
  }

  /** Appends a row to a table. Throws InvalidDataException if the row breaks the schema. */
  public void append(OwnTable table, @Nullable Object[] row) {
    grown(writerOf(table).append(row));
  }

  /** Appends the rows of a batch. Throws InvalidDataException if one breaks the schema. */
  public void append(OwnTable table, Batch rows) {
    grown(writerOf(table).append(rows));
  }

  private TableWriter writerOf(OwnTable table) {
    TableWriter writer = writers.get(table.id());
    if (writer == null) {
      requirePresent(table);
      writer = writer(table);
    }
    return writer;
  }

  private void grown(long bytes) {
    grownBytes += bytes;
    if (grownBytes >= lake.settings().memoryBytes() / MEMORY_LOOKS) {
      grownBytes = 0;
      keepWithinMemory();
    }
  }

  /** How far an application has come with a table; null if nothing is recorded. */
  public @Nullable SetTransaction progress(OwnTable table, String application) {
    reads.addProgress(table.id(), application);
    SetTransaction recorded = progress.find(table, application);
    CatalogTable committed = table.base();
    return recorded != null || committed == null
        ? recorded
        : state(committed).transaction(application);
  }

  /**
   * Records how far an application has come with a table. Throws InvalidDataException if it had
   * come as far.
   */
  public void recordProgress(OwnTable table, String application, long version) {
    lake.log().format().requireWritable(table.name().toString(), table.head());
    SetTransaction before = progress(table, application);
    long now = lake.environment().clock().millis();
    progress.record(table, before, new SetTransaction(application, version, now));
  }

  /** Throws IllegalStateException if a table was dropped here. */
  public void requirePresent(OwnTable table) {
    boolean gone =
        table.base() == null ? !own.containsKey(table.id()) : dropped.contains(table.id());
    if (gone) {
      throw new IllegalStateException(
          "table %s was dropped in this transaction, and its rows with it".formatted(table.name()));
    }
  }

  private void keepWithinMemory() {
    while (true) {
      long sum = 0;
      TableWriter largest = null;
      for (TableWriter writer : writers.values()) {
        sum += writer.memoryBytes();
        if (largest == null || writer.memoryBytes() > largest.memoryBytes()) {
          largest = writer;
        }
      }
      if (sum <= lake.settings().memoryBytes() || largest == null) {
        return;
      }
      largest.shrink();
    }
  }

  private TableWriter writer(OwnTable table) {
    lake.log().format().requireWritable(table.name().toString(), table.head());
    FileWriter files =
        new FileWriter(
            lake.store(),
            lake.environment(),
            table.location(),
            table.head(),
            lake.settings().targetFileBytes());
    TableWriter writer =
        new TableWriter(
            table, lake.settings(), files, lake.environment().background(), lake.mappings());
    writers.put(table.id(), writer);
    return writer;
  }

  /** The files of a table, those written here included. Ends the files being written. */
  public TableFiles files(OwnTable table) {
    TableFiles files = committedFiles(table);
    TableWriter writer = writers.get(table.id());
    return writer == null ? files : files.and(writer.finishedFiles());
  }

  /** The rows of a table that were appended here and are in no file yet. */
  public List<Batch> bufferedRows(OwnTable table) {
    TableWriter writer = writers.get(table.id());
    return writer == null ? List.of() : writer.bufferedRows();
  }

  private TableFiles committedFiles(OwnTable table) {
    CatalogTable committed = table.base();
    return committed == null ? TableFiles.NONE : state(committed).files();
  }

  private TableState state(CatalogTable table) {
    return lake.loader().load(table, base);
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
      writes = writes();
    } catch (RuntimeException | Error e) {
      discard();
      throw e;
    }
    if (writes.isEmpty() && changes.isEmpty()) {
      return base.version();
    }
    return lake.committer()
        .commit(new CommitRequest(base.version(), serializable ? reads : null, changes, writes, 0));
  }

  private List<CommitRequest.TableWrite> writes() {
    List<CommitRequest.TableWrite> writes = new ArrayList<>();
    for (TableWriter writer : writers.values()) {
      List<Batch> rows = writer.prepare();
      List<AddFile> files = writer.finishedFiles();
      boolean isNew = writer.table().base() == null;
      if (isNew || !rows.isEmpty() || !files.isEmpty()) {
        boolean hasRead = reads.tableIds().contains(writer.table().id());
        List<SetTransaction> recorded = progress.of(writer.table());
        writes.add(
            new CommitRequest.TableWrite(
                writer.table(), files, rows, isNew, hasRead, null, recorded));
      }
    }
    writes.addAll(progress.withoutRows(writes, reads.tableIds()));
    return writes;
  }

  /** Gives up what was written, when it is certain that it was not committed. */
  public void discard() {
    writers.values().forEach(TableWriter::discard);
    writers.clear();
    discardAbandoned();
  }

  /** No commit names what was written to tables that were dropped then. */
  private void discardAbandoned() {
    abandoned.forEach(TableWriter::discard);
    abandoned.clear();
  }

  /** Lets go of memory and open files; data files that are finished stay. */
  @Override
  public void close() {
    writers.values().forEach(TableWriter::close);
    writers.clear();
    discardAbandoned();
  }
}
