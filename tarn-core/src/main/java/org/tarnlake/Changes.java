package org.tarnlake;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.feed.Feed;
import org.tarnlake.lake.feed.FeedCommit;
import org.tarnlake.lake.feed.FeedRows;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.ChangeType;
import org.tarnlake.row.Row;
import org.tarnlake.transaction.LakeContext;

/**
 * A cursor over changes of rows, version by version. One thread at a time, but {@link #close} may
 * be called by any. Close it when done.
 *
 * <ol>
 *   <li>Versions come in the order in which they were committed, each once, and only those that
 *       changed rows of what was asked for. The rows of a transaction are never torn apart.
 *   <li>Taken one after another, the changes of a version lead from the rows that the tables had
 *       before it to those that they had after it. What goes comes before what is new, unless the
 *       commit itself says what happened to each row.
 *   <li>Each row has the columns that its table had as of that version. Where a restore makes a
 *       type narrower again, rows that go have the columns of before.
 *   <li>Where a writer told so, as tables with {@code delta.enableChangeDataFeed} ask, an updated
 *       row is one that goes as {@code UPDATE_PREIMAGE} and comes as {@code UPDATE_POSTIMAGE}. Of
 *       all other tables an update is a {@code DELETE} and an {@code INSERT}: a row has no key that
 *       would tell. What only moves rows to other files is no change.
 * </ol>
 */
public final class Changes implements AutoCloseable {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** What a row has beside the columns of its table. */
  enum Columns {
    OF_TABLE,
    WITH_COMMIT,
    WITH_TABLE_AND_COMMIT
  }

  private final LakeContext context;
  private final Feed feed;
  private final long last;
  private final boolean follows;
  private final Columns columns;
  private volatile boolean closed;

  /** Held while rows are read, so that another thread closes them before or after. */
  private final Object reading = new Object();

  private @Nullable FeedRows rows;
  private @Nullable FeedCommit commit;
  private long version = -1;
  private long seenThrough;
  private int position = -1;
  private @Nullable BatchRow row;

  Changes(LakeContext context, Feed feed, long last, boolean follows, Columns columns) {
    this.context = context;
    this.feed = feed;
    this.last = last;
    this.follows = follows;
    this.columns = columns;
    this.seenThrough = feed.nextVersion() - 1;
  }

  /**
   * Moves to the next version that changed rows, before its first change; what is left of the one
   * before is passed over. False behind the last. One that follows the lake waits: then it is false
   * only when the last version was read that was asked for, this was closed, or the thread is
   * interrupted, which it still is afterwards.
   *
   * @throws IllegalStateException if the lake was closed
   * @throws InvalidDataException if what the version changed was cleaned up
   */
  public boolean nextVersion() {
    Duration pause = SHORTEST_PAUSE;
    while (!closed) {
      context.lifetime().requireOpen();
      if (moveOn()) {
        return true;
      }
      if (extend()) {
        pause = SHORTEST_PAUSE;
        continue;
      }
      if (!follows || seenThrough() >= last || Thread.currentThread().isInterrupted()) {
        return false;
      }
      context.environment().pause().pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    return false;
  }

  /** Moves to the next version of those that are known; false behind them. */
  private boolean moveOn() {
    FeedRows found = rows == null ? read() : rows;
    while (found != null && found.commit().version() == version) {
      found = read();
    }
    rows = found;
    commit = null;
    if (found == null) {
      if (!closed) {
        seenThrough = feed.nextVersion() - 1;
      }
      return false;
    }
    version = found.commit().version();
    seenThrough = version - 1;
    position = -1;
    return true;
  }

  /** The next rows that are known; null behind them, or when this was closed. */
  private @Nullable FeedRows read() {
    synchronized (reading) {
      return closed ? null : feed.next();
    }
  }

  /** Looks for versions behind those that were read; false if there are none. */
  private boolean extend() {
    if (seenThrough >= last) {
      return false;
    }
    LakeState newest = context.log().refresh();
    if (newest.version() <= seenThrough) {
      return false;
    }
    Map<Long, Long> storeTimes = context.timeTravel().storeTimes(newest);
    synchronized (reading) {
      if (!closed) {
        feed.extend(Math.min(last, newest.version()), storeTimes);
      }
    }
    return true;
  }

  /**
   * Moves to the next change of the version; false behind the last.
   *
   * @throws IllegalStateException if there is no version, since {@link #nextVersion} was not called
   */
  public boolean next() {
    if (closed) {
      return false;
    }
    if (version < 0) {
      throw new IllegalStateException("no version yet; call nextVersion() first");
    }
    context.lifetime().requireOpen();
    FeedRows now = rows;
    while (now != null && now.commit().version() == version) {
      Batch batch = now.rows().rows();
      if (++position < batch.rowCount()) {
        if (position == 0) {
          commit = now.commit();
          Batch shown = shown(now);
          BatchRow first = new BatchRow(shown.type());
          first.moveTo(shown, 0);
          row = first;
        } else if (row != null) {
          row.moveTo(position);
        }
        return true;
      }
      now = read();
      rows = now;
      position = -1;
    }
    commit = null;
    if (!closed) {
      seenThrough = version;
    }
    return false;
  }

  private Batch shown(FeedRows now) {
    return columns == Columns.OF_TABLE
        ? now.rows().rows()
        : CommitColumns.before(now, columns == Columns.WITH_TABLE_AND_COMMIT);
  }

  /** The lake version at which it stands; that of a Delta table of its own is the table's. */
  public long version() {
    if (version < 0) {
      throw new IllegalStateException("no version yet; call nextVersion() first");
    }
    return version;
  }

  /**
   * The lake version up to which every change was handed over: from the one after it on, a later
   * reader goes on.
   */
  public long seenThrough() {
    return seenThrough;
  }

  /** What happened to the row. */
  public ChangeType change() {
    at();
    FeedRows now = rows;
    if (now == null) {
      throw none();
    }
    return now.rows().type(position);
  }

  /** The table, by the name that it had as of the version. */
  public String table() {
    return at().table();
  }

  /** The table's own version, by which other engines know it. */
  public long tableVersion() {
    return at().tableVersion();
  }

  /** When the version was committed. */
  public Instant timestamp() {
    return at().timestamp();
  }

  /** The row, which is another one after the next {@link #next}. */
  public Row row() {
    at();
    BatchRow now = row;
    if (now == null) {
      throw none();
    }
    return now;
  }

  /**
   * The row as an object, as {@link Rows#as} has it.
   *
   * @param type a record, a bean with setters, or {@code Map.class}
   * @throws InvalidDataException if the class has something that no column has, or that cannot have
   *     the column's value
   */
  public <T> T as(Class<T> type) {
    Argument.require(type, "type", "a class");
    Row now = row();
    return context.mappings().reader(now.type(), type).read(now);
  }

  private FeedCommit at() {
    FeedCommit now = commit;
    if (now == null) {
      throw none();
    }
    return now;
  }

  private static IllegalStateException none() {
    return new IllegalStateException("there is no change here; call next() first");
  }

  /** Stops reading; a thread that waits in {@link #nextVersion} returns. */
  @Override
  public void close() {
    closed = true;
    synchronized (reading) {
      feed.close();
    }
  }

  @Override
  public String toString() {
    return "changes, seen through version " + seenThrough();
  }
}
