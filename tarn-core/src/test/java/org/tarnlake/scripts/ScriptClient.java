package org.tarnlake.scripts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Session;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.schema.Field;

/**
 * A client of a script: a session, whose transaction {@code scan}, {@code count} and the changes
 * use, while {@code read} and what is asked of versions looks at the lake. One thread at a time.
 */
final class ScriptClient implements AutoCloseable {
  private final Lake lake;
  private final Session session;

  ScriptClient(Lake lake) {
    this.lake = lake;
    this.session = lake.session();
  }

  /** What a command prints. */
  List<String> run(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    return switch (words.get(0)) {
      case "begin" -> begin(rest);
      case "commit" -> List.of("version " + session.commit());
      case "rollback" -> silently(session::rollback);
      case "create" -> silently(() -> create(rest));
      case "drop" -> silently(() -> session.transaction().dropTable(name(rest, 0)));
      case "rename" ->
          silently(() -> session.transaction().renameTable(name(rest, 0), name(rest, 2)));
      case "append" -> silently(() -> append(rest));
      case "tables" -> List.of(String.join(" ", session.transaction().tables()));
      case "has" -> List.of(String.valueOf(session.transaction().hasTable(name(rest, 0))));
      case "scan" -> rows(scan(session.transaction().scan(name(rest, 0)), rest));
      case "count" -> List.of("" + scan(session.transaction().scan(name(rest, 0)), rest).count());
      case "read" -> rows(scan(snapshot(rest).scan(name(rest, 0)), rest));
      case "versions" -> snapshot(rest).tables().stream().map(ScriptClient::version).toList();
      case "describe" -> describe(snapshot(rest).table(name(rest, 0)));
      case "latest" -> List.of("version " + lake.latest().version());
      case "history" -> history(rest);
      default -> throw new AssertionError("no such command: " + words);
    };
  }

  private static List<String> silently(Runnable command) {
    command.run();
    return List.of();
  }

  private List<String> begin(List<String> words) {
    Isolation isolation =
        words.isEmpty()
            ? Isolation.SNAPSHOT
            : Isolation.valueOf(words.get(0).toUpperCase(Locale.ROOT));
    return List.of("reads version " + session.begin(isolation).readVersion());
  }

  /** {@code create users id:long name:string? partition by name}. */
  private void create(List<String> words) {
    int partition = words.indexOf("partition");
    int end = partition < 0 ? words.size() : partition;
    List<String> by = partition < 0 ? List.of() : words.subList(partition + 2, words.size());
    List<String> columns = words.subList(1, end);
    if (columns.stream().allMatch(column -> column.indexOf(':') < 0)) {
      session.transaction().createUntypedTable(name(words, 0), columns.toArray(String[]::new));
    } else {
      session.transaction().createTable(name(words, 0), ScriptSchemas.schema(columns, by));
    }
  }

  private void append(List<String> words) {
    @Nullable Object[] values =
        words.subList(1, words.size()).stream().map(ScriptValues::parse).toArray();
    session.transaction().append(name(words, 0), values);
  }

  /** The table's name, in quotes if it is unusual. */
  private static String name(List<String> words, int at) {
    return words.get(at).startsWith("'")
        ? String.valueOf(ScriptValues.parse(words.get(at)))
        : words.get(at);
  }

  /** {@code users select a,b where id > 1 limit 5}, in that order. */
  private static Scan scan(Scan all, List<String> words) {
    Scan scan = all;
    int where = words.indexOf("where");
    int select = words.indexOf("select");
    int limit = words.indexOf("limit");
    int end = words.contains("as") ? words.indexOf("as") : words.size();
    if (where >= 0) {
      scan = scan.where(String.join(" ", words.subList(where + 1, limit < 0 ? end : limit)));
    }
    if (select >= 0) {
      scan = scan.select(words.get(select + 1).split(","));
    }
    return limit < 0 ? scan : scan.limit(Long.parseLong(words.get(limit + 1)));
  }

  private static List<String> rows(Scan scan) {
    List<String> lines = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows.type().size(); i++) {
          values.add(ScriptValues.format(rows.get(i)));
        }
        lines.add(String.join(" ", values));
      }
    }
    return lines.isEmpty() ? List.of("no rows") : lines;
  }

  /** The newest version, or that of {@code … as of 3} or {@code … as of 2024-05-01T10:00:00Z}. */
  private Snapshot snapshot(List<String> words) {
    int as = words.indexOf("as");
    if (as < 0) {
      return lake.latest();
    }
    String point = words.get(as + 2);
    return point.contains("T") ? lake.asOf(Instant.parse(point)) : lake.asOf(Long.parseLong(point));
  }

  private static String version(Table table) {
    return "%s version %d".formatted(table.name(), table.version());
  }

  private static List<String> describe(Table table) {
    List<String> columns = table.schema().columns().fields().stream().map(Field::toString).toList();
    return List.of(
        "%s at %s, version %d of %s"
            .formatted(
                table.name(),
                table.location().replaceAll("-[0-9a-f]{8}$", "-<id>"),
                table.version(),
                table.timestamp()),
        "(%s) by %s".formatted(String.join(", ", columns), table.schema().partitionColumns()),
        "%d rows in %d files".formatted(table.rowCount(), table.fileCount()));
  }

  private List<String> history(List<String> words) {
    List<LakeCommit> commits =
        words.isEmpty() ? lake.history(100) : lake.history(name(words, 0), 100);
    return commits.stream().map(ScriptClient::commit).toList();
  }

  private static String commit(LakeCommit commit) {
    StringBuilder line = new StringBuilder();
    line.append(commit.version()).append(' ').append(commit.timestamp()).append(' ');
    line.append(commit.isolation()).append(' ').append(commit.operation());
    commit.created().forEach(table -> line.append(", created ").append(table));
    commit.dropped().forEach(table -> line.append(", dropped ").append(table));
    commit
        .renamed()
        .forEach(each -> line.append(", renamed %s to %s".formatted(each.from(), each.to())));
    for (LakeCommit.TableChange change : commit.tables()) {
      line.append(
          ", %s version %d: %d rows in %d files"
              .formatted(change.name(), change.version(), change.rowsAdded(), change.filesAdded()));
    }
    return line.toString();
  }

  /** Rolls back what is open. */
  @Override
  public void close() {
    session.close();
  }
}
