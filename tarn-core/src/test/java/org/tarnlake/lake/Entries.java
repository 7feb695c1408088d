package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;

/**
 * Makes log entries that follow one another, their commits without data files. One thread at a
 * time.
 */
public final class Entries {
  private static final Schema SCHEMA = Schema.untyped("a");

  private static final AtomicLong IDS = new AtomicLong();

  private final long firstId;
  private LakeState state;
  private int ids;

  /** With identifiers that no other such object has. */
  public Entries(LakeState state) {
    this(state, IDS.addAndGet(1_000_000));
  }

  public Entries(LakeState state, long firstId) {
    this.state = state;
    this.firstId = firstId;
  }

  /** The lake after the entry that was made last. */
  LakeState state() {
    return state;
  }

  /** Makes tables, each in a folder like its name. */
  public LogEntry create(String... names) {
    List<CatalogChange> changes = new ArrayList<>();
    List<TableCommit> commits = new ArrayList<>();
    for (String name : names) {
      String id = newId().toString();
      changes.add(new CatalogChange.CreateTable(id, TableName.parse(name), name.replace('.', '/')));
      commits.add(TableCommit.inline(id, 0, lines(id, name), true));
    }
    return next(changes, commits);
  }

  /** Commits to tables without changing their schema. */
  public LogEntry append(String... names) {
    List<TableCommit> commits = new ArrayList<>();
    for (String name : names) {
      CatalogTable table = table(name);
      commits.add(
          TableCommit.inline(table.id(), table.version() + 1, lines(table.id(), null), false));
    }
    return next(List.of(), commits);
  }

  /** Commits to a table, the lines standing in an object of their own. */
  public LogEntry appendStaged(String name) {
    CatalogTable table = table(name);
    String object = DeltaNames.staged(table.location(), table.version() + 1, newId());
    return next(
        List.of(),
        List.of(
            TableCommit.staged(
                table.id(), table.version() + 1, object, lines(table.id(), null), false)));
  }

  public LogEntry drop(String name) {
    CatalogTable table = table(name);
    return next(List.of(new CatalogChange.DropTable(table.id(), table.name())), List.of());
  }

  public LogEntry rename(String from, String to) {
    CatalogTable table = table(from);
    return next(
        List.of(new CatalogChange.RenameTable(table.id(), table.name(), TableName.parse(to))),
        List.of());
  }

  /** Records the number of an application, and nothing else. */
  public LogEntry sequence(String application, long number) {
    LogEntry entry = entry(state, List.of(), List.of(new Sequence(application, number)), List.of());
    state = state.apply(entry, LogEntryCodec.encode(entry));
    return entry;
  }

  /** The entry that comes next, in the same millisecond plus one. */
  public LogEntry next(List<CatalogChange> changes, List<TableCommit> commits) {
    LogEntry entry = entry(state, changes, commits);
    state = state.apply(entry, LogEntryCodec.encode(entry));
    return entry;
  }

  /** An entry that need not be allowed. */
  LogEntry entry(LakeState base, List<CatalogChange> changes, List<TableCommit> commits) {
    return entry(base, changes, List.of(), commits);
  }

  private LogEntry entry(
      LakeState base,
      List<CatalogChange> changes,
      List<Sequence> sequences,
      List<TableCommit> commits) {
    return new LogEntry(
        base.end(),
        base.version() + 1,
        txnId(base.version() + 1),
        base.version(),
        timestamp(),
        "snapshot",
        "test",
        "Tarn/test",
        1,
        changes,
        sequences,
        commits);
  }

  public CatalogTable table(String name) {
    CatalogTable table = state.catalog().find(TableName.parse(name));
    if (table == null) {
      throw new AssertionError("no table " + name);
    }
    return table;
  }

  private long timestamp() {
    return state.timestampMillis() + 1;
  }

  private UUID txnId(long lakeVersion) {
    return new UUID(0x4000L, (1L << 63) | (firstId + 500_000 + lakeVersion));
  }

  private UUID newId() {
    return new UUID(0x4000L, (1L << 63) | (firstId + ids++));
  }

  private Map<String, String> tags(String id) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(CommitInfo.LAKE_VERSION_TAG, Long.toString(state.version() + 1));
    CatalogTable before = state.catalog().findById(id);
    if (before != null) {
      tags.put(CommitInfo.PREVIOUS_TAG, Long.toString(before.newest().crc32c()));
    }
    return tags;
  }

  /** The lines of a commit of the next lake version; with the name of a new table, its first. */
  public CommitLines lines(String id, String created) {
    List<Action> actions = new ArrayList<>();
    actions.add(
        new CommitInfo(
            timestamp(),
            "WRITE",
            Map.of(),
            created == null,
            Map.of(),
            txnId(state.version() + 1).toString(),
            tags(id)));
    if (created != null) {
      actions.add(Protocol.forNewTable(SCHEMA.columns()));
      actions.add(Metadata.forNewTable(id, created, SCHEMA, 0));
    }
    return CommitLines.of(actions);
  }
}
