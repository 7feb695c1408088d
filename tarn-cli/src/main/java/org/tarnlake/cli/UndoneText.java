package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Undone;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;

/** Tells what came back to a lake and what went. */
final class UndoneText {
  private final Terminal terminal;
  private final Lake lake;

  UndoneText(Terminal terminal, Lake lake) {
    this.terminal = terminal;
    this.lake = lake;
  }

  void printDryRun(Undone undone) {
    lines(undone, true).forEach(terminal::line);
    terminal.line(
        undone.isNothing()
            ? "Nothing to do: all is as it was"
            : "Nothing was changed, since this was a dry run");
  }

  void print(Undone undone, long version) {
    lines(undone, false).forEach(terminal::line);
    terminal.line(
        undone.isNothing()
            ? "Nothing to do: all is as it was"
            : "Committed as version %s of the %s".formatted(version, Tables.versionsOf(lake)));
  }

  private static List<String> lines(Undone undone, boolean dry) {
    String would = dry ? "would be " : "";
    List<String> lines = new ArrayList<>();
    for (String name : undone.dropped()) {
      lines.add("%s: %sdropped".formatted(name, would));
    }
    for (LakeCommit.Renamed renamed : undone.renamed()) {
      lines.add("%s: %srenamed to %s".formatted(renamed.from(), would, renamed.to()));
    }
    for (String name : undone.broughtBack()) {
      lines.add("%s: %s".formatted(name, dry ? "would come back" : "brought back"));
    }
    for (Undone.TableRows table : undone.tables()) {
      lines.add("%s: %s".formatted(table.name(), changes(table, dry)));
    }
    return lines;
  }

  private static String changes(Undone.TableRows table, boolean dry) {
    String text =
        "%s %s back, %s %s"
            .formatted(
                rows(table.rowsBack()),
                dry ? "would come" : "came",
                table.rowsGone() < 0 ? "unknown" : Words.number(table.rowsGone()),
                dry ? "would go" : "went");
    String files =
        table.filesBack() + table.filesGone() == 0
            ? ""
            : " (%s back, %s gone)"
                .formatted(Words.count(table.filesBack(), "file"), table.filesGone());
    return text
        + files
        + (table.changesSchema() ? ", with the columns and properties of then" : "");
  }

  private static String rows(long count) {
    return count < 0 ? "an unknown number of rows" : Words.count(count, "row");
  }
}
