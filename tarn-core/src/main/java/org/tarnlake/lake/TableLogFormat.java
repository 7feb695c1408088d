package org.tarnlake.lake;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.log.Standing;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.write.WriteRules;

/**
 * The log of one Delta table in a folder of its own, beside which other engines write: entry v is
 * commit v, the lake version is the table's version, and what stands in the log is published.
 *
 * <p>Commits are what any writer made of them: they need not say who wrote them, their times need
 * not increase, and old ones are cleaned up.
 */
final class TableLogFormat implements LogFormat {
  /** Of commits that do not tell their transaction; no transaction of Tarn's has it. */
  private static final UUID FOREIGN = new UUID(0, 0);

  private static final Map<String, String> ISOLATIONS =
      Map.of("SnapshotIsolation", "snapshot", "Serializable", "serializable");

  /** Of a larger commit it is only asked whether one of its version is there. */
  private static final int COMPARED_BYTES = 1 << 20;

  private final ObjectStore store;
  private final String location;
  private final TableName name;
  private final TableLog log;

  /**
   * @param location of the table within the store; empty if the store holds nothing else
   */
  TableLogFormat(ObjectStore store, String location) {
    this.store = store;
    this.location = location;
    this.name = nameOf(store.location() + "/" + location);
    this.log = new TableLog(store, location);
  }

  /** The last folder of a path as a table's name; {@code table} where that is not allowed. */
  private static TableName nameOf(String path) {
    String folder = "";
    for (String part : path.split("[/\\\\]")) {
      folder = part.isEmpty() || part.equals(".") ? folder : part;
    }
    try {
      return TableName.parse(folder);
    } catch (InvalidDataException e) {
      return new TableName(List.of("table"));
    }
  }

  @Override
  public String entryName(long version) {
    return DeltaNames.commit(location, version);
  }

  @Override
  public byte[] encode(LogEntry entry) {
    return lines(entry).bytes();
  }

  private static CommitLines lines(LogEntry entry) {
    CommitLines lines = entry.tableCommits().get(0).lines();
    if (lines == null || entry.tableCommits().size() != 1 || !entry.changes().isEmpty()) {
      throw new AssertionError("no commit of one Delta table: " + entry);
    }
    return lines;
  }

  @Override
  public LogEntry decode(long version, byte[] bytes) {
    CommitLines lines = CommitLines.ofBytes(bytes).parsed(entryName(version));
    CommitInfo info = null;
    boolean changesMetadata = false;
    for (Action action : lines.actions(entryName(version), 1)) {
      info = action instanceof CommitInfo found ? found : info;
      changesMetadata |= action instanceof Metadata || action instanceof Protocol;
    }
    List<CatalogChange> changes =
        version == 0
            ? List.of(new CatalogChange.CreateTable(CatalogTable.STANDALONE, name, location))
            : List.of();
    return new LogEntry(
        LogEnd.STANDALONE,
        version,
        txnId(info),
        version - 1,
        timestamp(version, info),
        info == null ? "" : isolation(info.isolationLevel()),
        info == null || info.operation().isEmpty() ? "unknown" : info.operation(),
        info == null || info.engine() == null ? "unknown" : info.engine(),
        1,
        changes,
        List.of(),
        List.of(TableCommit.inline(CatalogTable.STANDALONE, version, lines, changesMetadata)));
  }

  private static UUID txnId(@Nullable CommitInfo info) {
    try {
      String id = info == null ? null : info.txnId();
      return id == null ? FOREIGN : UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      return FOREIGN;
    }
  }

  private static String isolation(@Nullable String level) {
    return level == null ? "" : ISOLATIONS.getOrDefault(level, level);
  }

  /** When a commit was made, by itself or else by the store. */
  private long timestamp(long version, @Nullable CommitInfo info) {
    if (info != null && info.timestampMillis() > 0) {
      // Others may have written anything; it is only to be compared with.
      return CommitClock.bounded(info.timestampMillis());
    }
    List<ObjectInfo> found = StoreAccess.list(store, entryName(version), "");
    return found.isEmpty() ? 0 : found.get(0).modifiedMillis();
  }

  @Override
  public LakeState apply(LakeState before, LogEntry entry, byte[] bytes) {
    return new LakeState(
        entry.lakeVersion(),
        entry.timestampMillis(),
        before.catalog().apply(entry),
        Sequences.NONE,
        before.end());
  }

  @Override
  public long oldestVersion() {
    return log.earliestVersion();
  }

  @Override
  public long oldestEntry(long newest) {
    long oldest = oldestVersion();
    while (oldest <= newest && !StoreAccess.exists(store, entryName(oldest))) {
      oldest++;
    }
    return oldest;
  }

  @Override
  public LakeCheckpoint.Content newest() {
    return new LakeCheckpoint.Content(newestState(), List.of());
  }

  private LakeState newestState() {
    long version = newestVersion();
    while (true) {
      try {
        return atOrBefore(version);
      } catch (CorruptionException | InvalidDataException e) {
        // What was listed may be cleaned up by now; then there is a newer version.
        long newer = newestVersion();
        if (newer <= version) {
          throw e;
        }
        version = newer;
      }
    }
  }

  private long newestVersion() {
    long version = log.newestVersion();
    if (version < 0) {
      throw new InvalidDataException(
          "%s is no Delta table: it has no _delta_log with a commit in it"
              .formatted(location.isEmpty() ? store.location() : location));
    }
    return version;
  }

  @Override
  public LakeState atOrBefore(long version) {
    byte[] bytes = StoreAccess.find(store, entryName(version));
    long timestamp =
        bytes == null
            ? log.load(version).timestampMillis()
            : decode(version, bytes).timestampMillis();
    CommitMark newest =
        new CommitMark(
            version, bytes == null ? CommitMark.UNKNOWN : CommitLines.ofBytes(bytes).crc32c());
    CatalogTable table =
        new CatalogTable(CatalogTable.STANDALONE, name, location, newest, newest, 0, version);
    return new LakeState(
        version, timestamp, Catalog.empty().restore(table), Sequences.NONE, LogEnd.STANDALONE);
  }

  /** Clean-up takes the oldest commits first: while the latest known is there, so is the next. */
  @Override
  public @Nullable LakeState restart(LakeState state, @Nullable RatifiedEntry last) {
    if (isThere(state, last)) {
      return null;
    }
    LakeState newest = newestState();
    return newest.version() > state.version() ? newest : null;
  }

  /**
   * Whether the commit that made a state still stands in the log. One of the same version with
   * other bytes does not count: somebody put it where ours was cleaned up.
   */
  private boolean isThere(LakeState state, @Nullable RatifiedEntry last) {
    String object = entryName(state.version());
    CommitLines lines = last == null ? null : last.entry().tableCommits().get(0).lines();
    if (lines == null || lines.bytes().length > COMPARED_BYTES) {
      return StoreAccess.exists(store, object);
    }
    return Arrays.equals(lines.bytes(), StoreAccess.find(store, object));
  }

  @Override
  public void requireRead(LakeState before, @Nullable RatifiedEntry last, LogEntry entry) {
    if (isThere(before, last)) {
      return;
    }
    String object = entryName(entry.lakeVersion());
    Standing standing = standing(entry);
    if (standing == Standing.IN_A_GAP) {
      try {
        store.delete(object);
      } catch (IOException e) {
        throw new CommitUnknownException(
            "other writers had committed version %s before and cleaned the log up; %s was put into that gap, where nobody reads it, and cannot be deleted: %s; delete it, and run the transaction again"
                .formatted(entry.lakeVersion(), object, e.getMessage()),
            e);
      }
      throw new ConflictException(
          "other writers had committed version %s of %s before and cleaned the log up; nothing was committed, run the transaction again"
              .formatted(entry.lakeVersion(), name));
    }
    if (standing == Standing.UNKNOWN) {
      throw new CommitUnknownException(
          "%s was put into the log, but the commit before it was cleaned up meanwhile, and the log does not tell whether others had committed the same version before; look for the rows in the newest version before anything else"
              .formatted(object),
          new IOException("the log was cleaned up"));
    }
  }

  private Standing standing(LogEntry entry) {
    try {
      return log.standing(
          entry.lakeVersion(), lines(entry).actions(entryName(entry.lakeVersion()), 1));
    } catch (StorageException e) {
      throw e;
    } catch (TarnException e) {
      return Standing.UNKNOWN;
    }
  }

  @Override
  public boolean entriesAreCommits() {
    return true;
  }

  @Override
  public boolean timesIncrease() {
    return false;
  }

  @Override
  public String versionWord() {
    return "version";
  }

  @Override
  public String askedVersionWord() {
    return "table version";
  }

  @Override
  public String draftFolder() {
    return DeltaNames.dataFile(location, "");
  }

  @Override
  public void requireWritable(String table, TableHead head) {
    WriteRules.requireWritable(table, head);
  }

  @Override
  public void requireLake(String otherwise) {
    throw new InvalidDataException(otherwise);
  }
}
