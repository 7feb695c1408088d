package org.tarnlake.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.cli.output.TextTable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn log}: what was done to a lake, newest first. */
@Command(name = "log", description = "Show what was done to a lake or to one table, newest first.")
final class LogCommand implements TarnCommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int FEW = 100;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "TABLE", description = "one table only")
  private @Nullable String table;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Limit.Converter.class,
      description = "the newest N versions only; default: all")
  private @Nullable Limit limit;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = PointInTime.Converter.class,
      description =
          "what was done since then: a date, a time (UTC), \"2 days ago\", today (since midnight, UTC), yesterday (24"
              + " hours ago), \"last week\"")
  private @Nullable Instant since;

  @Option(names = "--json", description = "one JSON object a version")
  private boolean json;

  @Mixin private LakeAccess access = new LakeAccess();

  LogCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    int most = limit == null ? Integer.MAX_VALUE : limit.atMostInt();
    try (Lake lake = access.open(address, terminal)) {
      List<LakeCommit> commits =
          since == null ? newest(lake, most) : newestSince(lake, most, since);
      if (json) {
        commits.forEach(this::printJson);
      } else if (commits.isEmpty() && most > 0) {
        terminal.line(
            since == null
                ? "Nothing was committed yet"
                : "Nothing was committed since %s".formatted(since));
      } else {
        print(commits);
      }
    }
    return Main.DONE;
  }

  private List<LakeCommit> newest(Lake lake, int most) {
    return table == null
        ? lake.history(most)
        : lake.history(Tables.find(lake, null, table).name(), most);
  }

  /** Reads a few, and as long as all of them are that new, more. */
  private List<LakeCommit> newestSince(Lake lake, int most, Instant from) {
    List<LakeCommit> commits;
    int asked = 0;
    do {
      asked = (int) Math.min(most, Math.max(FEW, asked * 4L));
      commits = newest(lake, asked);
    } while (commits.size() == asked
        && asked < most
        && !commits.get(asked - 1).timestamp().isBefore(from));
    return commits.stream().filter(each -> !each.timestamp().isBefore(from)).toList();
  }

  private void print(List<LakeCommit> commits) {
    TextTable log =
        new TextTable(
            terminal::write,
            terminal.style(),
            terminal.width(),
            List.of(
                Column.number("version"),
                Column.text("time (UTC)"),
                Column.text("operation"),
                Column.text("table"),
                Column.number("rows"),
                Column.number("files"),
                Column.number("size")));
    for (LakeCommit commit : commits) {
      String version = String.valueOf(commit.version());
      String time = TIME.format(commit.timestamp());
      String operation = commit.operation();
      for (String[] change : changes(commit)) {
        log.row(version, time, operation, change[0], change[1], change[2], change[3]);
        // What the lines of one version share stands in the first.
        version = "";
        time = "";
        operation = "";
      }
    }
    log.end();
  }

  /** For each change the table, rows, files and bytes, as text. */
  private static List<String[]> changes(LakeCommit commit) {
    List<String[]> changes = new ArrayList<>();
    for (LakeCommit.TableChange change : commit.tables()) {
      if (commit.detached().contains(change.name()) && change.filesAdded() == 0) {
        // The commit by which a table leaves changes nothing else.
        continue;
      }
      String rows = change.rowsAdded() < 0 ? "?" : plus(change.rowsAdded());
      String deleted = change.rowsDeleted() < 0 ? " -?" : minus(change.rowsDeleted());
      String removed = minus(change.filesRemoved());
      changes.add(
          new String[] {
            change.name(),
            (rows + deleted).strip(),
            (plus(change.filesAdded()) + removed).strip(),
            change.bytesAdded() == 0 ? "" : Words.bytes(change.bytesAdded())
          });
    }
    commit.renamed().forEach(r -> changes.add(catalog(r.from() + " → " + r.to())));
    commit.attached().forEach(name -> changes.add(catalog(name + " attached")));
    commit.detached().forEach(name -> changes.add(catalog(name + " detached")));
    commit.broughtBack().forEach(name -> changes.add(catalog(name + " brought back")));
    commit.dropped().forEach(name -> changes.add(catalog(name + " dropped")));
    commit.sequences().forEach((name, number) -> changes.add(catalog(name + ": " + number)));
    if (changes.isEmpty()) {
      changes.add(catalog(""));
    }
    return changes;
  }

  private static String[] catalog(String change) {
    return new String[] {change, "", "", ""};
  }

  private static String plus(long count) {
    return count == 0 ? "" : "+" + Words.number(count);
  }

  private static String minus(long count) {
    return count == 0 ? "" : " -" + Words.number(count);
  }

  private void printJson(LakeCommit commit) {
    JsonWriter out =
        new JsonWriter()
            .beginObject()
            .field("version", commit.version())
            .field("timestamp", commit.timestamp().toString())
            .field("operation", commit.operation())
            .field("isolation", commit.isolation())
            .field("writer", commit.writer())
            .field("transactions", commit.transactions())
            .field("created", (Object) commit.created())
            .field("dropped", (Object) commit.dropped())
            .beginArray("renamed");
    for (LakeCommit.Renamed renamed : commit.renamed()) {
      out.beginObject().field("from", renamed.from()).field("to", renamed.to()).endObject();
    }
    out.endArray();
    if (!commit.attached().isEmpty()) {
      out.field("attached", (Object) commit.attached());
    }
    if (!commit.detached().isEmpty()) {
      out.field("detached", (Object) commit.detached());
    }
    if (!commit.broughtBack().isEmpty()) {
      out.field("broughtBack", (Object) commit.broughtBack());
    }
    if (!commit.sequences().isEmpty()) {
      out.beginObject("sequences");
      commit.sequences().forEach(out::field);
      out.endObject();
    }
    out.beginArray("tables");
    for (LakeCommit.TableChange change : commit.tables()) {
      out.beginObject()
          .field("table", change.name())
          .field("version", change.version())
          .field("rowsAdded", change.rowsAdded() < 0 ? null : (Object) change.rowsAdded())
          .field("filesAdded", (long) change.filesAdded())
          .field("bytesAdded", change.bytesAdded())
          .field("rowsDeleted", change.rowsDeleted() < 0 ? null : (Object) change.rowsDeleted())
          .field("filesRemoved", (long) change.filesRemoved())
          .endObject();
    }
    terminal.line(out.endArray().endObject().toText());
  }
}
