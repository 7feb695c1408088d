package org.tarnlake.maintenance.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.CommitClock;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEnd;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.access.StoreAccess;

/**
 * Walks the log from its first entry to its last and replays it. One thread at a time.
 *
 * <p>Where an entry is lost (missing, damaged, or in breach of an invariant) the catalog is unknown
 * until the next lake checkpoint, and tables are replayed from what is published: so one damage is
 * one finding, and what lies behind it is checked too.
 */
final class LogCheck {
  private final Report report;
  private final Reads reads;
  private final TableCommits commits;
  private final Map<String, TableReplay> tables = new LinkedHashMap<>();
  private final Map<UUID, Long> txnIds = new HashMap<>();
  private final Set<String> dropped = new HashSet<>();
  private @Nullable LakeState state;

  /** Where the log ended before the next entry; null if that is not known. */
  private @Nullable LogEnd end;

  private long version;
  private long timestampMillis;
  private long createdMillis;

  LogCheck(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
    this.commits = new TableCommits(report, reads);
  }

  /**
   * Walks all entries, those included that are added meanwhile.
   *
   * @param lakeId null if it is not known
   */
  void walk(LogObjects objects, LakeState initial, @Nullable UUID lakeId) {
    state = initial;
    end = lakeId == null ? null : LogEnd.beforeFirst(lakeId);
    createdMillis = initial.timestampMillis();
    for (long entry : objects.entries()) {
      skipMissing(objects, entry - 1, "later versions exist; " + LakeIdentity.REMEDY);
      version = entry;
      byte[] bytes = reads.find(LakeNames.entry(entry));
      if (bytes == null) {
        lose();
      } else {
        entry(bytes);
      }
      checkpoint(objects);
    }
    skipMissing(
        objects,
        objects.newest(),
        "there is a later lake checkpoint; restore it from a backup, or if it is gone for good run 'tarn repair', which moves the checkpoint aside");
    byte[] added = reads.find(LakeNames.entry(version + 1));
    while (added != null) {
      version++;
      entry(added);
      added = reads.find(LakeNames.entry(version + 1));
    }
    aheadOfTheStore();
  }

  /** Notes that a clock which ran ahead dates all that comes after it. */
  private void aheadOfTheStore() {
    String name = LakeNames.entry(version);
    for (ObjectInfo object : StoreAccess.list(reads.store(), name, "")) {
      if (CommitClock.isAhead(timestampMillis, object.modifiedMillis())) {
        report.note(name, CommitClock.aheadWords(timestampMillis, object.modifiedMillis()));
      }
    }
  }

  /** The last version of the log. */
  long version() {
    return version;
  }

  /** Whether all entries since the last usable checkpoint are sound. */
  boolean isKnown() {
    return state != null;
  }

  /** The tables that are there in the end, as far as is known. */
  List<TableReplay> liveTables() {
    LakeState newest = state;
    return tables.values().stream()
        .filter(
            table ->
                newest == null
                    ? !dropped.contains(table.id())
                    : newest.catalog().findById(table.id()) != null)
        .toList();
  }

  /** What a table is called; null if there is none with that id, as far as is known. */
  @Nullable String nameOf(String tableId) {
    CatalogTable known = state == null ? null : state.catalog().findById(tableId);
    TableReplay table = tables.get(tableId);
    return known != null ? known.name().toString() : table == null ? null : table.location();
  }

  private void skipMissing(LogObjects objects, long last, String though) {
    if (version >= last) {
      return;
    }
    long first = version + 1;
    report.damage(
        LakeNames.entry(first),
        0,
        "it is missing%s, though %s".formatted(Report.soAfter(last - first), though));
    lose();
    while (version < last) {
      version++;
      checkpoint(objects);
    }
  }

  private void lose() {
    state = null;
    end = null;
  }

  private void entry(byte[] bytes) {
    CheckedEntry checked = EntryCheck.check(report, version, bytes);
    if (checked == null) {
      lose();
      return;
    }
    LogEntry entry = checked.entry();
    LakeState before = state;
    boolean follows = follows(checked);
    boolean sound = follows && isInOrder(checked);
    end = entry.follows().after(bytes);
    // An entry of another history breaks the rules of this one's catalog without being wrong.
    sound &=
        before == null
            || (follows
                && CatalogRules.check(report, checked, before.catalog(), tables::containsKey));
    timestampMillis = entry.timestampMillis();
    state = sound && before != null ? apply(before, checked, bytes) : null;
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.AttachTable attach && sound) {
        dropped.remove(attach.tableId());
        commits.detached(attach.location());
        TableReplay table = new TableReplay(attach.tableId(), attach.location());
        tables.put(attach.tableId(), table);
        commits.attached(table, attach.newest());
      } else if (change instanceof CatalogChange.DetachTable detach) {
        dropped.add(detach.tableId());
        TableReplay table = tables.get(detach.tableId());
        if (table != null) {
          table.leave();
        }
      } else if (change instanceof CatalogChange.CreateTable create && sound) {
        // A table that is gone may have been here; the folder says nothing of it any more.
        commits.detached(create.location());
        tables.putIfAbsent(create.tableId(), new TableReplay(create.tableId(), create.location()));
      } else if (change instanceof CatalogChange.DropTable drop) {
        dropped.add(drop.tableId());
      }
    }
    for (int i = 0; i < entry.tableCommits().size(); i++) {
      TableCommit commit = entry.tableCommits().get(i);
      TableReplay table = tables.get(commit.tableId());
      if (table != null && !sound) {
        table.lose();
      } else if (table != null) {
        commits.ratified(table, checked, checked.commitLines().get(i), commit);
      }
    }
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.DetachTable detach) {
        commits.detached(detach.location());
      }
    }
  }

  private boolean isInOrder(CheckedEntry checked) {
    LogEntry entry = checked.entry();
    boolean sound = true;
    if (version == 1 && entry.timestampMillis() <= createdMillis) {
      report.damage(
          LakeNames.IDENTITY,
          1,
          "its createdTime %s is not before %s, the timestamp of the first entry; restore it from a backup"
              .formatted(createdMillis, entry.timestampMillis()));
    }
    if (entry.timestampMillis() <= timestampMillis) {
      report.damage(
          checked.object(),
          1,
          "its timestamp %s is not after %s, that of an entry before it; restore it from a backup"
              .formatted(entry.timestampMillis(), timestampMillis));
      sound = false;
    }
    Long same = txnIds.putIfAbsent(entry.txnId(), version);
    if (same != null) {
      report.damage(
          checked.object(),
          1,
          "its txnId is that of %s too; one of both is a copy".formatted(LakeNames.entry(same)));
      sound = false;
    }
    return sound;
  }

  /** Whether an entry names the lake and the entry before it. */
  private boolean follows(CheckedEntry checked) {
    LogEnd named = checked.entry().follows();
    LogEnd before = end;
    if (before == null || before.equals(named)) {
      return true;
    }
    report.damage(
        checked.object(),
        1,
        "it does not follow the entry before it: %s; restore the log from a backup"
            .formatted(before.differenceFrom(named)));
    return false;
  }

  private @Nullable LakeState apply(LakeState before, CheckedEntry checked, byte[] bytes) {
    LogEntry entry = checked.entry();
    try {
      // Whether it follows the entry before it is told already.
      return new LakeState(
              before.version(),
              before.timestampMillis(),
              before.catalog(),
              before.sequences(),
              entry.follows())
          .apply(entry, bytes);
    } catch (CorruptionException e) {
      report.damage(
          checked.object(), 0, Report.why(e, checked.object()) + "; restore it from a backup");
      return null;
    }
  }

  /** How many of a table's commits a checkpoint says are not published. */
  private static int unpublished(LakeCheckpoint.Content checkpoint, CatalogTable table) {
    return checkpoint.lags().stream()
        .filter(lag -> lag.tableId().equals(table.id()) && lag.since() == table.since())
        .mapToInt(lag -> lag.lakeVersions().size())
        .sum();
  }

  private void checkpoint(LogObjects objects) {
    if (!objects.checkpoints().contains(version)) {
      return;
    }
    byte[] bytes = reads.find(LakeNames.checkpoint(version));
    if (bytes == null) {
      return;
    }
    boolean wasLost = state == null;
    LakeCheckpoint.Content content = CheckpointCheck.check(report, version, bytes, state);
    LakeState known = content == null ? null : content.state();
    state = known;
    if (content == null || known == null) {
      return;
    }
    timestampMillis = Math.max(timestampMillis, known.timestampMillis());
    for (CatalogTable each : known.catalog().tables()) {
      TableReplay table =
          tables.computeIfAbsent(each.id(), id -> new TableReplay(id, each.location()));
      if (wasLost) {
        commits.published(table, each.version());
      }
      table.require(each.version() - unpublished(content, each));
    }
  }
}
