package org.tarnlake.maintenance.check;

import java.util.List;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.FileKey;

/**
 * Checks a commit that no lake ratified: that it can be read, and that engines agree about what it
 * says. Pure, but for the report.
 */
final class ForeignCommitCheck {
  private static final String AMBIGUOUS =
      "it names data file %s twice, so that engines disagree about its rows; %s";

  private ForeignCommitCheck() {}

  /**
   * Checks a commit, if it is there.
   *
   * @param remedy if it is damaged
   */
  static void check(Report report, Reads reads, String name, String remedy) {
    byte[] bytes = reads.find(name);
    if (bytes == null) {
      return;
    }
    try {
      List<Action> actions = CommitLines.ofBytes(bytes).actions(name, 1);
      String twice = FileKey.namedTwice(actions);
      if (twice != null) {
        report.damage(name, 0, AMBIGUOUS.formatted(twice, remedy));
      }
    } catch (UnsupportedTableException e) {
      report.note(name, "it is not checked: %s".formatted(Report.why(e, name)));
    } catch (TarnException e) {
      report.damage(name, 0, "%s; %s".formatted(Report.why(e, name), remedy));
    }
  }
}
