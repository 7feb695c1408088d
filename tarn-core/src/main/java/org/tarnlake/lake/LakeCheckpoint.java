package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.TableName;

/**
 * The catalog as of one lake version, as bytes (docs/format.md, "Lake checkpoint"). Stateless.
 *
 * <p>Invariant: a checkpoint is written only when every table commit up to its version is published
 * or listed in it as unpublished, so that whoever starts from it need not look for anything older.
 */
public final class LakeCheckpoint {
  private LakeCheckpoint() {}

  /**
   * What a checkpoint tells.
   *
   * @param state the lake as of its version
   * @param lags the tables of which not everything up to that version was published
   */
  public record Content(LakeState state, List<Lag> lags) {
    public Content {
      lags = List.copyOf(lags);
    }
  }

  /** The checkpoint of a lake where everything is published. */
  public static byte[] encode(LakeState state) {
    return encode(state, List.of());
  }

  /**
   * The checkpoint of a lake.
   *
   * @param lags the tables of which not everything up to that version is published
   */
  public static byte[] encode(LakeState state, List<Lag> lags) {
    EntryFormat.Writer out = new EntryFormat.Writer();
    JsonWriter header = new JsonWriter().beginObject().beginObject("lakeCheckpoint");
    header.field("formatVersion", LakeIdentity.FORMAT_VERSION);
    header.field("lakeVersion", state.version()).field("timestamp", state.timestampMillis());
    header.field("lakeId", state.end().lakeId().toString());
    header.field("entryCrc32c", state.end().entryCrc32c());
    out.line(header.endObject().endObject());
    for (CatalogTable table : state.catalog().sorted()) {
      JsonWriter line = new JsonWriter().beginObject().beginObject("table");
      line.field("tableId", table.id()).field("name", (Object) table.name().parts());
      line.field("location", table.location());
      line.field("version", table.version()).field("crc32c", table.newest().crc32c());
      line.field("metadataVersion", table.metadataVersion());
      line.field("metadataCrc32c", table.changed().crc32c()).field("since", table.since());
      line.optional(
          "attachedVersion", table.attachedVersion() < 0 ? null : table.attachedVersion());
      out.line(line.endObject().endObject());
    }
    state
        .sequences()
        .sorted()
        .forEach((application, number) -> out.line(encode(application, number)));
    lags.forEach(lag -> out.line(encode(lag)));
    return out.end();
  }

  private static JsonWriter encode(String application, long number) {
    JsonWriter line = new JsonWriter().beginObject().beginObject("sequence");
    line.field("application", application).field("number", number);
    return line.endObject().endObject();
  }

  private static JsonWriter encode(Lag lag) {
    JsonWriter line = new JsonWriter().beginObject().beginObject("unpublished");
    line.field("tableId", lag.tableId()).field("name", (Object) lag.name().parts());
    line.field("location", lag.location()).field("since", lag.since());
    return line.field("lakeVersions", (Object) lag.lakeVersions()).endObject().endObject();
  }

  /**
   * Reads a checkpoint.
   *
   * @param version the lake version that its name promises
   * @throws CorruptionException naming object and line if it is cut off, altered or not a
   *     checkpoint
   * @throws UnsupportedTableException if a newer Tarn wrote it
   */
  public static Content decode(long version, byte[] bytes) {
    String object = LakeNames.checkpoint(version);
    EntryFormat.Lines lines = new EntryFormat.Lines(object, bytes);
    try {
      LakeState empty = header(object, version, lines);
      Catalog catalog = Catalog.empty();
      Sequences sequences = Sequences.NONE;
      List<Lag> lags = new ArrayList<>();
      for (JsonReader line = lines.next(); line != null; line = lines.next()) {
        line.requireObject();
        String kind = String.valueOf(line.nextField());
        switch (kind) {
          case "table" -> catalog = catalog.restore(table(line));
          case "sequence" -> sequences = sequences.with(sequence(line));
          case "unpublished" -> lags.add(lag(line));
          default ->
              throw new UnsupportedTableException(
                  "%s, line %s: the line type '%s' is not known to this version of Tarn; use a newer one"
                      .formatted(object, lines.number(), kind));
        }
      }
      LakeState state =
          new LakeState(version, empty.timestampMillis(), catalog, sequences, empty.end());
      return new Content(state, lags);
    } catch (JsonFormatException | IllegalArgumentException | InvalidDataException e) {
      throw lines.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The lake without its tables. */
  private static LakeState header(String object, long version, EntryFormat.Lines lines) {
    JsonReader in = lines.next();
    if (in == null) {
      throw lines.malformed("it has no lakeCheckpoint line");
    }
    in.requireObject();
    if (!"lakeCheckpoint".equals(in.nextField())) {
      throw lines.malformed("the first line is no lakeCheckpoint");
    }
    in.requireObject();
    long formatVersion = 0;
    long lakeVersion = -1;
    long timestamp = 0;
    UUID lakeId = null;
    long entryCrc = LogEnd.NO_ENTRY;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "formatVersion" -> formatVersion = in.longValue();
        case "lakeVersion" -> lakeVersion = in.longValue();
        case "timestamp" -> timestamp = in.longValue();
        case "lakeId" -> lakeId = UUID.fromString(in.string());
        case "entryCrc32c" -> entryCrc = in.longValue();
        default -> in.skip();
      }
    }
    if (formatVersion > LakeIdentity.FORMAT_VERSION) {
      throw LakeIdentity.newer(object, formatVersion);
    }
    if (lakeVersion != version) {
      throw lines.malformed("it says lake version " + lakeVersion);
    }
    if (!CommitClock.isTime(timestamp)) {
      throw lines.malformed("the timestamp %s is no time from 1970 to 9999".formatted(timestamp));
    }
    if (lakeId == null || entryCrc == LogEnd.NO_ENTRY) {
      throw lines.malformed("it lacks its lakeId or entryCrc32c");
    }
    return new LakeState(
        version, timestamp, Catalog.empty(), Sequences.NONE, new LogEnd(lakeId, entryCrc));
  }

  private static CatalogTable table(JsonReader in) {
    String id = null;
    List<String> name = null;
    String location = null;
    long version = -1;
    long crc = CommitMark.UNKNOWN;
    long metadataVersion = 0;
    long metadataCrc = CommitMark.UNKNOWN;
    long since = 0;
    long attachedVersion = -1;
    in.requireObject();
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "tableId" -> id = in.string();
        case "name" -> name = in.stringList();
        case "location" -> location = in.string();
        case "version" -> version = in.longValue();
        case "crc32c" -> crc = in.longValue();
        case "metadataVersion" -> metadataVersion = in.longValue();
        case "metadataCrc32c" -> metadataCrc = in.longValue();
        case "since" -> since = in.longValue();
        case "attachedVersion" -> attachedVersion = in.longValue();
        default -> in.skip();
      }
    }
    if (id == null || name == null || location == null || version < 0 || crc < 0) {
      throw new JsonFormatException("the table lacks its id, name, location, version or checksum");
    }
    return new CatalogTable(
        id,
        new TableName(name),
        location,
        new CommitMark(version, crc),
        new CommitMark(metadataVersion, metadataCrc),
        since,
        attachedVersion);
  }

  private static Sequence sequence(JsonReader in) {
    String application = null;
    Long number = null;
    in.requireObject();
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "application" -> application = in.string();
        case "number" -> number = in.longValue();
        default -> in.skip();
      }
    }
    if (application == null || number == null) {
      throw new JsonFormatException("the sequence lacks its application or number");
    }
    return new Sequence(application, number);
  }

  private static Lag lag(JsonReader in) {
    String id = null;
    List<String> name = null;
    String location = null;
    long since = 0;
    List<Long> lakeVersions = new ArrayList<>();
    in.requireObject();
    for (String field = in.nextField(); field != null; field = in.nextField()) {
      switch (field) {
        case "tableId" -> id = in.string();
        case "name" -> name = in.stringList();
        case "location" -> location = in.string();
        case "since" -> since = in.longValue();
        case "lakeVersions" -> {
          if (in.value() instanceof List<?> list) {
            list.forEach(each -> lakeVersions.add(each instanceof Long number ? number : -1L));
          }
        }
        default -> in.skip();
      }
    }
    if (id == null || name == null || location == null || lakeVersions.contains(-1L)) {
      throw new JsonFormatException("an unpublished table lacks its id, name, location or entries");
    }
    return new Lag(id, new TableName(name), location, since, lakeVersions, null);
  }
}
