package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.maintenance.text.Json;
import org.tarnlake.maintenance.text.SealedText;
import org.tarnlake.schema.TableName;

/**
 * Checks one log entry by itself: its seal, then each line. It reads the format on its own, so that
 * every wrong line is told, and only then asks the codec whether it agrees. One thread at a time.
 */
final class EntryCheck {
  private static final String RESTORE = "restore it from a backup";

  private final Report report;
  private final String object;
  private final SealedText text;
  private final List<Integer> changeLines = new ArrayList<>();
  private final List<Integer> commitLines = new ArrayList<>();

  private EntryCheck(Report report, String object, SealedText text) {
    this.report = report;
    this.object = object;
    this.text = text;
  }

  /** The entry, or null if it is damaged. */
  static @Nullable CheckedEntry check(Report report, long version, byte[] bytes) {
    String object = LakeNames.entry(version);
    SealedText text = SealedText.of(bytes);
    SealedText.Flaw flaw = text.flaw();
    if (flaw != null) {
      report.damage(object, flaw.line(), flaw.why() + "; " + RESTORE);
      return null;
    }
    int before = report.size();
    EntryCheck check = new EntryCheck(report, object, text);
    check.lines(version);
    if (report.size() > before) {
      return null;
    }
    try {
      LogEntry entry = LogEntryCodec.decode(version, bytes);
      return new CheckedEntry(object, entry, check.changeLines, check.commitLines);
    } catch (TarnException e) {
      report.damage(object, 0, "it cannot be read: %s".formatted(Report.why(e, object)));
      return null;
    }
  }

  private void lines(long version) {
    if (text.lineCount() == 0) {
      report.damage(object, 0, "it has no lines before its end line; " + RESTORE);
      return;
    }
    int line = 1;
    while (line <= text.lineCount()) {
      try {
        if (line == 1) {
          header(version);
          line = 2;
        } else {
          line += change(line);
        }
      } catch (JsonFormatException | InvalidDataException e) {
        report.damage(object, line, "%s; %s".formatted(e.getMessage(), RESTORE));
        return;
      }
    }
  }

  private void header(long version) {
    Map<?, ?> header = Json.map(text.object(1), "lakeCommit");
    long format = Json.number(header, "formatVersion");
    if (format > LakeIdentity.FORMAT_VERSION) {
      throw new JsonFormatException(
          "it is of format %s; check it with a newer Tarn".formatted(format));
    }
    require(format >= 1, "its format version is %s".formatted(format));
    long lakeVersion = Json.number(header, "lakeVersion");
    require(lakeVersion == version, "it says lake version %s".formatted(lakeVersion));
    Json.uuid(header, "txnId");
    Json.uuid(header, "lakeId");
    if (version > 1) {
      Json.number(header, "previousCrc32c");
    }
    long readVersion = Json.number(header, "readVersion");
    require(
        readVersion >= 0 && readVersion < version,
        "its read version %s is not before its own".formatted(readVersion));
    require(Json.number(header, "timestamp") > 0, "its timestamp is not after 1970");
    String isolation = Json.text(header, "isolation");
    require(
        Set.of("snapshot", "serializable").contains(isolation),
        "its isolation is '%s'".formatted(isolation));
    Json.text(header, "operation");
    Json.text(header, "writer");
  }

  /** Checks a line after the first; returns how many lines belong to it. */
  private int change(int line) {
    Map<String, @Nullable Object> all = text.object(line);
    String kind = all.keySet().stream().findFirst().orElse("nothing");
    switch (kind) {
      case "createTable" -> {
        Json.uuid(Json.map(all, kind), "tableId");
        Json.text(Json.map(all, kind), "location");
        named(line, Json.map(all, kind), "name");
      }
      case "attachTable" -> {
        Json.text(Json.map(all, kind), "location");
        require(Json.number(Json.map(all, kind), "version") >= 0, "the table version is negative");
        named(line, Json.map(all, kind), "name");
      }
      case "detachTable" -> {
        Json.text(Json.map(all, kind), "location");
        named(line, Json.map(all, kind), "name");
      }
      case "dropTable" -> named(line, Json.map(all, kind), "name");
      case "renameTable" -> {
        named(line, Json.map(all, kind), "from");
        new TableName(Json.texts(Json.map(all, kind), "to"));
      }
      case "sequence" -> {
        Json.text(Json.map(all, kind), "application");
        Json.number(Json.map(all, kind), "number");
      }
      case "tableCommit" -> {
        return tableCommit(line, Json.map(all, kind));
      }
      case "file" -> {
        require(!commitLines.isEmpty(), "it comes before the commit of its table");
        Json.text(Json.map(all, kind), "path");
        Json.text(Json.map(all, kind), "content");
      }
      default ->
          throw new JsonFormatException(
              "the line type '%s' is unknown; check it with a newer Tarn".formatted(kind));
    }
    return 1;
  }

  /** An id is a UUID where the lake gave it; other writers take what they like. */
  private void named(int line, Map<?, ?> change, String field) {
    changeLines.add(line);
    Json.text(change, "tableId");
    new TableName(Json.texts(change, field));
  }

  private int tableCommit(int line, Map<?, ?> commit) {
    commitLines.add(line);
    Json.text(commit, "tableId");
    require(Json.number(commit, "version") >= 0, "the table version is negative");
    long count = Json.number(commit, "lines");
    require(count >= 1, "it promises %s lines".formatted(count));
    if (commit.get("staged") != null) {
      Json.text(commit, "staged");
      Json.number(commit, "crc32c");
      return 1;
    }
    require(
        count <= text.lineCount() - line,
        "it promises %s lines, but %s follow".formatted(count, text.lineCount() - line));
    return 1 + (int) count;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new JsonFormatException(otherwise);
    }
  }
}
