package org.tarnlake.lake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.KeptStates.Kept;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Action;
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
  /** A state in memory that is so many versions behind may be further off than a checkpoint. */
  private static final int FAR_BEHIND = 256;

  private final LakeLog log;
  private final ObjectStore store;
  private final DataFiles checkpoints;
  private final Map<String, KeptStates> states = new ConcurrentHashMap<>();
  private final Map<HeadKey, TableHead> heads = new ConcurrentHashMap<>();
  private volatile long departuresSeen;

  private record HeadKey(String stay, long metadataVersion) {}

  public TableLoader(LakeLog log) {
    this.log = log;
    this.store = log.store();
    this.checkpoints = new DataFiles(store);
  }

  /** The whole state of a table. A version whose predecessor is in memory costs one commit. */
  public TableState load(CatalogTable table, LakeState lake) {
    forgetGoneTables();
    KeptStates known = states.computeIfAbsent(table.stay(), stay -> new KeptStates());
    synchronized (known) {
      Kept kept = known.upTo(table.version());
      if (kept.state().version() < table.version()) {
        kept = replay(table, lake, start(table, known, kept), isEarlier(table, lake));
        known.add(kept);
        heads.put(
            new HeadKey(table.stay(), table.metadataVersion()),
            new TableHead(kept.state().protocol(), kept.state().metadata()));
      }
      return kept.state();
    }
  }

  /** Lets go of what is in memory of tables that were dropped or detached. */
  private void forgetGoneTables() {
    long departures = log.departures();
    if (departures != departuresSeen) {
      departuresSeen = departures;
      Set<String> present =
          log.latest().catalog().tables().stream()
              .map(CatalogTable::stay)
              .collect(Collectors.toSet());
      states.keySet().retainAll(present);
      heads.keySet().removeIf(key -> !present.contains(key.stay));
    }
  }

  /** Whether a table is in the catalog now. */
  boolean isThere(CatalogTable table) {
    CatalogTable now = log.latest().catalog().findById(table.id());
    return now != null && now.stay().equals(table.stay());
  }

  /** How many tables are in memory. */
  int tableCount() {
    return states.size();
  }

  /** Takes note of a checkpoint that this process wrote. */
  void checkpointed(CatalogTable table) {
    KeptStates known = states.get(table.stay());
    if (known != null) {
      synchronized (known) {
        known.checkpointed(table.version());
      }
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

  /**
   * When the versions of a table were committed that have no in-commit timestamp: the times by
   * which {@link #versionAt} finds them. Lists the table's log, unless all versions have one.
   */
  public Map<Long, Long> storeTimes(CatalogTable table, LakeState lake) {
    LakeState newest = log.latest();
    CatalogTable now = newest.catalog().findById(table.id());
    TableHead head = now == null ? head(table, lake) : head(now, newest);
    return new TableLog(store, table.location()).storeTimes(head.metadata());
  }

  /** Protocol and metadata of a table, without its files; usually from memory. */
  public TableHead head(CatalogTable table, LakeState lake) {
    HeadKey key = new HeadKey(table.stay(), table.metadataVersion());
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
    CatalogTable then = table.asOf(table.metadataVersion());
    boolean isEarlier = isEarlier(table, lake);
    TableState state = replay(then, lake, new Kept(start, start.version()), isEarlier).state();
    return new TableHead(state.protocol(), state.metadata());
  }

  /**
   * Where replay begins: at what is in memory, or at a checkpoint if that is much nearer, or if
   * memory holds so much by now that it is better to begin again.
   */
  private Kept start(CatalogTable table, KeptStates known, Kept kept) {
    long behind = table.version() - kept.state().version();
    boolean near = kept.state().version() >= 0 && behind <= FAR_BEHIND;
    if (near && !known.isOutgrown(kept, table, store)) {
      return kept;
    }
    TableState checkpoint = loadCheckpoint(table);
    if (checkpoint.version() > (near ? kept.base() : kept.state().version())) {
      return new Kept(checkpoint, checkpoint.version());
    }
    if (near) {
      known.stay(kept);
    }
    return kept;
  }

  /**
   * Whether a version is older than the one that the lake's log names. It may be from before the
   * table was attached, when other engines could replace it and give it another id.
   */
  private static boolean isEarlier(CatalogTable table, LakeState lake) {
    CatalogTable now = lake.catalog().findById(table.id());
    return now != null && table.version() < now.version();
  }

  private Kept replay(CatalogTable table, LakeState lake, Kept from, boolean mayHaveOtherId) {
    TableState state = from.state();
    long base = from.base();
    Deque<Commit> unpublished = unpublished(table, lake, state.version());
    long publishedTo = unpublished.isEmpty() ? table.version() : unpublished.getFirst().version - 1;
    while (state.version() < publishedTo) {
      String object = DeltaNames.commit(table.location(), state.version() + 1);
      List<Action> actions = published(table, state.version() + 1, object);
      if (actions == null) {
        state = beyond(table, state);
        base = state.version();
      } else {
        state = state.apply(actions, object);
      }
    }
    for (Commit commit : unpublished) {
      if (commit.version > state.version()) {
        state = state.apply(commit.entry.actions(table.id()), commit.object());
      }
    }
    boolean isIts =
        mayHaveOtherId || table.isStandalone() || state.metadata().id().equals(table.id());
    if (state.version() != table.version() || !isIts) {
      throw new CorruptionException(
          "%s holds table %s at version %s, but the lake's log says table %s at version %s; run the consistency check"
              .formatted(
                  table.location(),
                  state.metadata().id(),
                  state.version(),
                  table.id(),
                  table.version()));
    }
    state.protocol().requireReadable(table.name().toString());
    return new Kept(state, base);
  }

  /** What a published commit did; null if it is absent. */
  private @Nullable List<Action> published(CatalogTable table, long version, String object) {
    RatifiedEntry known = table.isStandalone() ? log.recent(version) : null;
    if (known != null) {
      return known.actions(table.id());
    }
    byte[] bytes = StoreReads.find(store, object);
    return bytes == null ? null : CommitLines.ofBytes(bytes).actions(object, 1);
  }

  /** The state of a checkpoint where the commits that lead to it were cleaned up. */
  private TableState beyond(CatalogTable table, TableState state) {
    TableState checkpoint = loadCheckpoint(table);
    if (checkpoint.version() <= state.version()) {
      throw StoreReads.missing(store, DeltaNames.commit(table.location(), state.version() + 1));
    }
    return checkpoint;
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
   * the entries after what is known to be published; none of a table of its own. What a table has
   * when it is attached, also for the second time, stands in its own log.
   */
  private Deque<Commit> unpublished(CatalogTable table, LakeState lake, long after) {
    Deque<Commit> commits = new ArrayDeque<>();
    if (table.isStandalone()) {
      return commits;
    }
    long oldest = Math.max(table.since(), log.publishedThrough() + 1);
    for (long version = lake.version(); version >= oldest; version--) {
      RatifiedEntry entry = log.entry(version);
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (commit != null && commit.version() <= table.version()) {
        if (commit.version() <= after) {
          break;
        }
        commits.addFirst(new Commit(commit.version(), entry));
      }
    }
    return commits;
  }
}
