package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.maintenance.text.Json;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.ActionReader;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SetTransaction;

/**
 * Checks the lines of one Delta commit, in themselves and against the versions before it, and adds
 * them to the table's replay. One thread at a time.
 */
final class CommitCheck {
  private final Report report;
  private final TableReplay table;
  private final String object;
  private final int firstLine;
  private final byte[] bytes;
  private final List<Located> actions = new ArrayList<>();
  private boolean readable = true;

  private record Located(int line, Action action) {}

  /**
   * @param object what holds the lines
   * @param firstLine the line of it at which they start
   */
  CommitCheck(Report report, TableReplay table, String object, int firstLine, byte[] bytes) {
    this.report = report;
    this.table = table;
    this.object = object;
    this.firstLine = firstLine;
    this.bytes = bytes;
  }

  /**
   * Checks the next version of the table.
   *
   * @param ratified what the log says of the commit; null if its entry is lost
   */
  void run(long version, @Nullable Ratified ratified) {
    int line = firstLine;
    for (int start = 0; start < bytes.length; line++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      line(line, start, end, ratified);
      start = end + 1;
    }
    if (!readable) {
      table.lose();
    }
    head(version, ratified);
    files(version, ratified);
    table.reached(version);
  }

  private void line(int line, int start, int end, @Nullable Ratified ratified) {
    try {
      if (line == firstLine) {
        CommitInfoCheck.check(Json.object(bytes, start, end), ratified)
            .forEach(why -> damage(line, why));
      }
      Action action = ActionReader.read(bytes, start, end - start);
      if (action instanceof Metadata metadata) {
        metadata.schema();
        format(line, Json.map(Json.object(bytes, start, end), "metaData"));
      }
      if (action instanceof CommitInfo && line > firstLine) {
        damage(line, "a second commitInfo");
      } else if (action != null) {
        actions.add(new Located(line, action));
      }
    } catch (JsonFormatException
        | TarnException
        | IllegalArgumentException
        | ArithmeticException e) {
      readable = false;
      damage(line, "no action can be read: %s".formatted(e.getMessage()));
    }
  }

  private void format(int line, Map<?, ?> metadata) {
    String provider = Json.text(Json.map(metadata, "format"), "provider");
    if (!provider.equals("parquet")) {
      damage(line, "the metaData has the format '%s', not 'parquet'".formatted(provider));
    }
  }

  private void readable(int line, Protocol protocol) {
    try {
      protocol.requireReadable(table.location());
    } catch (UnsupportedTableException e) {
      report.damage(object, line, String.valueOf(e.getMessage()));
    }
  }

  private void head(long version, @Nullable Ratified ratified) {
    int protocols = 0;
    int metadatas = 0;
    int firstHeadLine = firstLine;
    for (Located each : actions) {
      if (each.action instanceof Protocol protocol) {
        table.protocol(protocol);
        ProtocolRules.flaws(protocol, table.isLeaving()).forEach(why -> damage(each.line, why));
        readable(each.line, protocol);
        firstHeadLine = protocols + metadatas == 0 ? each.line : firstHeadLine;
        protocols++;
      } else if (each.action instanceof Metadata metadata) {
        table.metadata(metadata);
        ProtocolRules.flaws(metadata, table.id()).forEach(why -> damage(each.line, why));
        firstHeadLine = protocols + metadatas == 0 ? each.line : firstHeadLine;
        metadatas++;
      }
    }
    if (protocols > 1 || metadatas > 1) {
      damage(firstHeadLine, "more than one protocol or metaData");
    }
    if (readable && version == 0 && (protocols == 0 || metadatas == 0)) {
      String lacking = protocols == 0 ? "protocol" : "metaData";
      damage(firstLine, "the first version of a table has no %s".formatted(lacking));
    }
    boolean changes = protocols + metadatas > 0;
    if (readable && ratified != null && ratified.changesMetadata() != changes) {
      report.damage(
          ratified.object(),
          ratified.line(),
          "the tableCommit says that metadata %s, but its lines %s; restore the entry"
              .formatted(
                  changes ? "stays" : "changes", changes ? "change it" : "leave it as it was"));
    }
  }

  private void files(long version, @Nullable Ratified ratified) {
    List<Action> all = actions.stream().map(Located::action).toList();
    CommitInfoCheck.ofMoves(all).forEach(why -> damage(firstLine, why));
    FileNames names = new FileNames(table, all);
    Schema schema = table.physicalSchema();
    long lakeVersion = ratified == null ? -1 : ratified.lakeVersion();
    for (Located each : actions) {
      if (each.action instanceof AddFile add) {
        flaw(each.line, add.path(), names.flaw(add));
        if (schema != null) {
          AddCheck.flaws(schema, add, table.isAltered()).forEach(why -> damage(each.line, why));
        }
        if (!table.isLost()) {
          table.add(add, version, lakeVersion);
        }
      } else if (each.action instanceof RemoveFile remove) {
        flaw(each.line, remove.path(), names.flaw(remove));
        if (!table.isLost()) {
          table.remove(remove);
        }
      } else if (each.action instanceof CdcFile cdc) {
        if (!cdc.path().startsWith("_change_data/")) {
          damage(each.line, "file of changes %s is not in _change_data".formatted(cdc.path()));
        } else if (!table.isLost()) {
          table.changeFile(cdc, version);
        }
      } else if (each.action instanceof SetTransaction txn) {
        table.transaction(txn);
      } else if (each.action instanceof DomainMetadata domain) {
        table.domain(domain);
      }
    }
  }

  private void flaw(int line, String path, @Nullable String flaw) {
    if (flaw != null) {
      damage(line, "data file %s %s".formatted(path, flaw));
    }
  }

  private void damage(int line, String why) {
    report.damage(object, line, "%s; restore it from a backup".formatted(why));
  }
}
