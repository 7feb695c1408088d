package org.tarnlake.lake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/**
 * Versions by their times, and times of versions: of a lake, of a table in it, and of a standalone
 * table. Safe for many threads.
 *
 * <p>A version of a lake, and a commit that is not published yet, has the time of its entry. What
 * is published has the time that the table's own log tells, as other engines find it: its in-commit
 * timestamp, or else the store's time of the commit.
 */
public final class TimeTravel {
  private final LakeLog log;
  private final TableLoader loader;
  private final InstantSource clock;

  public TimeTravel(LakeLog log, TableLoader loader, InstantSource clock) {
    this.log = log;
    this.loader = loader;
    this.clock = clock;
  }

  /** The state of a version. Throws InvalidDataException if there is none. */
  public LakeState at(long version) {
    LakeState newest = log.refresh();
    long oldest = log.format().oldestVersion();
    if (version < oldest || version > newest.version()) {
      throw new InvalidDataException(
          "no %s %s; there are the versions %s to %s"
              .formatted(log.format().askedVersionWord(), version, oldest, newest.version()));
    }
    return log.at(version);
  }

  /**
   * The newest state that was not committed after a point in time, which must have come: what is
   * committed until then would change the answer.
   */
  public LakeState at(Instant time) {
    LakeState newest = log.refresh();
    Instant newestTime = Instant.ofEpochMilli(newest.timestampMillis());
    if (time.isAfter(newestTime) && time.isAfter(clock.instant())) {
      throw new InvalidDataException(
          "there is no version as of %s yet; the newest, %s, was committed at %s"
              .formatted(time.truncatedTo(ChronoUnit.MILLIS), newest.version(), newestTime));
    }
    if (!log.format().timesIncrease()) {
      return log.at(tableLog(newest.onlyTable()).lastVersionAt(time));
    }
    if (!time.isBefore(newestTime)) {
      return newest;
    }
    long created = newest.version() == 0 ? newest.timestampMillis() : log.at(0).timestampMillis();
    if (time.isBefore(Instant.ofEpochMilli(created))) {
      throw new InvalidDataException(
          "the lake did not exist at %s; it was created at %s"
              .formatted(time.truncatedTo(ChronoUnit.MILLIS), Instant.ofEpochMilli(created)));
    }
    return log.at(lastEntryAt(time.toEpochMilli(), newest.version()));
  }

  /** As timestamps increase, the last entry that is not later is found by halving. */
  private long lastEntryAt(long millis, long newest) {
    long low = 0;
    long high = newest;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (log.read(middle).timestampMillis() <= millis) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The oldest version of a table that can be loaded. */
  public long oldestVersion(CatalogTable table) {
    return Math.max(0, tableLog(table).earliestVersion());
  }

  /**
   * The newest version of a table, up to the one that a lake version has, that was not committed
   * after a point in time. Throws InvalidDataException if there is none.
   */
  public long versionAt(CatalogTable table, LakeState lake, Instant time) {
    long published = table.version();
    for (RatifiedEntry entry : log.unpublished(table, lake)) {
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (commit != null && commit.version() <= table.version()) {
        if (entry.entry().timestampMillis() <= time.toEpochMilli()) {
          return commit.version();
        }
        published = commit.version() - 1;
      }
    }
    return Math.min(published, tableLog(table).lastVersionAt(time));
  }

  /** When a state was committed: the time from which on {@link #at(Instant)} finds it. */
  public Instant timestamp(LakeState state) {
    return Instant.ofEpochMilli(
        storeTimes(state).getOrDefault(state.version(), state.timestampMillis()));
  }

  /**
   * When a table's version was committed: the time from which on {@link #versionAt} finds it.
   *
   * @param state of that version
   */
  public Instant timestamp(CatalogTable table, LakeState lake, TableState state) {
    long noted = state.timestampMillis();
    boolean binds = new TableHead(state.protocol(), state.metadata()).hasInCommitTimestamps();
    return Instant.ofEpochMilli(
        binds ? noted : storeTimes(table, lake).getOrDefault(state.version(), noted));
  }

  /** When those versions of the log were committed whose entries do not tell. */
  public Map<Long, Long> storeTimes(LakeState lake) {
    return log.format().timesIncrease() ? Map.of() : storeTimes(lake.onlyTable(), lake);
  }

  /**
   * When the versions of a table were committed that have no in-commit timestamp. Lists the table's
   * log, unless all versions have one.
   */
  private Map<Long, Long> storeTimes(CatalogTable table, LakeState lake) {
    LakeState newest = log.latest();
    CatalogTable now = newest.catalog().findById(table.id());
    TableHead head = now == null ? loader.head(table, lake) : loader.head(now, newest);
    return tableLog(table).storeTimes(head.metadata());
  }

  private TableLog tableLog(CatalogTable table) {
    return new TableLog(log.store(), table.location());
  }
}
