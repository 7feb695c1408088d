package org.tarnlake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.TimeTravel;
import org.tarnlake.lake.feed.Feed;
import org.tarnlake.lake.feed.FeedPlan;
import org.tarnlake.schema.TableName;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.MissingTable;

/**
 * What to read of the rows that a lake's versions changed: of which tables, from which version on.
 * Immutable; the methods that narrow it return a narrower copy. Nothing is read before {@link
 * #open} or {@link #follow}.
 *
 * <pre>{@code
 * try (Changes changes = lake.changes().table("orders").from(5).open()) {
 *   while (changes.nextVersion()) {
 *     while (changes.next()) {
 *       System.out.println(changes.change() + " " + changes.row().getLong("id"));
 *     }
 *   }
 * }
 * }</pre>
 */
public final class ChangeFeed {
  private final LakeContext context;
  private final @Nullable TableName table;
  private final @Nullable Bound from;
  private final @Nullable Bound to;
  private final boolean commitColumns;

  /** A version, or the time by which it is found. */
  private record Bound(long version, @Nullable Instant time) {}

  ChangeFeed(LakeContext context) {
    this(context, null, null, null, false);
  }

  private ChangeFeed(
      LakeContext context,
      @Nullable TableName table,
      @Nullable Bound from,
      @Nullable Bound to,
      boolean commitColumns) {
    this.context = context;
    this.table = table;
    this.from = from;
    this.to = to;
    this.commitColumns = commitColumns;
  }

  /**
   * Only one table, under whatever names it had: the one that has this name in the last version to
   * be read, or in the version before the first.
   */
  public ChangeFeed table(String name) {
    return new ChangeFeed(context, TableName.parse(name), from, to, commitColumns);
  }

  /**
   * From what this lake version changed on; without this, from the oldest version that is there.
   * Who has seen all changes of a version goes on with the one after it, which need not be there
   * yet.
   */
  public ChangeFeed from(long version) {
    return new ChangeFeed(context, table, new Bound(version, null), to, commitColumns);
  }

  /** From the first version that was committed at that time or later on. */
  public ChangeFeed from(Instant time) {
    Argument.require(time, "time", "an Instant");
    return new ChangeFeed(context, table, new Bound(0, time), to, commitColumns);
  }

  /** Up to what this lake version changed; without this, up to the newest. */
  public ChangeFeed to(long version) {
    return new ChangeFeed(context, table, from, new Bound(version, null), commitColumns);
  }

  /** Up to the last version that was not committed later. */
  public ChangeFeed to(Instant time) {
    Argument.require(time, "time", "an Instant");
    return new ChangeFeed(context, table, from, new Bound(0, time), commitColumns);
  }

  /**
   * Rows begin with the columns by which Delta's feed tells of their commit: {@code _change_type},
   * {@code _commit_version}, which is the lake's, and {@code _commit_timestamp}; before them comes
   * {@code _table} where no one table is asked for. So they can be written as they are.
   */
  public ChangeFeed withCommitColumns() {
    return new ChangeFeed(context, table, from, to, true);
  }

  /**
   * Starts reading, up to the newest version that is there now. Close what it returns.
   *
   * @throws InvalidDataException if there is no such version or table, or what the first version
   *     changed was cleaned up
   */
  public Changes open() {
    return start(false);
  }

  /**
   * Starts reading, and goes on as other transactions commit: {@link Changes#nextVersion} waits for
   * them, up to a version that {@link #to(long)} names or until it is closed. Close what it
   * returns.
   *
   * @throws InvalidDataException as {@link #open} does; the last version need not be there yet
   */
  public Changes follow() {
    return start(true);
  }

  private Changes start(boolean follows) {
    context.lifetime().requireOpen();
    LakeLog log = context.log();
    LakeState newest = log.refresh();
    long first = first(newest);
    long last = last(newest, follows);
    boolean isNamed = to != null && to.time == null && (from == null || from.time == null);
    if (isNamed && last < first) {
      throw new InvalidDataException(
          "the changes from version %s to %s: the first is after the last".formatted(first, last));
    }
    LakeState before = log.isStandalone() ? newest : log.at(first - 1);
    String tableId = tableId(before, last >= newest.version() ? newest : log.at(last));
    FeedPlan plan = new FeedPlan(log, context.loader(), before, tableId);
    Feed feed = new Feed(log, plan, context.environment().background(), first);
    return new Changes(context, feed, last, follows, columns());
  }

  private Changes.Columns columns() {
    boolean isOne = table != null || context.log().isStandalone();
    return !commitColumns
        ? Changes.Columns.OF_TABLE
        : isOne ? Changes.Columns.WITH_COMMIT : Changes.Columns.WITH_TABLE_AND_COMMIT;
  }

  private long first(LakeState newest) {
    LakeLog log = context.log();
    long oldest = log.format().oldestEntry(newest.version());
    Bound bound = from;
    if (bound == null) {
      return oldest;
    }
    Instant time = bound.time;
    if (time != null) {
      return firstAt(time, newest, oldest);
    }
    if (bound.version == 0 && !log.isStandalone()) {
      // It has no tables, and so no changes.
      return oldest;
    }
    if (bound.version < 0 || bound.version > newest.version() + 1) {
      throw none(bound.version, newest);
    }
    if (bound.version < oldest) {
      throw Feed.cleanedUp(bound.version, oldest);
    }
    return bound.version;
  }

  private long firstAt(Instant time, LakeState newest, long oldest) {
    TimeTravel times = context.timeTravel();
    if (time.isAfter(times.timestamp(newest))) {
      return newest.version() + 1;
    }
    // Versions are dated by milliseconds.
    Instant before = time.minusNanos(1).truncatedTo(ChronoUnit.MILLIS);
    try {
      return Math.max(oldest, times.at(before).version() + 1);
    } catch (InvalidDataException e) {
      // The lake was made later.
      return oldest;
    }
  }

  private long last(LakeState newest, boolean follows) {
    Bound bound = to;
    if (bound == null) {
      return follows ? Long.MAX_VALUE : newest.version();
    }
    Instant time = bound.time;
    long version = time == null ? bound.version : context.timeTravel().at(time).version();
    if (version > newest.version() && !follows) {
      throw none(version, newest);
    }
    return version;
  }

  private InvalidDataException none(long version, LakeState newest) {
    return new InvalidDataException(
        "no %s %s; there are the versions %s to %s"
            .formatted(
                context.log().format().askedVersionWord(),
                version,
                context.log().format().oldestVersion(),
                newest.version()));
  }

  private @Nullable String tableId(LakeState before, LakeState last) {
    if (table == null) {
      return null;
    }
    CatalogTable found = last.catalog().find(table);
    found = found == null ? before.catalog().find(table) : found;
    if (found == null) {
      throw new InvalidDataException(
          MissingTable.message(
              table, last.catalog().sorted().stream().map(CatalogTable::name).toList()));
    }
    return found.id();
  }

  /** What is read, such as {@code changes of orders from version 5}. */
  @Override
  public String toString() {
    return "changes%s%s%s"
        .formatted(table == null ? "" : " of " + table, text(" from ", from), text(" to ", to));
  }

  private static String text(String word, @Nullable Bound bound) {
    return bound == null
        ? ""
        : word + (bound.time == null ? "version " + bound.version : bound.time.toString());
  }
}
