package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.checkpoint.CheckpointSeal;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/**
 * Compares the checkpoints of tables with the replay of their commits, whoever wrote them. One
 * thread at a time.
 *
 * <p>One that says something else than the commits is damage, since readers trust it. One that
 * cannot be decoded is a note, since Tarn passes over it, while commits hold what it held.
 */
public final class TableCheckpointCheck {
  private static final String REMEDY =
      "delete it: the commits before it hold the same, and a later one replaces it";
  private static final String RESTORE =
      "restore it from a backup: commits that hold the same are gone";

  private static final String ATTACHED =
      "it was written when the table was attached, and either it or a commit before it was altered since: restore both from a backup, and delete neither";

  /** What is wrong with an object that other engines believe, and that the lake's log does not. */
  public static final String UNVOUCHED =
      "other engines believe it, but the lake's log does not vouch for it; run 'tarn repair', which moves it aside";

  /** In place of a checksum: what others did before the table was attached is theirs. */
  private static final long OF_OTHERS = -1;

  /** In place of a checksum that no checkpoint names. */
  private static final long NO_COMMIT = -2;

  private final Report report;
  private final Reads reads;
  private final DataFiles files;
  private final Map<String, TableCheckpoints> byLocation = new HashMap<>();

  public TableCheckpointCheck(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
    this.files = new DataFiles(reads.files());
  }

  /**
   * Checks the checkpoint of the version that a table's replay has reached, if there is one.
   *
   * @param crc32c of the commit of that version, which a checkpoint of Tarn's names
   */
  void check(TableReplay table, long crc32c) {
    check(table, REMEDY, crc32c);
  }

  /** Checks the one that was written when a table was attached against what others committed. */
  public void attached(TableReplay table) {
    check(table, ATTACHED, OF_OTHERS);
  }

  private void check(TableReplay table, String remedy, long crc32c) {
    List<ObjectInfo> parts = checkpoints(table).of(table.version());
    if (parts == null) {
      return;
    }
    if (crc32c == OF_OTHERS) {
      compare(table, parts, remedy);
      return;
    }
    long before = report.damageCount();
    List<ObjectInfo> own = own(parts);
    if (!own.isEmpty() || !TableCheckpoints.isSecond(parts.get(0))) {
      compare(table, own.isEmpty() ? parts : own, remedy);
    }
    if (report.damageCount() == before) {
      vouch(parts, crc32c);
    }
  }

  /** The only form of checkpoints that Tarn writes. */
  private static List<ObjectInfo> own(List<ObjectInfo> parts) {
    return parts.stream().filter(part -> part.name().endsWith(".checkpoint.parquet")).toList();
  }

  /**
   * Tells of the checkpoints of one version that others wrote, where other engines believe them.
   */
  private void vouch(List<ObjectInfo> objects, long crc32c) {
    List<ObjectInfo> foreign = new ArrayList<>(objects);
    foreign.removeAll(own(objects));
    for (ObjectInfo each : own(objects)) {
      if (isOfOthers(each, crc32c)) {
        report.damage(each.name(), 0, UNVOUCHED);
      }
    }
    if (foreign.stream().anyMatch(TableCheckpoints::isSecond)
        || (!foreign.isEmpty() && TableCheckpoints.partCount(foreign) <= foreign.size())) {
      report.damage(foreign.get(0).name(), 0, UNVOUCHED);
    }
  }

  private boolean isOfOthers(ObjectInfo checkpoint, long crc32c) {
    try {
      return CheckpointSeal.of(files.open(checkpoint.name(), checkpoint.sizeBytes())) != crc32c;
    } catch (TarnException e) {
      return false; // Nobody believes what cannot be decoded.
    }
  }

  /** Tells of checkpoints after the version that a table's replay has reached. */
  private void newerCheckpoints(TableReplay table) {
    for (Map.Entry<Long, List<ObjectInfo>> each :
        checkpoints(table).after(table.version()).entrySet()) {
      byte[] commit = reads.find(DeltaNames.commit(table.location(), each.getKey()));
      // One of a commit that came while the check ran is sealed for that.
      vouch(each.getValue(), commit == null ? NO_COMMIT : CommitLines.ofBytes(commit).crc32c());
    }
  }

  private void compare(TableReplay table, List<ObjectInfo> parts, String remedy) {
    TableCheckpoints known = checkpoints(table);
    if (table.isLost()) {
      return;
    }
    String name = parts.get(0).name();
    int count = TableCheckpoints.partCount(parts);
    if (count < 0) {
      report.note(name, "it is in a format that is not compared with the commits");
      return;
    }
    if (parts.size() != count) {
      report.note(
          name,
          "the checkpoint has %s of its %s parts; readers pass over it"
              .formatted(parts.size(), count));
      return;
    }
    TableCheckpointRows rows = new TableCheckpointRows(table);
    for (ObjectInfo part : parts) {
      try {
        rows.read(files.open(part.name(), part.sizeBytes()));
      } catch (RuntimeException e) {
        // Bytes that nobody thought of must not end the check of everything else.
        undecodable(known, table.version(), part.name(), e);
        return;
      }
    }
    String difference = rows.difference(new CommitAdds(table)::find);
    if (difference != null) {
      known.damaged(table.version());
      boolean isHeld = known.isHeldByCommits(table.version());
      report.damage(name, 0, "%s; %s".formatted(difference, isHeld ? remedy : RESTORE));
    }
  }

  /** The adds of commits, those of one commit at a time. One thread at a time. */
  private final class CommitAdds {
    private final TableReplay table;
    private long version = -1;
    private final Map<FileKey, AddFile> adds = new HashMap<>();

    CommitAdds(TableReplay table) {
      this.table = table;
    }

    /** Null if the commit is gone, or was told of as damaged. */
    @Nullable AddFile find(long wanted, FileKey key) {
      if (wanted != version) {
        version = wanted;
        adds.clear();
        String name = DeltaNames.commit(table.location(), wanted);
        byte[] bytes = reads.find(name);
        try {
          List<Action> actions =
              bytes == null ? List.of() : CommitLines.ofBytes(bytes).actions(name, 1);
          for (Action action : actions) {
            if (action instanceof AddFile add) {
              adds.put(FileKey.of(add), add);
            }
          }
        } catch (TarnException e) {
          adds.clear();
        }
      }
      AddFile add = adds.get(key);
      return add != null ? add : table.foreignFile(key);
    }
  }

  /**
   * The state of the first checkpoint that can be loaded after a version, where the log up to that
   * was cleaned up; null if it was not.
   */
  @Nullable TableState firstAfterCleanup(TableReplay table, TableLog log, long version) {
    for (long each : checkpoints(table).afterCleanup(version)) {
      TableState state = find(log, each);
      if (state != null) {
        return state;
      }
    }
    return null;
  }

  private static @Nullable TableState find(TableLog log, long version) {
    try {
      return log.load(version);
    } catch (TarnException e) {
      return null;
    }
  }

  private void undecodable(TableCheckpoints known, long version, String part, RuntimeException e) {
    known.damaged(version);
    String why = Report.why(e, part);
    if (known.isHeldByCommits(version)) {
      report.note(part, "it is damaged, and Tarn passes over it: %s; %s".formatted(why, REMEDY));
    } else {
      report.damage(part, 0, "it is damaged: %s; %s".formatted(why, RESTORE));
    }
  }

  /** Looks at the hint of a table's newest checkpoint, which may be anything. */
  void hint(TableReplay table) {
    newerCheckpoints(table);
    String name = DeltaNames.lastCheckpoint(table.location());
    TableCheckpoints known = checkpoints(table);
    byte[] bytes = reads.findOptional(name);
    if (bytes == null) {
      if (!known.isEmpty() && !reads.isUnreadable(name)) {
        report.note(name, "it is missing; the log is listed instead");
      }
      return;
    }
    CheckpointHint hint = CheckpointHint.read(bytes);
    if (hint == null) {
      report.note(name, "it is garbage; the log is listed instead");
      return;
    }
    List<ObjectInfo> parts = known.of(hint.version());
    if (parts == null) {
      // It may have been written while the check ran.
      if (hint.version() <= table.version()) {
        report.note(
            name,
            "it names version %s, which has no checkpoint; some engines cannot read the table then: delete it"
                .formatted(hint.version()));
      }
      return;
    }
    long size = parts.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    // Of one with sidecars the hint counts them too, and what they hold is not looked at.
    boolean whole = parts.stream().noneMatch(TableCheckpoints::isSecond);
    if (whole && hint.sizeBytes() >= 0 && hint.sizeBytes() != size) {
      report.note(
          name,
          "it says that the checkpoint of version %s has %s bytes, but it has %s; delete it"
              .formatted(hint.version(), hint.sizeBytes(), size));
    } else if (hint.version() < known.newestVersion()) {
      report.note(
          name,
          "it names version %s, but there is a checkpoint of version %s"
              .formatted(hint.version(), known.newestVersion()));
    }
  }

  private TableCheckpoints checkpoints(TableReplay table) {
    return byLocation.computeIfAbsent(
        table.location(), location -> TableCheckpoints.list(reads.store(), location));
  }
}
