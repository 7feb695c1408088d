package org.tarnlake.maintenance.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;

/**
 * Copies what the log of a lake vouches for, up to one lake version. One thread at a time.
 *
 * <ol>
 *   <li>Data files, then entries in their order with the staged commits that they name; then the
 *       tables' commits, as the entries have them and not as they stand in the folders; checkpoints
 *       and version checksums that are sealed for these commits; the lake's identity, if the target
 *       is new; hints last.
 *   <li>A folder that another table had before is cleared when the target has everything up to the
 *       entry before the one that gives it to the next table: nobody has it then. What the next
 *       table does not have is moved aside, not deleted. So is the log of other writers, with which
 *       a table is attached, put there just before its entry.
 * </ol>
 *
 * <p>Invariant: at every moment the target is no lake yet, or one whose log is not behind the logs
 * of its tables, and which shows what the copied lake shows. What that has lost, the target may
 * lack, and moves aside when another table gets the folder.
 */
final class LakeCopy {
  private final ObjectStore lake;
  private final ObjectStore target;
  private final Environment environment;
  private final BackupObjects objects;
  private final LakeLog log;
  private final LakeState pinned;
  private final TableCopy tables;

  /** Whether the target is no lake yet, so that nobody looks at it. */
  private final boolean isNew;

  /** What the lake has of each table. */
  private final Map<BackedUpTable, BackupFolder> folders = new HashMap<>();

  /** The lake version that the target had. */
  private long before;

  /** The lake version up to which everything is published in the target, but for what lags. */
  private long published;

  /** What the target's checkpoint says, and what cannot be published by this backup. */
  private List<Lag> earlierLags = List.of();

  private final Map<String, Lag> lags = new TreeMap<>();

  LakeCopy(
      ObjectStore lake,
      ObjectStore target,
      Environment environment,
      BackupObjects objects,
      LakeLog log) {
    this.lake = lake;
    this.target = target;
    this.environment = environment;
    this.objects = objects;
    this.log = log;
    this.pinned = log.latest();
    this.isNew = !objects.has(LakeNames.IDENTITY);
    this.tables = new TableCopy(lake, target, objects, log);
  }

  void run() {
    LakeState start = isNew ? LakeState.initial(LogLoader.identity(lake)) : start();
    BackupTables known = new BackupTables(start);
    // Before the tables: whatever a lake checkpoint counts as published is listed with them.
    List<ObjectInfo> checkpoints = follow(known, start);
    if (isNew) {
      requireOwn(known);
      objects.begin();
    }
    published = start.version();
    folders.putAll(new LeftTables(lake, objects, log, tables).find(known));
    for (BackedUpTable membership : known.memberships()) {
      if (membership.hasItsFolder()) {
        folders.put(membership, list(membership));
        requireNoneBeyond(membership);
      }
    }
    entries(known);
    publish(known, pinned.version());
    for (BackedUpTable membership : known.memberships()) {
      if (membership.hasItsFolder()) {
        tables.derived(membership, folder(membership));
      }
    }
    objects.inOrder(checkpoints);
    if (isNew) {
      objects.put(LakeNames.IDENTITY, StoreAccess.get(lake, LakeNames.IDENTITY));
    }
    objects.end();
    byte[] hint = StoreAccess.findOptional(lake, LakeNames.LAST_CHECKPOINT);
    if (hint != null && objects.has(LakeNames.checkpoint(LogLoader.hint(hint)))) {
      objects.hint(LakeNames.LAST_CHECKPOINT, hint);
    }
  }

  /**
   * The state up to which the target has everything: that of its newest checkpoint, since
   * checkpoints come last. Its log may be ahead of that.
   */
  private LakeState start() {
    if (!Arrays.equals(
        StoreAccess.get(target, LakeNames.IDENTITY), StoreAccess.get(lake, LakeNames.IDENTITY))) {
      throw new InvalidDataException(
          "%s is another lake than %s; give a folder that is empty or an earlier backup of it"
              .formatted(target.location(), lake.location()));
    }
    long checkpoint = 0;
    for (String name : objects.inTarget()) {
      long version = Math.max(LakeNames.entryVersion(name), LakeNames.checkpointVersion(name));
      if (version > pinned.version()) {
        throw objects.different(name);
      }
      checkpoint = Math.max(checkpoint, LakeNames.checkpointVersion(name));
    }
    LakeLog there = LogLoader.open(target, environment);
    earlierLags = there.publication().lags();
    before = there.latest().version();
    String newest = LakeNames.entry(before);
    if (before > 0
        && !Arrays.equals(StoreAccess.get(target, newest), StoreAccess.get(lake, newest))) {
      throw objects.different(newest);
    }
    return there.at(Math.min(checkpoint, before));
  }

  /** Follows the log, and returns the checkpoints on the way that say what it says. */
  private List<ObjectInfo> follow(BackupTables known, LakeState start) {
    Map<Long, ObjectInfo> listed = new TreeMap<>();
    for (ObjectInfo each : StoreAccess.list(lake, LakeNames.LOG, "")) {
      long version = LakeNames.checkpointVersion(each.name());
      if (version > start.version() && !objects.has(each.name())) {
        listed.put(version, each);
      }
    }
    List<ObjectInfo> checkpoints = new ArrayList<>();
    LakeState state = start;
    while (state.version() < pinned.version()) {
      long next = state.version() + 1;
      byte[] bytes = StoreAccess.get(lake, LakeNames.entry(next));
      LogEntry entry = LogEntryCodec.decode(next, bytes);
      LakeState after = state.apply(entry, bytes);
      known.apply(state, entry, after);
      state = after;
      ObjectInfo checkpoint = listed.get(state.version());
      if (checkpoint != null && isVouchedFor(checkpoint, state)) {
        checkpoints.add(checkpoint);
      }
    }
    return checkpoints;
  }

  private boolean isVouchedFor(ObjectInfo checkpoint, LakeState state) {
    try {
      byte[] bytes = StoreAccess.get(lake, checkpoint.name());
      LakeCheckpoint.Content content = LakeCheckpoint.decode(state.version(), bytes);
      if (Arrays.equals(bytes, LakeCheckpoint.encode(state, content.lags()))) {
        return true;
      }
      objects.leaveOut(checkpoint.name(), "it differs from what the log entries add up to");
    } catch (TarnException e) {
      objects.leaveOut(checkpoint.name(), Report.why(e, checkpoint.name()));
    }
    return false;
  }

  /** Of a target that is no lake yet: it may hold what a backup left that did not come so far. */
  private void requireOwn(BackupTables known) {
    Set<String> locations =
        known.memberships().stream().map(BackedUpTable::location).collect(Collectors.toSet());
    for (String name : objects.inTarget()) {
      boolean isWithin = name.startsWith("_tarn/");
      for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
        isWithin |= locations.contains(name.substring(0, slash));
      }
      if (!isWithin) {
        throw objects.strange(name);
      }
    }
  }

  private BackupFolder folder(BackedUpTable membership) {
    return folders.getOrDefault(membership, BackupFolder.empty(membership.location()));
  }

  /** What a table's folder holds; nothing if it is no folder of the lake's. */
  private BackupFolder list(BackedUpTable membership) {
    try {
      BackupFolder folder = BackupFolder.list(lake, membership.location());
      folder.strangers().forEach(objects::leaveOut);
      return folder;
    } catch (UnsupportedTableException e) {
      String folder = membership.location() + "/";
      objects.leaveOut(folder, Report.why(e, folder));
      return BackupFolder.empty(membership.location());
    }
  }

  /** That nobody wrote to a table of the target, which the target had before. */
  private void requireNoneBeyond(BackedUpTable membership) {
    String name = BackupFolder.firstAfter(membership.location(), membership.version(), objects);
    if (name != null && membership.since() <= before) {
      throw objects.different(name);
    }
  }

  /** Puts what has to be there before the entries, and the entries. */
  private void entries(BackupTables known) {
    List<BackedUpTable> waiting =
        known.memberships().stream()
            .filter(membership -> membership.since() > before && isFolderToBeCleared(membership))
            .toList();
    List<BackedUpTable> ready = new ArrayList<>(known.memberships());
    ready.removeAll(waiting);
    objects.inParallel(ready.stream().flatMap(membership -> data(membership).stream()).toList());
    ready.forEach(this::early);
    long next = before + 1;
    for (BackedUpTable membership : waiting) {
      entries(next, membership.since() - 1);
      next = membership.since();
      LakeState then = membership.lakeBefore();
      if (then != null && !isNew) {
        settle(then, known);
      }
      clear(membership);
      objects.inParallel(data(membership));
      early(membership);
    }
    entries(next, pinned.version());
  }

  /** Has everything published that the target's log holds, and says so in a checkpoint. */
  private void settle(LakeState state, BackupTables known) {
    publish(known, state.version());
    String name = LakeNames.checkpoint(state.version());
    if (state.version() > 0 && !objects.has(name)) {
      List<Lag> all = new ArrayList<>(lags.values());
      for (Lag earlier : earlierLags) {
        CatalogTable table = state.catalog().findById(earlier.tableId());
        // Of a table that left nobody is to publish anything: its folder may be another's soon.
        if (table != null && earlier.isOf(table) && !lags.containsKey(table.membership())) {
          all.add(earlier);
        }
      }
      objects.put(name, LakeCheckpoint.encode(state, all));
    }
  }

  /** Publishes what the log has up to a version, in folders that no other table has by then. */
  private void publish(BackupTables known, long through) {
    for (Lag lag : tables.publish(known, folders, published, through)) {
      lags.merge(lag.tableId() + "@" + lag.since(), lag, Lag::and);
    }
    published = through;
  }

  /** Whether something may lie in a new table's folder, or the folder be another table's still. */
  private boolean isFolderToBeCleared(BackedUpTable membership) {
    String folder = membership.location() + "/";
    // What a target that is no lake yet has there, a backup that was killed has begun.
    return membership.isAfterOthers() || (!isNew && !objects.inFolder(folder).isEmpty());
  }

  private void entries(long first, long last) {
    for (long version = first; version <= last; version++) {
      String name = LakeNames.entry(version);
      byte[] bytes = StoreAccess.get(lake, name);
      for (TableCommit commit : LogEntryCodec.decode(version, bytes).tableCommits()) {
        String staged = commit.staged();
        CommitLines lines = staged == null ? null : tables.lines(version, commit);
        if (staged != null && lines != null) {
          objects.put(staged, lines.bytes());
        }
      }
      objects.put(name, bytes);
    }
  }

  /** The objects without which a table's commits are worth nothing, as far as they are there. */
  private List<ObjectInfo> data(BackedUpTable membership) {
    Predicate<ObjectInfo> isMissing =
        membership.hasItsFolder() ? objects::isMissing : each -> !objects.has(each.name());
    return folder(membership).data().stream().filter(isMissing).toList();
  }

  /** Copies the log of other writers with which a table is attached. */
  private void early(BackedUpTable membership) {
    if (membership.attachedVersion() < 0) {
      return;
    }
    BackupFolder early =
        folder(membership)
            .upTo(membership.attachedVersion())
            .withoutGap(lake, membership.attachedVersion());
    objects.inParallel(early.derived().stream().filter(objects::isMissing).toList());
    objects.inOrder(early.commits().stream().filter(objects::isMissing).toList());
  }

  /** Moves aside what a folder in the target has of tables that are gone and the new one lacks. */
  private void clear(BackedUpTable membership) {
    Map<String, ObjectInfo> own =
        folder(membership).upTo(membership.attachedVersion()).all().stream()
            .collect(Collectors.toMap(ObjectInfo::name, each -> each));
    String ownLog = DeltaNames.log(membership.location());
    for (String name : List.copyOf(objects.inFolder(membership.location() + "/"))) {
      ObjectInfo same = own.get(name);
      boolean isOfNoUse =
          name.startsWith(ownLog) ? !name.startsWith(ownLog + "_staged_commits/") : same != null;
      if (isOfNoUse && (same == null || !objects.isCopied(same))) {
        objects.setAside(name);
      }
    }
  }
}
