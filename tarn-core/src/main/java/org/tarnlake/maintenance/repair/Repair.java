package org.tarnlake.maintenance.repair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.lake.publish.Publisher;
import org.tarnlake.lake.publish.UnfinishedDetachment;
import org.tarnlake.maintenance.backup.BackupFolder;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.maintenance.check.TrialStore;
import org.tarnlake.maintenance.copy.LostAndFound;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;

/**
 * Brings the folders of a lake's tables back to what the lake's log says. One thread at a time;
 * others may use the lake meanwhile: a table to which they committed since is left alone.
 *
 * <ol>
 *   <li>What the log does not vouch for is moved to {@code _tarn/lost+found/}, never deleted.
 *   <li>A commit that the log ratified and that is missing or different is published again.
 *   <li>The last commits of a table that was detached are published, if its folder is there.
 *   <li>A file that a log entry carries, and that is missing or different, is written again.
 *   <li>Nothing else changes: no log entry, no other data file. Where these are gone only a backup
 *       helps.
 * </ol>
 */
public final class Repair {
  private final ObjectStore store;
  private final LakeLog log;
  private final List<RepairStep> steps = new ArrayList<>();
  private @Nullable LakeState replayed;

  private Repair(ObjectStore store, LakeLog log) {
    this.store = store;
    this.log = log;
  }

  /**
   * What would be done; empty if there is nothing to do. Changes nothing.
   *
   * @throws InvalidDataException if the store holds no lake
   * @throws CorruptionException if the lake's log itself is damaged, which only a backup mends
   */
  public static List<RepairStep> plan(ObjectStore store, Environment environment) {
    return planned(store, environment).steps;
  }

  /**
   * What {@link #run} would leave: the damages that a check would find then. Changes nothing.
   *
   * @throws InvalidDataException if the store holds no lake
   */
  public static List<Report.Item> wouldLeave(ObjectStore store, Environment environment) {
    TrialStore trial = new TrialStore(store);
    run(trial, environment);
    return LakeCheck.logs(trial);
  }

  /**
   * Does what {@link #plan} says, and returns what was done: not what others put right meanwhile,
   * or made pointless by committing to the table, dropping or detaching it. What a run that was
   * killed left half done is finished by the next.
   */
  public static List<RepairStep> run(ObjectStore store, Environment environment) {
    return run(store, environment, plan(store, environment));
  }

  /** Does what of a plan is still right. */
  static List<RepairStep> run(ObjectStore store, Environment environment, List<RepairStep> plan) {
    Repair repair = new Repair(store, LogLoader.openByEntries(store, environment));
    LostAndFound aside = new LostAndFound(store);
    List<RepairStep> done = new ArrayList<>();
    if (plan.stream().anyMatch(RepairStep::isOfDetached)) {
      finishDetachments(store, environment);
    }
    Set<String> stuck = new HashSet<>();
    for (RepairStep step : plan) {
      CatalogTable table = step.kind() == RepairStep.Kind.PUBLISH ? step.table() : null;
      RepairStep outcome;
      if (table != null && stuck.contains(table.membership())) {
        // A published version vouches for all before it.
        outcome =
            step.failed(
                "what comes before it could not be written; mend that, then run the repair again");
      } else {
        outcome = repair.perform(step, aside);
      }
      if (outcome != null) {
        done.add(outcome);
        if (table != null && outcome.kind() == RepairStep.Kind.LEAVE) {
          stuck.add(table.membership());
        }
      }
    }
    return done;
  }

  private static Repair planned(ObjectStore store, Environment environment) {
    if (!LogLoader.isLake(store) && LogLoader.isTable(store)) {
      throw new InvalidDataException(
          "%s is one Delta table, not a lake: its own log is the only truth there is, so there is nothing to compare it with"
              .formatted(store.location()));
    }
    Repair repair = new Repair(store, LogLoader.openByEntries(store, environment));
    repair.plan();
    return repair;
  }

  private void plan() {
    lakeCheckpoints();
    LakeState newest = log.latest();
    Map<String, RatifiedVersions> tables = new HashMap<>();
    for (CatalogTable table : newest.catalog().tables()) {
      tables.put(table.id(), new RatifiedVersions(table));
    }
    for (long version = 1; version <= newest.version(); version++) {
      LogEntry entry = log.read(version);
      for (TableCommit commit : entry.tableCommits()) {
        RatifiedVersions table = tables.get(commit.tableId());
        if (table != null && version >= table.table().since()) {
          table.add(version, commit);
        }
      }
    }
    for (CatalogTable table : newest.catalog().sorted()) {
      RatifiedVersions ratified = tables.get(table.id());
      if (ratified != null) {
        steps.addAll(new TableRepair(store, log, ratified).plan());
      }
    }
    for (UnfinishedDetachment each : UnfinishedDetachment.find(store, newest.version())) {
      detachment(each);
    }
  }

  private void detachment(UnfinishedDetachment table) {
    if (table.obstacle() != null) {
      steps.add(RepairStep.detached(RepairStep.Kind.LEAVE, table, -1, table.message()));
      return;
    }
    if (table.missing().isEmpty()) {
      steps.add(RepairStep.detached(RepairStep.Kind.PUBLISH, table, -1, table.message()));
    }
    for (UnfinishedDetachment.Missing each : table.missing()) {
      steps.add(
          RepairStep.detached(
              RepairStep.Kind.PUBLISH,
              table,
              each.version(),
              "the lake's log ratified it before table %s was detached".formatted(table.name())));
    }
  }

  /**
   * Publishes what detached tables lack, and writes down that it is published, so that nobody looks
   * for it once their owners move them.
   */
  private static void finishDetachments(ObjectStore store, Environment environment) {
    LakeLog log = LogLoader.open(store, environment);
    Publisher publisher = new Publisher(log, new TableLoader(log), environment);
    publisher.settle(log.latest().version());
    publisher.quiesce();
  }

  private void lakeCheckpoints() {
    for (ObjectInfo object : StoreAccess.list(store, LakeNames.LOG, "")) {
      String why = whyUseless(object.name());
      if (why != null) {
        steps.add(new RepairStep(RepairStep.Kind.MOVE_ASIDE, object.name(), why, null, -1, false));
      }
    }
  }

  /** Why the log does not vouch for a lake checkpoint; null if it does, or the object is none. */
  private @Nullable String whyUseless(String object) {
    long version = LakeNames.checkpointVersion(object);
    byte[] bytes = version > 0 ? StoreAccess.find(store, object) : null;
    if (bytes == null) {
      return null;
    }
    if (version > log.latest().version()) {
      return "it is of a version that the log does not have";
    }
    LakeState state = replayedTo(version);
    try {
      LakeCheckpoint.Content content = LakeCheckpoint.decode(version, bytes);
      if (!content.state().end().equals(state.end())) {
        return "it is of another history than " + LakeNames.entry(version);
      }
      return Arrays.equals(bytes, LakeCheckpoint.encode(state, content.lags()))
          ? null
          : "it differs from what the log entries add up to";
    } catch (CorruptionException | UnsupportedTableException e) {
      return Report.why(e, object);
    }
  }

  /** The lake as of a version, by its entries alone. */
  private LakeState replayedTo(long version) {
    if (replayed == null || replayed.version() > version) {
      replayed = LakeState.initial(LogLoader.identity(store));
    }
    LakeState state = replayed;
    while (state.version() < version) {
      long next = state.version() + 1;
      byte[] bytes = StoreAccess.get(store, LakeNames.entry(next));
      state = state.apply(LogEntryCodec.decode(next, bytes), bytes);
    }
    replayed = state;
    return state;
  }

  /** What came of a step; null if it is not right any more. */
  private @Nullable RepairStep perform(RepairStep step, LostAndFound aside) {
    if (step.kind() == RepairStep.Kind.LEAVE) {
      return step;
    }
    if (step.isOfDetached()) {
      return step.object().endsWith("/") || StoreAccess.exists(store, step.object())
          ? step
          : step.failed("it could not be published; run 'tarn check', then the repair again");
    }
    if (!isStillAsPlanned(step)) {
      return null;
    }
    try {
      if (step.kind() == RepairStep.Kind.PUBLISH) {
        publish(step);
      } else {
        if (!aside.move(step.object(), () -> isStillAsPlanned(step))) {
          return null;
        }
        if (!isStillAsPlanned(step) && putBack(step)) {
          return null;
        }
      }
      return step;
    } catch (IOException | TarnException e) {
      // One object that cannot be moved or written is no reason to leave the others.
      return step.failed(
          "it could not be mended, and nothing of it is lost: %s; run the repair again"
              .formatted(e.getMessage()));
    }
  }

  /**
   * Whether nobody committed to the table since, dropped it or gave it back: then what was planned
   * may be wrong, and the folder its owner's.
   */
  private boolean isStillAsPlanned(RepairStep step) {
    LakeState now = log.refresh();
    CatalogTable planned = step.table();
    if (planned == null) {
      return whyUseless(step.object()) != null;
    }
    CatalogTable table = now.catalog().findById(planned.id());
    return table != null
        && table.membership().equals(planned.membership())
        && table.newest().equals(planned.newest());
  }

  /**
   * Publishes the commit that the log ratified under the name of an object that was deleted: no
   * store deletes only what is still as it was, so that it may have come right before.
   */
  private boolean putBack(RepairStep step) throws IOException {
    CatalogTable planned = step.table();
    if (planned == null) {
      return false;
    }
    long version = BackupFolder.version(planned.location(), step.object());
    for (long entry = log.latest().version(); version >= 0 && entry >= planned.since(); entry--) {
      TableCommit commit = log.read(entry).tableCommit(planned.id());
      if (commit != null
          && commit.version() == version
          && step.object().equals(TableRepair.commit(planned, version))) {
        CommitLines lines = log.entry(entry).lines(planned.id());
        return follows(lines, TableRepair.commit(planned, version - 1))
            && store.putIfAbsent(step.object(), lines.bytes());
      }
    }
    return false;
  }

  /** Whether a commit names another object as the one before it: the folder is its table's. */
  private boolean follows(CommitLines lines, String object) {
    byte[] before = StoreAccess.find(store, object);
    if (before != null) {
      String checksum = Long.toString(CommitLines.ofBytes(before).crc32c());
      for (Action action : lines.actions(object, 1)) {
        if (action instanceof CommitInfo info
            && checksum.equals(info.tags().get(CommitInfo.PREVIOUS_TAG))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Writes the commit, or the file, that an entry has. */
  private void publish(RepairStep step) throws IOException {
    for (TableCommit commit : log.read(step.lakeVersion()).tableCommits()) {
      CatalogTable table = log.latest().catalog().findById(commit.tableId());
      if (table == null) {
        continue;
      }
      boolean isCommit = TableRepair.commit(table, commit.version()).equals(step.object());
      for (CarriedFile file : commit.files()) {
        String object = DeltaNames.dataFile(table.location(), file.path());
        if (isCommit || object.equals(step.object())) {
          put(object, file.content());
        }
      }
      if (isCommit) {
        put(step.object(), log.entry(step.lakeVersion()).lines(commit.tableId()).bytes());
      }
    }
  }

  private void put(String object, byte[] content) throws IOException {
    if (!store.putIfAbsent(object, content) && !Arrays.equals(store.get(object), content)) {
      throw new IOException("it differs from what was ratified");
    }
  }
}
