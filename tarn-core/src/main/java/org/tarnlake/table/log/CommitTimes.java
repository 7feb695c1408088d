package org.tarnlake.table.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.TableHead;

/**
 * When the versions of a table were committed (PROTOCOL.md, "In-Commit Timestamps"). One thread at
 * a time.
 *
 * <p>Versions with in-commit timestamps are ordered by them. Those before have the time at which
 * the store got the commit; where that is no later than the one before, it counts as a millisecond
 * later, as in Spark, so that every version has a time of its own.
 */
final class CommitTimes {
  private static final String SINCE = "delta.inCommitTimestampEnablementVersion";

  private final TableLog log;
  private final LogListing listing;
  private final NavigableMap<Long, ObjectInfo> commits;
  private final long firstInCommit;

  /**
   * @param listing the whole log
   * @param metadata of the newest version
   */
  CommitTimes(TableLog log, LogListing listing, Metadata metadata) {
    this.log = log;
    this.listing = listing;
    long earliest = Math.max(0, listing.earliestVersion());
    this.commits = listing.commits().tailMap(earliest, true);
    // Of those that are there: commits before a checkpoint may have been cleaned up.
    this.firstInCommit = Math.max(earliest, firstInCommit(metadata.configuration()));
  }

  /** The first version of all with an in-commit timestamp, as the newest metadata tells. */
  static long firstInCommit(Map<String, String> configuration) {
    if (!"true".equalsIgnoreCase(configuration.get(TableHead.IN_COMMIT_TIMESTAMPS))) {
      return Long.MAX_VALUE;
    }
    String since = configuration.get(SINCE);
    try {
      return since == null ? 0 : Long.parseLong(since);
    } catch (NumberFormatException e) {
      throw new CorruptionException(
          "table property %s is '%s', which is no version".formatted(SINCE, since), e);
    }
  }

  /** The times of those versions that have no in-commit timestamp and whose commit is there. */
  NavigableMap<Long, Long> storeTimes() {
    return byStore(commits.headMap(firstInCommit, false));
  }

  /** The newest version committed at or before a time. */
  long lastVersionAt(Instant time) {
    long millis = time.toEpochMilli();
    NavigableMap<Long, ObjectInfo> inCommit = commits.tailMap(firstInCommit, true);
    Long found = inCommit.isEmpty() ? null : lastInCommit(inCommit, millis);
    if (found == null) {
      found = lastByStore(commits.headMap(firstInCommit, false), millis);
    }
    if (found == null) {
      throw new InvalidDataException(
          "no version of %s is as old as %s; the earliest that can be read is %s"
              .formatted(
                  log.table(), time.truncatedTo(ChronoUnit.MILLIS), listing.earliestVersion()));
    }
    return found;
  }

  private @Nullable Long lastInCommit(NavigableMap<Long, ObjectInfo> versions, long millis) {
    long low = versions.firstKey();
    long high = versions.lastKey();
    if (inCommit(low) > millis) {
      return null;
    }
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (inCommit(middle) <= millis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long inCommit(long version) {
    ObjectInfo commit = commits.get(version);
    CommitInfo info = commit == null ? null : log.commitInfo(commit.name());
    if (info == null || !info.inCommit()) {
      throw new CorruptionException(
          "version %s of %s has no in-commit timestamp, though the table has them since version %s"
              .formatted(version, log.table(), firstInCommit));
    }
    return info.timestampMillis();
  }

  private static @Nullable Long lastByStore(NavigableMap<Long, ObjectInfo> versions, long millis) {
    Map.Entry<Long, Long> last = null;
    for (Map.Entry<Long, Long> each : byStore(versions).entrySet()) {
      last = each.getValue() <= millis ? each : last;
    }
    return last == null ? null : last.getKey();
  }

  private static NavigableMap<Long, Long> byStore(NavigableMap<Long, ObjectInfo> versions) {
    NavigableMap<Long, Long> times = new TreeMap<>();
    long before = Long.MIN_VALUE;
    for (Map.Entry<Long, ObjectInfo> each : versions.entrySet()) {
      long time = Math.max(each.getValue().modifiedMillis(), before + 1);
      times.put(each.getKey(), time);
      before = time;
    }
    return times;
  }
}
