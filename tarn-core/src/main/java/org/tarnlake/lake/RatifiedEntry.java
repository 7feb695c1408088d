package org.tarnlake.lake;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Action;
import org.tarnlake.table.CommitLines;

/** A log entry that stands in the log, and the state that it made. Safe for many threads. */
public final class RatifiedEntry {
  private final ObjectStore store;
  private final LogEntry entry;
  private final Supplier<LakeState> after;
  private final ConcurrentHashMap<String, List<Action>> actions = new ConcurrentHashMap<>();

  RatifiedEntry(ObjectStore store, LogEntry entry, Supplier<LakeState> after) {
    this.store = store;
    this.entry = entry;
    this.after = after;
  }

  public LogEntry entry() {
    return entry;
  }

  /** The lake as of this entry; replayed from a checkpoint if the entry is no recent one. */
  public LakeState after() {
    return after.get();
  }

  /** What the entry did to a table; empty if it did not touch it. Reads a staged commit once. */
  public List<Action> actions(String tableId) {
    TableCommit commit = entry.tableCommit(tableId);
    if (commit == null) {
      return List.of();
    }
    List<Action> parsed = actions.get(tableId);
    if (parsed == null) {
      parsed = lines(commit).actions(object(commit), 1);
      actions.put(tableId, parsed);
    }
    return parsed;
  }

  /** The lines that the commit of a table publishes. */
  CommitLines lines(TableCommit commit) {
    return lines(store, commit);
  }

  static CommitLines lines(ObjectStore store, TableCommit commit) {
    CommitLines inline = commit.lines();
    return inline != null
        ? inline
        : CommitLines.ofBytes(StoreReads.get(store, object(null, commit)));
  }

  private String object(TableCommit commit) {
    return object(entry, commit);
  }

  private static String object(@Nullable LogEntry entry, TableCommit commit) {
    String staged = commit.staged();
    if (staged != null) {
      return staged;
    }
    return entry == null ? "a log entry" : LakeNames.entry(entry.lakeVersion());
  }
}
