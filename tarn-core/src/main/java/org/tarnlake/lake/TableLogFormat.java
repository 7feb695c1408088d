package org.tarnlake.lake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Action;
import org.tarnlake.table.CommitInfo;
import org.tarnlake.table.CommitLines;
import org.tarnlake.table.DeltaNames;
import org.tarnlake.table.Metadata;
import org.tarnlake.table.Protocol;
import org.tarnlake.table.TableLog;

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
    CommitLines lines = entry.tableCommits().get(0).lines();
    if (lines == null || entry.tableCommits().size() != 1 || !entry.changes().isEmpty()) {
      throw new AssertionError("no commit of one Delta table: " + entry);
    }
    return lines.bytes();
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
        version,
        txnId(info),
        version - 1,
        timestamp(version, info),
        info == null ? "" : isolation(info.isolationLevel()),
        info == null || info.operation().isEmpty() ? "unknown" : info.operation(),
        info == null || info.engine() == null ? "unknown" : info.engine(),
        1,
        changes,
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
      return info.timestampMillis();
    }
    List<ObjectInfo> found = StoreReads.list(store, entryName(version), "");
    return found.isEmpty() ? 0 : found.get(0).modifiedMillis();
  }

  @Override
  public LakeState apply(LakeState before, LogEntry entry) {
    return new LakeState(
        entry.lakeVersion(), entry.timestampMillis(), before.catalog().apply(entry));
  }

  @Override
  public long oldestVersion() {
    return log.earliestVersion();
  }

  /** The newest version that was not committed after a point in time. */
  long versionAt(Instant time) {
    return log.lastVersionAt(time);
  }

  @Override
  public LakeState newest() {
    long version = log.newestVersion();
    if (version < 0) {
      throw new InvalidDataException(
          "%s is no Delta table: its _delta_log has no commit"
              .formatted(location.isEmpty() ? store.location() : location));
    }
    return atOrBefore(version);
  }

  @Override
  public LakeState atOrBefore(long version) {
    byte[] bytes = StoreReads.find(store, entryName(version));
    long timestamp =
        bytes == null
            ? log.load(version).timestampMillis()
            : decode(version, bytes).timestampMillis();
    CatalogTable table =
        new CatalogTable(CatalogTable.STANDALONE, name, location, version, version, 0);
    return new LakeState(version, timestamp, Catalog.empty().restore(table));
  }

  /** Clean-up takes the oldest commits first: while the latest known is there, so is the next. */
  @Override
  public @Nullable LakeState restart(LakeState latest) {
    if (StoreReads.exists(store, entryName(latest.version()))) {
      return null;
    }
    LakeState newest = newest();
    return newest.version() > latest.version() ? newest : null;
  }

  @Override
  public boolean isStandalone() {
    return true;
  }
}
