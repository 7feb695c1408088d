package org.tarnlake.lake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.data.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Checksum;
import org.tarnlake.table.CommitLines;
import org.tarnlake.table.DeltaNames;
import org.tarnlake.table.TableHead;
import org.tarnlake.table.TableLog;
import org.tarnlake.table.TableState;

/**
 * Loads tables: from memory, from their newest checkpoint and the published commits after it, and
 * from the lake's log where publication has not caught up. Safe for many threads; what it returns
 * is shared.
 */
public final class TableLoader {
  /** How many versions of a table stay in memory; they share what did not change. */
  private static final int KEPT_STATES = 64;

  /** A state in memory that is so many versions behind may be further off than a checkpoint. */
  private static final int FAR_BEHIND = 256;

  private final LakeLog log;
  private final ObjectStore store;
  private final DataFiles checkpoints;
  private final Map<String, NavigableMap<Long, TableState>> states = new ConcurrentHashMap<>();
  private final Map<HeadKey, TableHead> heads = new ConcurrentHashMap<>();

  private record HeadKey(String tableId, long metadataVersion) {}

  public TableLoader(LakeLog log) {
    this.log = log;
    this.store = log.store();
    this.checkpoints = new DataFiles(store);
  }

  /** The whole state of a table. A version whose predecessor is in memory costs one commit. */
  public TableState load(CatalogTable table, LakeState lake) {
    NavigableMap<Long, TableState> known =
        states.computeIfAbsent(table.id(), id -> new TreeMap<>());
    synchronized (known) {
      Map.Entry<Long, TableState> floor = known.floorEntry(table.version());
      TableState state = floor == null ? TableState.empty() : floor.getValue();
      if (state.version() < table.version()) {
        state = replay(table, lake, start(table, state));
        known.put(state.version(), state);
        if (known.size() > KEPT_STATES) {
          known.pollFirstEntry();
        }
      }
      return state;
    }
  }

  /** The oldest version of a table that can be loaded. */
  public long oldestVersion(CatalogTable table) {
    return Math.max(0, new TableLog(store, table.location()).earliestVersion());
  }

  /**
   * The newest version of a table, up to the one that a lake version has, that was not committed
   * after a point in time. Throws InvalidDataException if there is none.
   */
  public long versionAt(CatalogTable table, LakeState lake, Instant time) {
    Deque<Commit> unpublished = unpublished(table, lake, -1);
    for (Commit commit : (Iterable<Commit>) unpublished::descendingIterator) {
      if (commit.entry.entry().timestampMillis() <= time.toEpochMilli()) {
        return commit.version;
      }
    }
    long published = unpublished.isEmpty() ? table.version() : unpublished.getFirst().version - 1;
    return Math.min(published, new TableLog(store, table.location()).lastVersionAt(time));
  }

  /** Protocol and metadata of a table, without its files; usually from memory. */
  public TableHead head(CatalogTable table, LakeState lake) {
    HeadKey key = new HeadKey(table.id(), table.metadataVersion());
    TableHead head = heads.get(key);
    if (head == null) {
      head = readHead(table, lake);
      heads.put(key, head);
    }
    return head;
  }

  private TableHead readHead(CatalogTable table, LakeState lake) {
    byte[] bytes = StoreReads.find(store, DeltaNames.checksum(table.location(), table.version()));
    Checksum checksum = bytes == null ? null : Checksum.read(bytes);
    if (checksum != null && (table.isStandalone() || checksum.metadata().id().equals(table.id()))) {
      return new TableHead(checksum.protocol(), checksum.metadata());
    }
    TableState start = loadCheckpoint(table);
    if (start.version() >= table.metadataVersion() && start.metadata().id().equals(table.id())) {
      start.protocol().requireReadable(table.name().toString());
      return new TableHead(start.protocol(), start.metadata());
    }
    CatalogTable then =
        new CatalogTable(
            table.id(),
            table.name(),
            table.location(),
            table.metadataVersion(),
            table.metadataVersion());
    TableState state = replay(then, lake, start);
    return new TableHead(state.protocol(), state.metadata());
  }

  /** Where replay begins: at what is in memory, or at a checkpoint if that is much nearer. */
  private TableState start(CatalogTable table, TableState known) {
    if (known.version() >= 0 && table.version() - known.version() <= FAR_BEHIND) {
      return known;
    }
    TableState checkpoint = loadCheckpoint(table);
    return checkpoint.version() > known.version() ? checkpoint : known;
  }

  private TableState replay(CatalogTable table, LakeState lake, TableState from) {
    TableState state = from;
    Deque<Commit> unpublished = unpublished(table, lake, state.version());
    long publishedTo = unpublished.isEmpty() ? table.version() : unpublished.getFirst().version - 1;
    while (state.version() < publishedTo) {
      String object = DeltaNames.commit(table.location(), state.version() + 1);
      byte[] bytes = StoreReads.find(store, object);
      state =
          bytes == null
              ? beyond(table, state)
              : state.apply(CommitLines.ofBytes(bytes).actions(object, 1), object);
    }
    for (Commit commit : unpublished) {
      if (commit.version > state.version()) {
        state = state.apply(commit.entry.actions(table.id()), commit.object());
      }
    }
    boolean isIts = table.isStandalone() || state.metadata().id().equals(table.id());
    if (state.version() != table.version() || !isIts) {
      throw new CorruptionException(
          "%s holds table %s at version %d, but the lake's log says table %s at version %d; run the consistency check"
              .formatted(
                  table.location(),
                  state.metadata().id(),
                  state.version(),
                  table.id(),
                  table.version()));
    }
    state.protocol().requireReadable(table.name().toString());
    return state;
  }

  /** The state of a checkpoint where the commits that lead to it were cleaned up. */
  private TableState beyond(CatalogTable table, TableState state) {
    TableState checkpoint = loadCheckpoint(table);
    if (checkpoint.version() <= state.version()) {
      throw StoreReads.missing(store, DeltaNames.commit(table.location(), state.version() + 1));
    }
    return checkpoint;
  }

  private static boolean attaches(LogEntry entry, String tableId) {
    return entry.changes().stream()
        .anyMatch(
            change ->
                change instanceof CatalogChange.AttachTable && change.tableId().equals(tableId));
  }

  private TableState loadCheckpoint(CatalogTable table) {
    return new TableLog(store, table.location(), checkpoints).loadCheckpoint(table.version());
  }

  private record Commit(long version, RatifiedEntry entry) {
    String object() {
      return entry.object();
    }
  }

  /**
   * The newest commits of a table, oldest first, as far back as they may be unpublished: those of
   * the entries after what is known to be published. What a table has when it is attached, also for
   * the second time, stands in its own log.
   */
  private Deque<Commit> unpublished(CatalogTable table, LakeState lake, long after) {
    Deque<Commit> commits = new ArrayDeque<>();
    long oldest = log.publishedThrough();
    for (long version = lake.version(); version > oldest; version--) {
      RatifiedEntry entry = log.entry(version);
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (commit != null && commit.version() <= table.version()) {
        if (commit.version() <= after) {
          break;
        }
        commits.addFirst(new Commit(commit.version(), entry));
      }
      if (attaches(entry.entry(), table.id())) {
        break;
      }
    }
    return commits;
  }
}
