package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.CommitLines;

/**
 * Log entries as bytes (docs/format.md, "Log entry"): a {@code lakeCommit} line, the changes of the
 * catalog, the numbers of applications, for each table a {@code tableCommit} line followed by
 * exactly the lines to publish and small files that these name, an end line. Stateless.
 */
public final class LogEntryCodec {
  private LogEntryCodec() {}

  public static byte[] encode(LogEntry entry) {
    EntryFormat.Writer out = new EntryFormat.Writer();
    JsonWriter header = new JsonWriter().beginObject().beginObject("lakeCommit");
    header.field("formatVersion", LakeIdentity.FORMAT_VERSION);
    header.field("lakeVersion", entry.lakeVersion()).field("txnId", entry.txnId().toString());
    LogEnd follows = entry.follows();
    header.field("lakeId", follows.lakeId().toString());
    header.optional(
        "previousCrc32c", follows.entryCrc32c() == LogEnd.NO_ENTRY ? null : follows.entryCrc32c());
    header.field("readVersion", entry.readVersion());
    header.field("timestamp", entry.timestampMillis()).field("isolation", entry.isolation());
    header.field("operation", entry.operation()).field("writer", entry.writer());
    header.field("transactions", entry.transactions());
    out.line(header.endObject().endObject());
    for (CatalogChange change : entry.changes()) {
      out.line(encode(change));
    }
    for (Sequence sequence : entry.sequences()) {
      JsonWriter line = new JsonWriter().beginObject().beginObject("sequence");
      line.field("application", sequence.application()).field("number", sequence.number());
      out.line(line.endObject().endObject());
    }
    for (TableCommit commit : entry.tableCommits()) {
      JsonWriter line = new JsonWriter().beginObject().beginObject("tableCommit");
      line.field("tableId", commit.tableId()).field("version", commit.version());
      line.field("lines", commit.lineCount()).optional("staged", commit.staged());
      line.optional("crc32c", commit.staged() == null ? null : commit.crc32c());
      line.optional("metadata", commit.changesMetadata() ? true : null);
      out.line(line.endObject().endObject());
      CommitLines lines = commit.lines();
      if (lines != null) {
        out.raw(lines.bytes(), lines.count());
      }
      for (CarriedFile file : commit.files()) {
        JsonWriter carried = new JsonWriter().beginObject().beginObject("file");
        carried.field("path", file.path());
        carried.field("content", Base64.getEncoder().encodeToString(file.content()));
        out.line(carried.endObject().endObject());
      }
    }
    return out.end();
  }

  private static JsonWriter encode(CatalogChange change) {
    JsonWriter out = new JsonWriter().beginObject();
    if (change instanceof CatalogChange.CreateTable create) {
      out.beginObject("createTable").field("tableId", create.tableId());
      out.field("name", (Object) create.name().parts()).field("location", create.location());
    } else if (change instanceof CatalogChange.DropTable drop) {
      out.beginObject("dropTable").field("tableId", drop.tableId());
      out.field("name", (Object) drop.name().parts());
    } else if (change instanceof CatalogChange.RenameTable rename) {
      out.beginObject("renameTable").field("tableId", rename.tableId());
      out.field("from", (Object) rename.from().parts()).field("to", (Object) rename.to().parts());
    } else if (change instanceof CatalogChange.AttachTable attach) {
      out.beginObject("attachTable").field("tableId", attach.tableId());
      out.field("name", (Object) attach.name().parts()).field("location", attach.location());
      out.field("version", attach.newest().version());
      out.field("crc32c", attach.newest().crc32c());
    } else if (change instanceof CatalogChange.DetachTable detach) {
      out.beginObject("detachTable").field("tableId", detach.tableId());
      out.field("name", (Object) detach.name().parts()).field("location", detach.location());
    } else {
      throw new AssertionError(change);
    }
    return out.endObject().endObject();
  }

  /**
   * Reads an entry.
   *
   * @param version the lake version that its name promises
   * @throws CorruptionException naming object and line if it is cut off, altered or not an entry
   * @throws UnsupportedTableException if a newer Tarn wrote it
   */
  public static LogEntry decode(long version, byte[] bytes) {
    String object = LakeNames.entry(version);
    EntryFormat.Lines lines = new EntryFormat.Lines(object, bytes);
    try {
      return decode(object, version, lines);
    } catch (JsonFormatException | IllegalArgumentException | InvalidDataException e) {
      throw lines.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static LogEntry decode(String object, long version, EntryFormat.Lines lines) {
    JsonReader first = lines.next();
    if (first == null) {
      throw lines.malformed("it has no lakeCommit line");
    }
    Header header = Header.read(object, lines, first);
    if (header.lakeVersion != version) {
      throw lines.malformed("it says lake version " + header.lakeVersion);
    }
    List<CatalogChange> changes = new ArrayList<>();
    List<Sequence> sequences = new ArrayList<>();
    List<TableCommit> commits = new ArrayList<>();
    for (JsonReader line = lines.next(); line != null; line = lines.next()) {
      line.requireObject();
      String kind = line.nextField();
      if (kind == null) {
        throw lines.malformed("an empty object");
      }
      Change change = Change.read(line);
      switch (kind) {
        case "createTable" ->
            changes.add(
                new CatalogChange.CreateTable(
                    change.id(), change.name("name", change.name), change.location()));
        case "dropTable" ->
            changes.add(new CatalogChange.DropTable(change.id(), change.name("name", change.name)));
        case "renameTable" ->
            changes.add(
                new CatalogChange.RenameTable(
                    change.id(), change.name("from", change.from), change.name("to", change.to)));
        case "attachTable" ->
            changes.add(
                new CatalogChange.AttachTable(
                    change.id(),
                    change.name("name", change.name),
                    change.location(),
                    change.newest()));
        case "detachTable" ->
            changes.add(
                new CatalogChange.DetachTable(
                    change.id(), change.name("name", change.name), change.location()));
        case "sequence" -> sequences.add(change.sequence());
        case "tableCommit" -> commits.add(change.tableCommit(lines));
        case "file" -> change.addFile(commits);
        default ->
            throw new UnsupportedTableException(
                "%s, line %s: the line type '%s' is not known to this version of Tarn; use a newer one"
                    .formatted(object, lines.number(), kind));
      }
    }
    return header.entry(changes, sequences, commits);
  }

  /** The fields of the first line, while they are read. */
  private static final class Header {
    private long formatVersion;
    private long lakeVersion;
    private @Nullable UUID txnId;
    private @Nullable UUID lakeId;
    private long previousCrc = LogEnd.NO_ENTRY;
    private long readVersion = -1;
    private long timestamp;
    private String isolation = "";
    private String operation = "";
    private String writer = "";
    private long transactions = 1;

    static Header read(String object, EntryFormat.Lines lines, JsonReader in) {
      Header header = new Header();
      in.requireObject();
      if (!"lakeCommit".equals(in.nextField())) {
        throw lines.malformed("the first line is no lakeCommit");
      }
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        switch (name) {
          case "formatVersion" -> header.formatVersion = in.longValue();
          case "lakeVersion" -> header.lakeVersion = in.longValue();
          case "txnId" -> header.txnId = UUID.fromString(in.string());
          case "lakeId" -> header.lakeId = UUID.fromString(in.string());
          case "previousCrc32c" -> header.previousCrc = in.longValue();
          case "readVersion" -> header.readVersion = in.longValue();
          case "timestamp" -> header.timestamp = in.longValue();
          case "isolation" -> header.isolation = in.string();
          case "operation" -> header.operation = in.string();
          case "writer" -> header.writer = in.string();
          case "transactions" -> header.transactions = in.longValue();
          default -> in.skip();
        }
      }
      if (header.formatVersion > LakeIdentity.FORMAT_VERSION) {
        throw LakeIdentity.newer(object, header.formatVersion);
      }
      return header;
    }

    LogEntry entry(
        List<CatalogChange> changes, List<Sequence> sequences, List<TableCommit> commits) {
      if (txnId == null || lakeId == null) {
        throw new JsonFormatException("the lakeCommit lacks its txnId or lakeId");
      }
      if (!CommitClock.isTime(timestamp)) {
        throw new JsonFormatException(
            "the timestamp %s is no time from 1970 to 9999".formatted(timestamp));
      }
      if (lakeVersion < 1 || readVersion < 0) {
        throw new JsonFormatException(
            "lake version %s, read version %s".formatted(lakeVersion, readVersion));
      }
      return new LogEntry(
          new LogEnd(lakeId, previousCrc),
          lakeVersion,
          txnId,
          readVersion,
          timestamp,
          isolation,
          operation,
          writer,
          (int) transactions,
          changes,
          sequences,
          commits);
    }
  }

  /** The fields of any later line, while they are read. */
  private static final class Change {
    private @Nullable String tableId;
    private @Nullable List<String> name;
    private @Nullable List<String> from;
    private @Nullable List<String> to;
    private @Nullable String location;
    private long version = -1;
    private long lineCount = -1;
    private @Nullable String staged;
    private long crc = -1;
    private boolean metadata;
    private @Nullable String application;
    private @Nullable Long number;
    private @Nullable String path;
    private @Nullable String content;

    static Change read(JsonReader in) {
      Change change = new Change();
      in.requireObject();
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        switch (field) {
          case "tableId" -> change.tableId = in.string();
          case "name" -> change.name = in.stringList();
          case "from" -> change.from = in.stringList();
          case "to" -> change.to = in.stringList();
          case "location" -> change.location = in.string();
          case "version" -> change.version = in.longValue();
          case "lines" -> change.lineCount = in.longValue();
          case "staged" -> change.staged = in.optionalString();
          case "crc32c" -> change.crc = in.longValue();
          case "application" -> change.application = in.string();
          case "number" -> change.number = in.longValue();
          case "metadata" -> change.metadata = in.booleanValue();
          case "path" -> change.path = in.string();
          case "content" -> change.content = in.string();
          default -> in.skip();
        }
      }
      return change;
    }

    String id() {
      return need("tableId", tableId);
    }

    String location() {
      return need("location", location);
    }

    CommitMark newest() {
      if (version < 0 || crc < 0) {
        throw new JsonFormatException("the line lacks 'version' or 'crc32c'");
      }
      return new CommitMark(version, crc);
    }

    Sequence sequence() {
      return new Sequence(need("application", application), need("number", number));
    }

    TableName name(String field, @Nullable List<String> parts) {
      return new TableName(need(field, parts));
    }

    TableCommit tableCommit(EntryFormat.Lines body) {
      if (version < 0 || lineCount < 1 || lineCount > Integer.MAX_VALUE) {
        throw new JsonFormatException("a tableCommit lacks its version or number of lines");
      }
      if (staged == null) {
        CommitLines lines = CommitLines.ofBytes(body.take((int) lineCount));
        return TableCommit.inline(id(), version, lines, metadata);
      }
      if (crc < 0) {
        throw new JsonFormatException("a tableCommit lacks the checksum of its staged commit");
      }
      return new TableCommit(
          id(), version, null, staged, (int) lineCount, crc, metadata, List.of());
    }

    /** Adds a file to the commit that it follows. */
    void addFile(List<TableCommit> commits) {
      if (commits.isEmpty()) {
        throw new JsonFormatException("a file comes before the commit of its table");
      }
      TableCommit commit = commits.remove(commits.size() - 1);
      CarriedFile file =
          new CarriedFile(need("path", path), Base64.getDecoder().decode(need("content", content)));
      if (commit.file(file.path()) != null) {
        throw new JsonFormatException("file '%s' is there twice".formatted(file.path()));
      }
      List<CarriedFile> files = new ArrayList<>(commit.files());
      files.add(file);
      commits.add(commit.with(files));
    }

    private static <T> T need(String field, @Nullable T value) {
      if (value == null) {
        throw new JsonFormatException("the line lacks '" + field + "'");
      }
      return value;
    }
  }
}
