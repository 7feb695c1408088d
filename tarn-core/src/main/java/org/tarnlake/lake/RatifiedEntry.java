package org.tarnlake.lake;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitLines;

/** A log entry that stands in the log, and the state that it made. Safe for many threads. */
public final class RatifiedEntry {
  private final ObjectStore store;
  private final String object;
  private final LogEntry entry;
  private final Supplier<LakeState> after;
  private final long look;
  private final ConcurrentHashMap<String, List<Action>> actions = new ConcurrentHashMap<>();

  /**
   * @param look the number of the look at the log that this process began before it put the entry;
   *     0 if another one did
   */
  public RatifiedEntry(
      ObjectStore store, String object, LogEntry entry, long look, Supplier<LakeState> after) {
    this.store = store;
    this.object = object;
    this.entry = entry;
    this.after = after;
    this.look = look;
  }

  public LogEntry entry() {
    return entry;
  }

  /** The object that holds the entry. */
  public String object() {
    return object;
  }

  /** Whether the entry is known to survive a crash: this process ratified it. */
  public boolean isDurable() {
    return look > 0;
  }

  /** The number of the look at the log that this process began before it put it, else 0. */
  public long putLook() {
    return look;
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

  /** The lines of a table's commit, which it has. */
  public CommitLines lines(String tableId) {
    TableCommit commit = entry.tableCommit(tableId);
    if (commit == null) {
      throw new IllegalArgumentException(object + " has no commit of table " + tableId);
    }
    return lines(commit);
  }

  /**
   * The lines that the commit of a table publishes.
   *
   * @throws CorruptionException if a staged commit is missing, torn or altered
   */
  public CommitLines lines(TableCommit commit) {
    CommitLines inline = commit.lines();
    if (inline != null) {
      return inline;
    }
    CommitLines staged = CommitLines.ofBytes(StoreAccess.get(store, object(commit)));
    if (!commit.isSame(staged)) {
      throw new CorruptionException(
          "%s is not what %s ratified: its number of lines or its checksum differs; run 'tarn check'"
              .formatted(object(commit), object));
    }
    return staged;
  }

  private String object(TableCommit commit) {
    String staged = commit.staged();
    return staged != null ? staged : object;
  }
}
