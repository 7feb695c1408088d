package org.tarnlake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.MissingTable;

/** Walks back through the lake's log. One thread at a time. */
final class History {
  private final LakeLog log;
  private final LakeState newest;

  /** The names that tables had after the entry being looked at. */
  private final Map<String, String> names = new HashMap<>();

  /** When those versions were committed whose entries do not tell. */
  private final Map<Long, Long> storeTimes;

  History(LakeContext context) {
    this.log = context.log();
    this.newest = log.refresh();
    this.storeTimes = context.timeTravel().storeTimes(newest);
    newest.catalog().tables().forEach(table -> names.put(table.id(), table.name().toString()));
  }

  List<LakeCommit> newest(int limit) {
    List<LakeCommit> commits = new ArrayList<>();
    long oldest = oldest();
    for (long version = newest.version(); version >= oldest && commits.size() < limit; version--) {
      commits.add(commit(log.entry(version), id -> true));
    }
    return commits;
  }

  List<LakeCommit> ofTable(TableName name, int limit) {
    CatalogTable table = newest.catalog().find(name);
    if (table == null) {
      throw new InvalidDataException(
          MissingTable.message(
              name, newest.catalog().sorted().stream().map(CatalogTable::name).toList()));
    }
    List<LakeCommit> commits = new ArrayList<>();
    boolean created = false;
    long oldest = oldest();
    for (long v = newest.version(); v >= oldest && commits.size() < limit && !created; v--) {
      RatifiedEntry entry = log.entry(v);
      LakeCommit commit = commit(entry, table.id()::equals);
      boolean touches = entry.entry().tableCommit(table.id()) != null;
      for (CatalogChange change : entry.entry().changes()) {
        boolean same = change.tableId().equals(table.id());
        touches |= same;
        // Before it was attached it may have been in the lake already, and detached.
        created |= same && change instanceof CatalogChange.CreateTable;
      }
      if (touches) {
        commits.add(commit);
      }
    }
    return commits;
  }

  private long oldest() {
    return log.format().oldestEntry(newest.version());
  }

  /**
   * What an entry did to some tables.
   *
   * @param asked whether a table of that id is one of them
   */
  private LakeCommit commit(RatifiedEntry ratified, Predicate<String> asked) {
    LogEntry entry = ratified.entry();
    List<String> created = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    Map<String, LakeCommit.Renamed> renamed = new LinkedHashMap<>();
    List<String> attached = new ArrayList<>();
    List<String> detached = new ArrayList<>();
    Map<String, String> broughtBack = new LinkedHashMap<>();
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.DetachTable detach) {
        names.put(detach.tableId(), detach.name().toString());
      }
      if (!asked.test(change.tableId())) {
        continue;
      }
      if (change instanceof CatalogChange.CreateTable create) {
        created.add(create.name().toString());
      } else if (change instanceof CatalogChange.DropTable drop) {
        dropped.add(drop.name().toString());
      } else if (change instanceof CatalogChange.RenameTable rename) {
        // Only the last name counts: what it is called on its way there nobody asked for.
        String to = rename.to().toString();
        if (broughtBack.replace(rename.tableId(), to) == null) {
          renamed.compute(
              rename.tableId(),
              (id, before) ->
                  new LakeCommit.Renamed(
                      before == null ? rename.from().toString() : before.from(), to));
        }
      } else if (change instanceof CatalogChange.AttachTable attach) {
        if (entry.bringsBack()) {
          broughtBack.put(attach.tableId(), attach.name().toString());
        } else {
          attached.add(attach.name().toString());
        }
      } else if (change instanceof CatalogChange.DetachTable detach) {
        detached.add(detach.name().toString());
      }
    }
    List<LakeCommit.TableChange> tables =
        entry.tableCommits().stream()
            .filter(commit -> asked.test(commit.tableId()))
            .map(commit -> tableChange(commit, ratified.actions(commit.tableId())))
            .toList();
    goBackBefore(entry);
    Map<String, Long> sequences = new LinkedHashMap<>();
    entry.sequences().forEach(each -> sequences.put(each.application(), each.number()));
    return new LakeCommit(
        entry.lakeVersion(),
        Instant.ofEpochMilli(storeTimes.getOrDefault(entry.lakeVersion(), entry.timestampMillis())),
        entry.operation(),
        entry.isolation(),
        entry.writer(),
        entry.transactions(),
        created,
        dropped,
        renamed.values().stream().filter(each -> !each.from().equals(each.to())).toList(),
        attached,
        detached,
        List.copyOf(broughtBack.values()),
        sequences,
        tables);
  }

  private LakeCommit.TableChange tableChange(TableCommit commit, List<Action> actions) {
    Set<String> removed = new HashSet<>();
    boolean onlyMoves = true;
    String deleted = null;
    String restored = null;
    String appended = "0";
    for (Action action : actions) {
      if (action instanceof RemoveFile remove) {
        removed.add(FileKey.of(remove).path());
        onlyMoves &= !remove.dataChange();
      } else if (action instanceof CommitInfo info) {
        deleted = info.operationMetrics().get(CommitInfo.DELETED_ROWS);
        restored = info.operationMetrics().get(CommitInfo.RESTORED_ROWS);
        appended = info.operationMetrics().getOrDefault(CommitInfo.OUTPUT_ROWS, "0");
      }
    }
    long rowsDeleted = deleted != null ? count(deleted) : onlyMoves ? 0 : -1;
    long rows = 0;
    int files = 0;
    long bytes = 0;
    boolean onlyAdds = removed.isEmpty();
    for (Action action : actions) {
      if (action instanceof AddFile add
          && !(onlyAdds && !add.dataChange()) // It says something new of files that stay.
          && !removed.remove(FileKey.of(add).path())) {
        long more = add.dataChange() ? add.rowCount() : 0;
        rows = more < 0 || rows < 0 ? -1 : rows + more;
        files++;
        bytes += add.sizeBytes();
      }
    }
    if (restored != null) {
      rows = count(restored) < 0 ? -1 : count(restored) + count(appended);
    }
    return new LakeCommit.TableChange(
        names.getOrDefault(commit.tableId(), commit.tableId()),
        commit.version(),
        rows,
        files,
        bytes,
        rowsDeleted,
        removed.size());
  }

  private static long count(String metric) {
    try {
      return Long.parseLong(metric);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void goBackBefore(LogEntry entry) {
    for (int i = entry.changes().size() - 1; i >= 0; i--) {
      CatalogChange change = entry.changes().get(i);
      if (change instanceof CatalogChange.DropTable drop) {
        names.put(drop.tableId(), drop.name().toString());
      } else if (change instanceof CatalogChange.RenameTable rename) {
        names.put(rename.tableId(), rename.from().toString());
      }
    }
  }
}
