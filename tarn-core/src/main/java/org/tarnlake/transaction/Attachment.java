package org.tarnlake.transaction;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.CommitClock;
import org.tarnlake.lake.CommitMark;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.write.LakeMembership;
import org.tarnlake.table.write.WriteRules;

/**
 * Takes Delta tables into a lake. Safe for many threads.
 *
 * <p>Invariant: at every moment either the table's own log decides, or the lake's. A table is first
 * closed to other writers, by a commit in its own log, and only then enters the catalog; it leaves
 * the catalog with the very entry whose publication opens it to them. Whoever dies in between
 * leaves a table to which nobody commits, and attaching it again, or publication, goes on from
 * there.
 */
public final class Attachment {
  private static final Logger LOGGER = System.getLogger(Attachment.class.getName());

  private final LakeContext lake;

  public Attachment(LakeContext lake) {
    this.lake = lake;
  }

  /**
   * Attaches the Delta table in a folder of the lake, and returns the lake version that did.
   *
   * @throws InvalidDataException if there is no table, or name or folder belong to another one
   */
  public long attach(TableName name, String folder) {
    lake.requireLake();
    String location = Locations.within(lake.store().location(), folder);
    requireNoLink(location);
    AtomicBoolean closedHere = new AtomicBoolean();
    try {
      return lake.repeat(() -> attachOnce(name, location, closedHere));
    } catch (InvalidDataException e) {
      if (!closedHere.get()) {
        throw e;
      }
      if (!takeAndGiveBack(location)) {
        reopen(name, location);
      }
      throw new ConflictException(
          "the table at %s was not attached, since another process came first: %s"
              .formatted(location, e.getMessage()),
          e);
    }
  }

  /**
   * Opens a table again by way of the lake's log: attaches it under a name that nobody has, and
   * detaches it. Another process may have found the table closed and be about to attach it; the log
   * lets only one of them, and the one that comes second finds the table open again.
   *
   * @return false if the table cannot enter the lake, under whatever name
   */
  private boolean takeAndGiveBack(String location) {
    TableName free = TableName.parse("given_back_" + lake.environment().newUuid());
    try {
      lake.repeat(() -> attachOnce(free, location, new AtomicBoolean()));
    } catch (InvalidDataException e) {
      return false;
    }
    new Detachment(lake).detach(free);
    return true;
  }

  private long attachOnce(TableName name, String location, AtomicBoolean closedHere) {
    LakeState state = lake.log().refresh();
    requireFree(state, name, location);
    // A table that was just detached may still wait for the commit that says so.
    requireSettled(location, lake.publisher().settle(state.version()));
    Closed closed = close(state, name, location, false);
    closedHere.compareAndSet(false, closed.wasOpen());
    return commit(state, List.of(closed));
  }

  /**
   * Takes the tables of a folder whose lake is gone into a new lake, all at once, and returns the
   * lake version that did. Nobody else has written to the lake.
   *
   * @throws InvalidDataException if somebody has
   */
  public long adopt(List<Adoption.Found> tables) {
    return lake.repeat(
        () -> {
          LakeState state = lake.log().refresh();
          if (state.version() > 0) {
            throw new InvalidDataException(
                "%s has been written to; 'tarn tables' lists what it has, and 'tarn attach' takes others in"
                    .formatted(lake.store().location()));
          }
          List<Closed> closed = new ArrayList<>();
          for (Adoption.Found table : tables) {
            if (table.name() != null && table.obstacle() == null) {
              requireNoLink(table.location());
              closed.add(close(state, table.name(), table.location(), true));
            }
          }
          return commit(state, closed);
        });
  }

  /** A table to which only a lake's log may commit; if it was open, it was closed here. */
  private record Closed(CatalogChange change, long timestampMillis, boolean wasOpen) {}

  /**
   * Gives a table back that was closed here for nothing, unless another process has taken it in.
   */
  private void reopen(TableName name, String location) {
    LakeState state = lake.log().refresh();
    LakeContext table = open(location);
    OwnTable own = own(table, name);
    if (state.catalog().isFree(location) && isOurs(own)) {
      commitTo(table, own, new HeadChange.Leaves(own.head()));
    }
    table.publisher().quiesce();
  }

  private boolean isOurs(OwnTable own) {
    String lakeId = LogLoader.identity(lake.store()).lakeId().toString();
    return LakeMembership.isInLake(own.head()) && lakeId.equals(LakeMembership.lakeId(own.head()));
  }

  private LakeContext open(String location) {
    LakeLog log = LogLoader.openTable(lake.store(), location, lake.environment());
    return LakeContext.of(lake.store(), lake.environment(), log, lake.settings());
  }

  private long commit(LakeState state, List<Closed> tables) {
    List<CatalogChange> changes = tables.stream().map(Closed::change).toList();
    long timestamp = tables.stream().mapToLong(Closed::timestampMillis).max().orElse(0);
    return lake.committer()
        .commit(
            new CommitRequest(
                state.version(), null, changes, List.of(), List.of(), List.of(), timestamp));
  }

  /**
   * Closes a table to other writers.
   *
   * @param isOrphan whether its lake is gone, so that it may be taken as that left it
   */
  private Closed close(LakeState state, TableName name, String location, boolean isOrphan) {
    LakeContext table = open(location);
    LakeLog tableLog = table.log();
    UUID lakeId = LogLoader.identity(lake.store()).lakeId();
    OwnTable own = own(table, name);
    requireNewId(state, own.head(), location);
    for (Lag lag : lake.log().publication().lags()) {
      if (lag.tableId().equals(own.head().metadata().id())) {
        // Its folder was moved before its last commits were published: they would be lost.
        throw lag.failure();
      }
    }
    // What cannot be read is not closed to those who may mend it.
    table.loader().load(tableLog.latest().onlyTable(), tableLog.latest());
    new TableLog(lake.store(), location).requireUnambiguous();
    boolean wasOpen = !LakeMembership.isInLake(own.head());
    if (wasOpen) {
      WriteRules.requireWritable(name.toString(), own.head());
      requireTimely(
          lake.environment().clock(), location, own.head(), tableLog.latest().timestampMillis());
      commitTo(table, own, new HeadChange.Enters(own.head(), lakeId));
    } else if (!isOrphan && !isOurs(own)) {
      String other = LakeMembership.lakeId(own.head());
      throw new InvalidDataException(
          "the table at %s belongs to %s, whose _tarn is not here; detach it there first; if that _tarn is lost, move this _tarn away and run 'tarn adopt'"
              .formatted(
                  location, other == null ? "the lake that made it" : "lake %s".formatted(other)));
    }
    table.publisher().quiesce();
    LakeState closed = tableLog.latest();
    CatalogTable last = closed.onlyTable();
    CommitMark newest = newestCommit(last, location);
    writeCheckpoint(table, last, closed);
    CatalogChange change =
        new CatalogChange.AttachTable(own.head().metadata().id(), name, location, newest);
    return new Closed(change, closed.timestampMillis(), wasOpen);
  }

  /**
   * Writes down what others committed, since nothing in the lake's log vouches for it: whoever
   * reads the table from now on begins with a checkpoint that names the commit it ends with.
   */
  private void writeCheckpoint(LakeContext table, CatalogTable last, LakeState closed) {
    try {
      new CheckpointWriter(lake.store(), lake.environment())
          .write(last.location(), table.loader().load(last, closed));
    } catch (CorruptionException e) {
      LOGGER.log(
          Level.WARNING,
          "no checkpoint of {0}, so that its older commits are believed as they are: {1}",
          last.location(),
          e.getMessage());
    }
  }

  /** Whatever is behind a link may be a table of its own right, or of another lake. */
  private void requireNoLink(String location) {
    if (lake.store() instanceof LocalStore local) {
      try {
        local.requireNoLink(location);
      } catch (ForbiddenPathException e) {
        throw new InvalidDataException(
            "'%s' cannot be a table's folder: %s".formatted(location, e.getMessage()), e);
      }
    }
  }

  private static void requireSettled(String location, List<Lag> lags) {
    for (Lag lag : lags) {
      if (Locations.overlap(lag.location(), location)) {
        throw lag.failure();
      }
    }
  }

  private static CommitMark newestCommit(CatalogTable table, String location) {
    CommitMark newest = table.newest();
    if (!newest.isKnown()) {
      throw new CorruptionException(
          "%s is missing in the table that is to be attached; restore it"
              .formatted(DeltaNames.commit(location, newest.version())));
    }
    return newest;
  }

  private static OwnTable own(LakeContext table, TableName name) {
    LakeState state = table.log().latest();
    CatalogTable base = state.onlyTable();
    return new OwnTable(base.id(), name, base.location(), table.loader().head(base, state), base);
  }

  private static long commitTo(LakeContext context, OwnTable table, HeadChange change) {
    CommitRequest.TableWrite write = CommitRequest.TableWrite.ofHead(table, change);
    return context
        .committer()
        .commit(
            new CommitRequest(
                context.log().latest().version(),
                null,
                List.of(),
                List.of(),
                List.of(write),
                List.of(),
                0));
  }

  private void requireFree(LakeState state, TableName name, String location) {
    CatalogTable taken = state.catalog().findIgnoringCase(name);
    if (taken != null) {
      throw new InvalidDataException(
          "table %s exists already, at %s; choose another name"
              .formatted(taken.name(), taken.location()));
    }
    if (!state.catalog().isFree(location)) {
      String others =
          state.catalog().tables().stream()
              .filter(table -> Locations.overlap(table.location(), location))
              .map(table -> "%s at %s".formatted(table.name(), table.location()))
              .sorted()
              .collect(Collectors.joining(", "));
      throw new InvalidDataException(
          "%s is the folder of a table of this lake, or lies within or around one: %s; move the table that is to be attached"
              .formatted(location, others));
    }
  }

  /** Every later commit of the lake is dated after those of its tables. */
  static void requireTimely(
      InstantSource clock, String location, TableHead head, long timestampMillis) {
    long now = clock.millis();
    if (head.hasInCommitTimestamps() && CommitClock.isAhead(timestampMillis, now)) {
      throw new InvalidDataException(
          "the newest commit of the table at %s is dated %s, but it is %s: the lake's commits would all be dated later than that; set the clock right"
              .formatted(
                  location, Instant.ofEpochMilli(timestampMillis), Instant.ofEpochMilli(now)));
    }
  }

  private static void requireNewId(LakeState state, TableHead head, String location) {
    CatalogTable same = state.catalog().findById(head.metadata().id());
    if (same != null) {
      throw new InvalidDataException(
          "the table at %s has the id of table %s, %s: one is a copy of the other; attach it to another lake"
              .formatted(location, same.name(), same.id()));
    }
  }
}
