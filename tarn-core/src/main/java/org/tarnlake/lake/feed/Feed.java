package org.tarnlake.lake.feed;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.ReadLimits;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.work.ReadAhead;
import org.tarnlake.work.ReadMemory;
import org.tarnlake.work.ScanUnit;

/**
 * The rows that the versions of a lake changed, in the order of the versions. Entries and files are
 * read ahead, within a bound of memory. One thread at a time.
 */
public final class Feed implements AutoCloseable {
  private final LakeLog log;
  private final FeedPlan plan;
  private final ExecutorService background;
  private long nextVersion;
  private @Nullable Range range;

  /**
   * @param plan what is read of each version
   * @param from the first version to read
   */
  public Feed(LakeLog log, FeedPlan plan, ExecutorService background, long from) {
    this.log = log;
    this.plan = plan;
    this.background = background;
    this.nextVersion = from;
  }

  /** The version before which everything was handed over once {@link #next} returned null. */
  public long nextVersion() {
    return nextVersion;
  }

  /**
   * Goes on to a later version, which exists; the rows so far were handed over.
   *
   * @param storeTimes when those versions were committed whose entries do not tell
   */
  public void extend(long to, Map<Long, Long> storeTimes) {
    close();
    if (to >= nextVersion) {
      range = new Range(nextVersion, to, storeTimes);
      nextVersion = to + 1;
    }
  }

  /**
   * The next rows; null where those up to the last version are over.
   *
   * @throws InvalidDataException if a version, or a file that it names, was cleaned up
   */
  public @Nullable FeedRows next() {
    Range current = range;
    return current == null ? null : current.rows.next();
  }

  /** Stops reading. */
  @Override
  public void close() {
    Range current = range;
    range = null;
    if (current != null) {
      current.rows.close();
      current.entries.close();
    }
  }

  /** Plans version after version. */
  private final class Range implements Iterator<ScanUnit<FeedRows>> {
    private final ReadAhead<RatifiedEntry> entries;
    private final ReadAhead<FeedRows> rows;
    private final ReadMemory memory = new ReadMemory(ReadLimits.AHEAD_BYTES);
    private final Queue<ScanUnit.Source<FeedRows>> planned = new ArrayDeque<>();
    private final Map<Long, Long> storeTimes;

    Range(long from, long to, Map<Long, Long> storeTimes) {
      this.storeTimes = storeTimes;
      this.entries =
          new ReadAhead<>(
              LongStream.rangeClosed(from, to)
                  .mapToObj(version -> new ScanUnit<>(new EntrySource(version), 1))
                  .iterator(),
              ReadAhead.WIDTH,
              background);
      this.rows = new ReadAhead<>(this, ReadAhead.WIDTH, background);
    }

    @Override
    public boolean hasNext() {
      while (planned.isEmpty()) {
        RatifiedEntry entry = entries.next();
        if (entry == null) {
          return false;
        }
        planned.addAll(plan.sources(entry, storeTimes));
      }
      return true;
    }

    @Override
    public ScanUnit<FeedRows> next() {
      return new ScanUnit<>(planned.remove(), ScanUnit.ROW_GROUP, memory);
    }
  }

  /** One entry of the log, its commits read. */
  private final class EntrySource implements ScanUnit.Source<RatifiedEntry> {
    private final long version;
    private boolean done;

    EntrySource(long version) {
      this.version = version;
    }

    @Override
    public @Nullable RatifiedEntry next() {
      if (done) {
        return null;
      }
      done = true;
      try {
        RatifiedEntry entry = log.entry(version);
        plan.read(entry);
        return entry;
      } catch (CorruptionException e) {
        long oldest = log.format().oldestEntry(log.latest().version());
        if (version < oldest) {
          InvalidDataException told = cleanedUp(version, oldest);
          told.initCause(e);
          throw told;
        }
        throw e;
      }
    }

    @Override
    public void close() {}
  }

  /** What is told of a version that is not there any more. */
  public static InvalidDataException cleanedUp(long version, long oldest) {
    return new InvalidDataException(
        "the changes of version %s were cleaned up; there are those from version %s on"
            .formatted(version, oldest));
  }
}
