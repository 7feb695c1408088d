package org.tarnlake.lake;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.CommitLines;

/**
 * The newest entries of a log, and those before them that are not published yet. Read by many
 * threads, changed by one at a time.
 */
final class RecentEntries {
  /** How many entries stay in memory though they are published. */
  static final int KEPT_ENTRIES = 512;

  /** How many bytes of them; what was read out of them takes a few times as much. */
  private static final long KEPT_BYTES = 16 << 20;

  /** About what a line of a staged commit takes, which is read when it is asked for. */
  private static final long LINE_BYTES = 512;

  private final ConcurrentNavigableMap<Long, RatifiedEntry> entries = new ConcurrentSkipListMap<>();
  private long bytes;

  @Nullable RatifiedEntry get(long version) {
    return entries.get(version);
  }

  void add(RatifiedEntry entry) {
    entries.put(entry.entry().lakeVersion(), entry);
    bytes += sizeBytes(entry.entry());
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }

  /** Forgets old entries that are published, all but the newest if need be. */
  void forget(long publishedThrough) {
    while ((entries.size() > KEPT_ENTRIES || bytes > KEPT_BYTES)
        && entries.size() > 1
        && entries.firstKey() <= publishedThrough) {
      bytes -= sizeBytes(entries.pollFirstEntry().getValue().entry());
    }
  }

  /** Whether more is kept than would be if all of it were published. */
  boolean isCrowded() {
    return entries.size() > KEPT_ENTRIES || bytes > KEPT_BYTES;
  }

  private static long sizeBytes(LogEntry entry) {
    long sum = 0;
    for (TableCommit commit : entry.tableCommits()) {
      CommitLines lines = commit.lines();
      sum += lines == null ? commit.lineCount() * LINE_BYTES : lines.bytes().length;
      sum += commit.carriedBytes();
    }
    return sum;
  }
}
