package org.tarnlake.table.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;

/**
 * Reads the lines of Delta commits. Unknown fields and unknown actions are passed over, as the
 * protocol asks. Stateless.
 */
public final class ActionReader {
  private ActionReader() {}

  /**
   * The action of a line; null for one of a kind that Tarn does not know.
   *
   * @throws JsonFormatException if the line is no action
   */
  public static @Nullable Action read(byte[] bytes, int offset, int length) {
    JsonReader in = JsonReader.of(bytes, offset, length);
    in.requireObject();
    Action action = null;
    for (String kind = in.nextField(); kind != null; kind = in.nextField()) {
      Action found = action(kind, in);
      if (found != null && action != null) {
        throw new JsonFormatException("one line holds two actions");
      }
      action = found == null ? action : found;
    }
    in.requireEnd();
    return action;
  }

  private static @Nullable Action action(String kind, JsonReader in) {
    return switch (kind) {
      case "add" -> in.beginObject() ? FileActionReader.add(in) : null;
      case "remove" -> in.beginObject() ? FileActionReader.remove(in) : null;
      case "cdc" -> in.beginObject() ? FileActionReader.cdc(in) : null;
      case "metaData" -> in.beginObject() ? metadata(in) : null;
      case "protocol" -> in.beginObject() ? protocol(in) : null;
      case "txn" -> in.beginObject() ? txn(in) : null;
      case "domainMetadata" -> in.beginObject() ? domain(in) : null;
      case "commitInfo" -> in.beginObject() ? commitInfo(in) : null;
      default -> {
        in.skip();
        yield null;
      }
    };
  }

  public static Metadata metadata(JsonReader in) {
    String id = null;
    String tableName = null;
    String description = null;
    String schema = null;
    List<String> partitionColumns = List.of();
    Map<String, @Nullable String> configuration = Map.of();
    Long created = null;
    Map<String, String> options = Map.of();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "id" -> id = in.string();
        case "name" -> tableName = in.optionalString();
        case "description" -> description = in.optionalString();
        case "schemaString" -> schema = in.optionalString();
        case "partitionColumns" ->
            partitionColumns = Objects.requireNonNullElse(in.stringList(), List.of());
        case "configuration" -> configuration = in.stringMap();
        case "createdTime" -> created = in.value() instanceof Long millis ? millis : null;
        case "format" -> options = in.beginObject() ? formatOptions(in) : Map.of();
        default -> in.skip();
      }
    }
    String tableId = need(id, "metaData", "id");
    String shownName = tableName;
    String shownText = description;
    Map<String, String> properties = withoutNulls(configuration);
    Long createdMillis = created;
    Map<String, String> formatOptions = options;
    return Metadata.read(
        schema,
        partitionColumns,
        columns ->
            new Metadata(
                tableId, shownName, columns, properties, createdMillis, shownText, formatOptions));
  }

  private static Map<String, String> formatOptions(JsonReader in) {
    Map<String, @Nullable String> options = Map.of();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      if (name.equals("options")) {
        options = in.stringMap();
      } else {
        in.skip();
      }
    }
    return withoutNulls(options);
  }

  public static Map<String, String> withoutNulls(Map<String, @Nullable String> map) {
    Map<String, String> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            kept.put(key, value);
          }
        });
    return kept;
  }

  public static Protocol protocol(JsonReader in) {
    int reader = 1;
    int writer = 1;
    List<String> readerFeatures = null;
    List<String> writerFeatures = null;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "minReaderVersion" -> reader = Math.toIntExact(in.longValue());
        case "minWriterVersion" -> writer = Math.toIntExact(in.longValue());
        case "readerFeatures" -> readerFeatures = in.stringList();
        case "writerFeatures" -> writerFeatures = in.stringList();
        default -> in.skip();
      }
    }
    return new Protocol(reader, writer, readerFeatures, writerFeatures);
  }

  private static SetTransaction txn(JsonReader in) {
    String appId = null;
    long version = 0;
    long updated = 0;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "appId" -> appId = in.string();
        case "version" -> version = in.longValue();
        case "lastUpdated" -> updated = in.value() instanceof Long millis ? millis : 0;
        default -> in.skip();
      }
    }
    return new SetTransaction(need(appId, "txn", "appId"), version, updated);
  }

  private static DomainMetadata domain(JsonReader in) {
    String domain = null;
    String configuration = "";
    boolean removed = false;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "domain" -> domain = in.string();
        case "configuration" -> configuration = in.string();
        case "removed" -> removed = in.booleanValue();
        default -> in.skip();
      }
    }
    return new DomainMetadata(need(domain, "domainMetadata", "domain"), configuration, removed);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys; values are made strings
  private static CommitInfo commitInfo(JsonReader in) {
    long timestamp = 0;
    long inCommitTimestamp = 0;
    String operation = "";
    boolean blind = false;
    String txnId = null;
    String isolationLevel = null;
    String engine = null;
    Map<String, Map<String, String>> maps = new java.util.HashMap<>();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      Object value = in.value();
      switch (name) {
        case "timestamp" -> timestamp = value instanceof Long millis ? millis : 0;
        case "inCommitTimestamp" -> inCommitTimestamp = value instanceof Long millis ? millis : 0;
        case "operation" -> operation = String.valueOf(value);
        case "isBlindAppend" -> blind = Boolean.TRUE.equals(value);
        case "isolationLevel" -> isolationLevel = value instanceof String level ? level : null;
        case "engineInfo" -> engine = value instanceof String info ? info : null;
        case "txnId" -> txnId = value instanceof String id ? id : null;
        case "operationParameters", "operationMetrics", "tags" -> {
          Map<String, String> strings = new LinkedHashMap<>();
          if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> strings.put((String) key, String.valueOf(each)));
          }
          maps.put(name, strings);
        }
        default -> {}
      }
    }
    return new CommitInfo(
        inCommitTimestamp > 0 ? inCommitTimestamp : timestamp,
        operation,
        maps.getOrDefault("operationParameters", Map.of()),
        blind,
        maps.getOrDefault("operationMetrics", Map.of()),
        txnId,
        maps.getOrDefault("tags", Map.of()),
        inCommitTimestamp > 0,
        isolationLevel,
        engine);
  }

  /** The {@code numRecords} of statistics; -1 if they do not say, or are malformed or negative. */
  static long rowCount(String statistics) {
    try {
      JsonReader in = JsonReader.of(statistics);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        if (name.equals("numRecords")) {
          return in.value() instanceof Long rows ? Math.max(-1, rows) : -1;
        }
        in.skip();
      }
    } catch (JsonFormatException e) {
      return -1;
    }
    return -1;
  }

  public static String need(@Nullable String value, String action, String field) {
    if (value == null) {
      throw new JsonFormatException(action + " lacks '" + field + "'");
    }
    return value;
  }
}
