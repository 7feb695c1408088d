package org.tarnlake.maintenance.check;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.CommitMark;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.maintenance.text.SealedText;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/** Takes the replay of a table forward, version after version. One thread at a time. */
final class TableCommits {
  private final Report report;
  private final Map<TableReplay, CommitMark> newest = new HashMap<>();
  private final Reads reads;
  private final PublicationCheck publication;
  private final TableCheckpointCheck checkpoints;

  TableCommits(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
    this.publication = new PublicationCheck(report, reads);
    this.checkpoints = new TableCheckpointCheck(report, reads);
  }

  /**
   * Checks what an entry ratified for a table, and what is published of it.
   *
   * @param line the line of the tableCommit
   */
  void ratified(TableReplay table, CheckedEntry checked, int line, TableCommit commit) {
    published(table, commit.version() - 1);
    if (table.version() != commit.version() - 1) {
      // A breach of the catalog's rules, told before; the files of the table are not known now.
      table.lose();
      table.reached(commit.version());
      return;
    }
    table.unpublished().add(checked.entry().lakeVersion(), commit);
    String staged = commit.staged();
    String source = staged == null ? checked.object() : staged;
    byte[] lines = lines(table, checked, line, commit);
    if (lines == null) {
      publishedVersion(table, commit.version());
      return;
    }
    Ratified ratified = Ratified.of(checked, line, commit);
    int before = report.size();
    new CommitCheck(report, table, source, staged == null ? line + 1 : 1, lines)
        .run(commit.version(), ratified);
    chain(table, source, lines, commit);
    publication.commit(table, commit.version(), source, lines);
    boolean isSound = report.size() == before;
    if (!isSound) {
      newest.remove(table);
    }
    publication.checksum(table, ratified, isSound);
    checkpoints.check(table, commit.crc32c());
  }

  /** That a commit names the one before it by its checksum. */
  private void chain(TableReplay table, String source, byte[] lines, TableCommit commit) {
    CommitMark before = newest.put(table, new CommitMark(commit.version(), commit.crc32c()));
    if (before == null || before.version() != commit.version() - 1) {
      return;
    }
    try {
      for (Action action : CommitLines.ofBytes(lines).actions(source, 1)) {
        String named =
            action instanceof CommitInfo info ? info.tags().get(CommitInfo.PREVIOUS_TAG) : null;
        if (named != null && !named.equals(Long.toString(before.crc32c()))) {
          report.damage(
              source,
              0,
              "version %s of %s follows another commit than the one before it in this log: the log was put together from two; restore it from a backup"
                  .formatted(commit.version(), table.location()));
        }
      }
    } catch (TarnException e) {
      // What is wrong with a line is told where the lines are checked.
      return;
    }
  }

  /** The ratified lines; null, having told why, if they cannot be had. */
  private byte @Nullable [] lines(
      TableReplay table, CheckedEntry checked, int line, TableCommit commit) {
    CommitLines inline = commit.lines();
    if (inline != null) {
      return inline.bytes();
    }
    String staged = String.valueOf(commit.staged());
    table.staged(staged);
    String folder = DeltaNames.log(table.location()) + "_staged_commits/";
    if (!staged.startsWith(folder)) {
      report.damage(
          checked.object(), line, "the staged commit %s is not in %s".formatted(staged, folder));
      return null;
    }
    byte[] bytes = reads.find(staged);
    if (bytes == null) {
      if (!reads.isUnreadable(staged)) {
        report.damage(
            staged,
            0,
            "it is missing, but %s ratified it; restore it, from %s if that is there"
                .formatted(
                    checked.object(), DeltaNames.commit(table.location(), commit.version())));
      }
      return null;
    }
    if (!commit.isSame(CommitLines.ofBytes(bytes))) {
      report.damage(
          staged,
          SealedText.of(bytes).firstMalformed(),
          "it was altered: %s, line %s, tells of %s lines with the checksum %s; restore it, from %s if that is there"
              .formatted(
                  checked.object(),
                  line,
                  commit.lineCount(),
                  commit.crc32c(),
                  DeltaNames.commit(table.location(), commit.version())));
      return null;
    }
    return bytes;
  }

  /** By what others committed, as long as that is there; else by the checkpoint of that version. */
  private static TableState attached(TableLog log, long version) {
    try {
      return log.loadFromBefore(version);
    } catch (CorruptionException e) {
      return log.load(version);
    }
  }

  /** Takes a table to the version in which a lake took it over: what is before, others wrote. */
  void attached(TableReplay table, CommitMark newest) {
    long version = newest.version();
    TableLog log = new TableLog(reads.store(), table.location());
    String object = DeltaNames.log(table.location());
    table.takenOver(version);
    try {
      TableState state = attached(log, version);
      if (state.metadata().id().equals(table.id())) {
        table.attached(state);
        publication.attached(table, newest);
        publication.checksum(table, null, true);
        checkpoints.attached(table);
        return;
      }
      report.damage(
          object,
          0,
          "it is that of another table, %s, and not of the one that was attached, %s; restore the folder"
              .formatted(state.metadata().id(), table.id()));
    } catch (UnsupportedTableException e) {
      report.note(object, "the table is not checked: %s".formatted(e.getMessage()));
    } catch (TarnException e) {
      TableState later = checkpoints.firstAfterCleanup(table, log, version);
      if (later != null) {
        table.resumeWith(later, version);
      } else if (!reads.isUnreadableTable(table.location())) {
        report.damage(
            object,
            0,
            "version %s, with which the table was attached, cannot be read: %s; %s"
                .formatted(version, Report.why(e, ""), FolderOwner.BEFORE_ATTACH));
      }
    }
    table.lose();
    table.reached(version);
  }

  /**
   * Takes back what was found in the log of a table that has left the lake: the folder is its
   * owner's, who may clean it up, move or delete it.
   */
  void detached(String location) {
    reads.withdraw(DeltaNames.log(location));
  }

  /** Takes a table to a version by what is published: where log entries are lost. */
  void published(TableReplay table, long version) {
    table.resume(version);
    while (table.version() < version && publishedVersion(table, table.version() + 1)) {}
    if (table.version() < version) {
      table.lose();
      table.reached(version);
    }
  }

  /** Takes a table to whatever comes next in its published log, where the lake's log is lost. */
  void publishedToTheEnd(TableReplay table) {
    while (publishedVersion(table, table.version() + 1)) {}
  }

  private boolean publishedVersion(TableReplay table, long version) {
    String name = DeltaNames.commit(table.location(), version);
    byte[] bytes = reads.find(name);
    if (bytes == null) {
      return false;
    }
    new CommitCheck(report, table, name, 1, bytes).run(version, null);
    publication.checksum(table, null, true);
    checkpoints.check(table, CommitLines.ofBytes(bytes).crc32c());
    return true;
  }

  /** Looks at the hint of a table's newest checkpoint. */
  void hint(TableReplay table) {
    checkpoints.hint(table);
  }

  /** The lines that an entry ratified for a table; null if it did not or they are not there. */
  byte @Nullable [] find(LogEntry entry, String tableId) {
    TableCommit commit = entry.tableCommit(tableId);
    if (commit == null) {
      return null;
    }
    CommitLines inline = commit.lines();
    return inline != null ? inline.bytes() : reads.find(String.valueOf(commit.staged()));
  }
}
