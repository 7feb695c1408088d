package org.tarnlake.maintenance.check;

import java.util.List;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.log.TableLog;

/**
 * Checks a commit that no lake ratified: that it can be read, and that engines agree about what it
 * says. Pure, but for the report.
 */
final class ForeignCommitCheck {
  private static final String AMBIGUOUS =
      "it names data file %s twice, so that engines disagree about its rows; ";

  private ForeignCommitCheck() {}

  /**
   * Checks a commit, if it is there.
   *
   * @param location the table's folder within the store
   * @param remedy if it is damaged
   */
  static void check(Report report, Reads reads, String location, long version, String remedy) {
    String name = DeltaNames.commit(location, version);
    byte[] bytes = reads.find(name);
    if (bytes == null) {
      return;
    }
    try {
      List<Action> actions = CommitLines.ofBytes(bytes).actions(name, 1);
      String twice = FileKey.namedTwice(actions);
      if (twice != null) {
        ambiguous(report, name, AMBIGUOUS.formatted(twice), isSettled(reads, location, version));
      }
    } catch (UnsupportedTableException e) {
      report.note(name, "it is not checked: %s".formatted(Report.why(e, name)));
    } catch (TarnException e) {
      report.damage(name, 0, "%s; %s".formatted(Report.why(e, name), remedy));
    }
  }

  private static void ambiguous(Report report, String name, String what, boolean isSettled) {
    if (isSettled) {
      report.note(
          name, what + "later versions are read from a checkpoint, which says who is right");
    } else {
      report.damage(name, 0, what + "write a checkpoint with an engine that shows the right ones");
    }
  }

  /** Whether the newest version is read from a checkpoint that comes after a commit. */
  private static boolean isSettled(Reads reads, String location, long version) {
    TableLog log = new TableLog(reads.store(), location);
    return log.loadCheckpoint(log.newestVersion()).version() >= version;
  }
}
