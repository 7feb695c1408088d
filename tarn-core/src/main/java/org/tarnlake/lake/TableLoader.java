package org.tarnlake.lake;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.KeptStates.Kept;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/**
 * Loads tables: from memory, from their newest checkpoint and the published commits after it, and
 * from the lake's log where publication has not caught up. Safe for many threads; what it returns
 * is shared.
 */
public final class TableLoader {
  private static final Logger LOGGER = System.getLogger(TableLoader.class.getName());

  /** A state in memory that is so many versions behind may be further off than a checkpoint. */
  private static final int FAR_BEHIND = 256;

  /** Of more tables nobody uses all at once. */
  private static final int HEADS_MAX = 10_000;

  private final LakeLog log;
  private final ObjectStore store;
  private final DataFiles dataFiles;
  private final StateCache states = new StateCache(StateCache.defaultBytes());
  private final Map<HeadKey, TableHead> heads = new ConcurrentHashMap<>();
  private volatile long goneTablesSeen;

  private final FirstLook firstLook;

  private record HeadKey(String membership, long metadataVersion) {
    // Written out as in FileKey.
    @Override
    public int hashCode() {
      return 31 * membership.hashCode() + Long.hashCode(metadataVersion);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof HeadKey key
          && membership.equals(key.membership)
          && metadataVersion == key.metadataVersion;
    }
  }

  public TableLoader(LakeLog log) {
    this.log = log;
    this.store = log.store();
    this.dataFiles = new DataFiles(log.files(), log.background());
    this.firstLook = new FirstLook(log);
  }

  /** The files of all tables, their checkpoints among them. */
  public DataFiles dataFiles() {
    return dataFiles;
  }

  /** What is known of the tables' folders. */
  public FirstLook firstLook() {
    return firstLook;
  }

  /** The whole state of a table. A version whose predecessor is in memory costs one commit. */
  public TableState load(CatalogTable table, LakeState lake) {
    forgetGoneTables();
    firstLook.at(table);
    try {
      return loaded(table, lake);
    } catch (CorruptionException e) {
      throw gone(table, e);
    }
  }

  /** What is wrong with a table, of which only damage says so if it is still in the lake. */
  private TarnException gone(CatalogTable table, CorruptionException e) {
    CatalogTable now = log.refresh().catalog().findById(table.id());
    if (now != null && now.membership().equals(table.membership())) {
      return e;
    }
    boolean isFree = log.latest().catalog().isFree(table.location());
    String why = isFree ? e.getMessage() : "the folder is another table's by now";
    return new InvalidDataException(
        "table %s left the lake, which no longer looks after its folder %s, and its version %s cannot be read any more; a backup from before has it: %s"
            .formatted(table.name(), table.location(), table.version(), why),
        e);
  }

  private TableState loaded(CatalogTable table, LakeState lake) {
    KeptStates known = states.of(table.membership());
    synchronized (known) {
      Kept kept = known.upTo(table.version());
      if (kept.state().version() < table.version()) {
        kept = replay(vouched(table), lake, start(table, known, kept), isEarlier(table, lake));
        known.add(kept);
        states.loaded(table.membership(), known);
        heads.put(
            new HeadKey(table.membership(), table.metadataVersion()),
            new TableHead(kept.state().protocol(), kept.state().metadata()));
      }
      return kept.state();
    }
  }

  /** Lets go of what is in memory of tables that were dropped or detached. */
  private void forgetGoneTables() {
    long goneTables = log.goneTables();
    if (goneTables != goneTablesSeen) {
      goneTablesSeen = goneTables;
      Set<String> present =
          log.latest().catalog().tables().stream()
              .map(CatalogTable::membership)
              .collect(Collectors.toSet());
      states.retain(present);
      firstLook.retain(present);
      heads.keySet().removeIf(key -> !present.contains(key.membership));
    }
  }

  /** How many tables are in memory. */
  int tableCount() {
    return states.size();
  }

  /** Takes note of a checkpoint that this process wrote. */
  public void checkpointed(CatalogTable table) {
    KeptStates known = states.find(table.membership());
    if (known != null) {
      synchronized (known) {
        known.checkpointed(table.version());
      }
    }
  }

  /** The id that its metadata has; a lake's catalog knows it, of a standalone table it is read. */
  public String id(CatalogTable table, LakeState lake) {
    return table.isStandalone() ? head(table, lake).metadata().id() : table.id();
  }

  /** Protocol and metadata of a table, without its files; usually from memory. */
  public TableHead head(CatalogTable table, LakeState lake) {
    firstLook.at(table);
    HeadKey key = new HeadKey(table.membership(), table.metadataVersion());
    TableHead head = heads.get(key);
    if (head == null) {
      head = readHead(table, lake);
      if (heads.size() > HEADS_MAX) {
        heads.clear();
      }
      heads.put(key, head);
    }
    return head;
  }

  private TableHead readHead(CatalogTable table, LakeState lake) {
    TableHead ratified = table.isVouchedFor() ? headOfCommit(table, lake) : null;
    if (ratified != null) {
      ratified.protocol().requireReadable(table.name().toString());
      return ratified;
    }
    TableState state = load(table, lake);
    return new TableHead(state.protocol(), state.metadata());
  }

  /** What the ratified commit says that changed them last; null if it is gone or was altered. */
  private @Nullable TableHead headOfCommit(CatalogTable table, LakeState lake) {
    List<Action> actions = List.of();
    CommitMark changed = table.changed();
    for (RatifiedEntry entry : log.unpublished(table, lake)) {
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (commit != null && commit.version() == changed.version()) {
        actions = entry.actions(table.id());
      }
    }
    String object = DeltaNames.commit(table.location(), changed.version());
    byte[] bytes = actions.isEmpty() ? StoreAccess.find(store, object) : null;
    if (bytes != null && changed.isKnown()) {
      CommitLines lines = CommitLines.ofBytes(bytes);
      actions = lines.crc32c() == changed.crc32c() ? lines.actions(object, 1) : List.of();
    }
    Protocol protocol = null;
    Metadata metadata = null;
    for (Action action : actions) {
      protocol = action instanceof Protocol each ? each : protocol;
      metadata = action instanceof Metadata each ? each : metadata;
    }
    return protocol == null || metadata == null ? null : new TableHead(protocol, metadata);
  }

  /** The table as the log vouches for it: also as of a version that only the caller named. */
  private CatalogTable vouched(CatalogTable table) {
    if (!table.isVouchedFor()
        || table.newest().isKnown()
        || table.version() <= table.attachedVersion()) {
      return table;
    }
    String object = DeltaNames.commit(table.location(), table.version());
    byte[] bytes = StoreAccess.find(store, object);
    if (bytes == null) {
      return table;
    }
    long lakeVersion = CommitChain.lakeVersion(CommitLines.ofBytes(bytes).actions(object, 1));
    TableCommit commit =
        lakeVersion < table.since() || lakeVersion > log.latest().version()
            ? null
            : log.read(lakeVersion).tableCommit(table.id());
    if (commit == null || commit.version() != table.version()) {
      throw CommitChain.broken(table, object);
    }
    return table.withNewest(new CommitMark(commit.version(), commit.crc32c()));
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
    TableState checkpoint = loadCheckpoint(table, table.version());
    if (checkpoint.version() > (near ? kept.base() : kept.state().version())) {
      return new Kept(checkpoint, checkpoint.version());
    }
    if (near) {
      known.keep(kept);
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

  /** Replays from a state, or from an earlier checkpoint where the log does not vouch for it. */
  private Kept replay(CatalogTable table, LakeState lake, Kept from, boolean mayHaveOtherId) {
    Kept start = from;
    Kept end = replayFrom(table, lake, start);
    while (end == null) {
      LOGGER.log(
          Level.WARNING,
          "the checkpoint of version {0} of {1} is of another history than the lake''s log; an earlier one is used",
          start.state().version(),
          table.location());
      TableState earlier = loadCheckpoint(table, start.state().version() - 1);
      start = new Kept(earlier, earlier.version());
      end = replayFrom(table, lake, start);
    }
    TableState state = end.state();
    boolean isIts =
        mayHaveOtherId || table.isStandalone() || state.metadata().id().equals(table.id());
    if (state.version() != table.version() || !isIts) {
      throw new CorruptionException(
          "%s holds table %s at version %s, but the lake's log says table %s at version %s; run 'tarn check'"
              .formatted(
                  table.location(),
                  state.metadata().id(),
                  state.version(),
                  table.id(),
                  table.version()));
    }
    state.protocol().requireReadable(table.name().toString());
    return end;
  }

  /** Null if the state to start from is a checkpoint's, and the log does not vouch for it. */
  private @Nullable Kept replayFrom(CatalogTable table, LakeState lake, Kept from) {
    TableState state = from.state();
    long base = from.base();
    Deque<Commit> unpublished = unpublished(table, lake, state.version());
    long publishedTo = unpublished.isEmpty() ? table.version() : unpublished.getFirst().version - 1;
    PublishedCommits published = new PublishedCommits(log, table, publishedTo);
    while (state.version() < publishedTo) {
      String object = DeltaNames.commit(table.location(), state.version() + 1);
      CommitLines lines = published.find(state.version() + 1);
      if (lines == null) {
        state = afterCleanedCommits(table, state);
        base = state.version();
      } else if (CommitChain.follows(table, state, lines.actions(object, 1))) {
        state = state.applyKnown(lines.actions(object, 1), lines.crc32c(), object);
      } else if (isCheckpoint(state, from)) {
        return null;
      } else {
        throw CommitChain.broken(table, object);
      }
    }
    for (Commit commit : unpublished) {
      if (commit.version > state.version()) {
        if (!CommitChain.follows(table, state, commit.entry.actions(table.id()))) {
          if (isCheckpoint(state, from)) {
            return null;
          }
          throw CommitChain.broken(table, DeltaNames.commit(table.location(), state.version()));
        }
        state = commit.after(table.id(), state);
      }
    }
    if (state.version() == table.version() && !CommitChain.ends(table, state)) {
      if (isCheckpoint(state, from)) {
        return null;
      }
      throw CommitChain.broken(table, DeltaNames.commit(table.location(), state.version()));
    }
    return new Kept(state, base);
  }

  private static boolean isCheckpoint(TableState state, Kept from) {
    return state == from.state() && from.base() >= 0 && state.version() == from.base();
  }

  /** The state of a checkpoint where the commits that lead to it were cleaned up. */
  private TableState afterCleanedCommits(CatalogTable table, TableState state) {
    TableState checkpoint = loadCheckpoint(table, table.version());
    if (checkpoint.version() <= state.version()) {
      throw StoreAccess.missing(store, DeltaNames.commit(table.location(), state.version() + 1));
    }
    return checkpoint;
  }

  private TableState loadCheckpoint(CatalogTable table, long version) {
    return version < 0
        ? TableState.empty()
        : new TableLog(store, table.location(), dataFiles).loadCheckpoint(version);
  }

  private record Commit(long version, long crc32c, RatifiedEntry entry) {
    TableState after(String tableId, TableState before) {
      return before.applyKnown(entry.actions(tableId), crc32c, entry.object());
    }
  }

  /**
   * The newest commits of a table, oldest first, as far back as they may be unpublished: those of
   * the entries after what is known to be published; none of a table of its own. What a table has
   * when it is attached, also for the second time, stands in its own log.
   */
  private Deque<Commit> unpublished(CatalogTable table, LakeState lake, long after) {
    Deque<Commit> commits = new ArrayDeque<>();
    for (RatifiedEntry entry : log.unpublished(table, lake)) {
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (commit != null && commit.version() <= table.version()) {
        if (commit.version() <= after) {
          break;
        }
        commits.addFirst(new Commit(commit.version(), commit.crc32c(), entry));
      }
    }
    return commits;
  }
}
