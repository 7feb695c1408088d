package org.tarnlake.table.action;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;

/** Reads the actions about data files, whose object has begun. Stateless. */
final class FileActionReader {
  private FileActionReader() {}

  static AddFile add(JsonReader in) {
    String path = null;
    Map<String, @Nullable String> partitionValues = Map.of();
    long sizeBytes = -1;
    long modified = 0;
    boolean dataChange = true;
    String statistics = null;
    DeletionVector vector = null;
    Object baseRowId = null;
    Object rowVersion = null;
    Map<String, @Nullable String> tags = Map.of();
    String clusteringProvider = null;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "path" -> path = in.string();
        case "partitionValues" -> partitionValues = in.stringMap();
        case "size" -> sizeBytes = in.longValue();
        case "modificationTime" -> modified = in.longValue();
        case "dataChange" -> dataChange = in.booleanValue();
        case "stats" -> statistics = in.optionalString();
        case "deletionVector" -> vector = in.beginObject() ? deletionVector(in) : null;
        case "baseRowId" -> baseRowId = in.value();
        case "defaultRowCommitVersion" -> rowVersion = in.value();
        case "tags" -> tags = in.beginObject() ? strings(in) : Map.of();
        case "clusteringProvider" -> clusteringProvider = in.optionalString();
        default -> in.skip();
      }
    }
    if (sizeBytes < 0) {
      throw new JsonFormatException("an add lacks a size");
    }
    return new AddFile(
        ActionReader.need(path, "add", "path"),
        partitionValues,
        sizeBytes,
        modified,
        dataChange,
        statistics,
        vector,
        rowIds(baseRowId, rowVersion),
        tags,
        clusteringProvider);
  }

  static RemoveFile remove(JsonReader in) {
    String path = null;
    long deleted = 0;
    boolean dataChange = true;
    Map<String, @Nullable String> partitionValues = null;
    long sizeBytes = -1;
    DeletionVector vector = null;
    Object baseRowId = null;
    Object rowVersion = null;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "path" -> path = in.string();
        case "partitionValues" -> partitionValues = in.beginObject() ? strings(in) : null;
        case "size" -> sizeBytes = in.value() instanceof Long size ? size : -1;
        case "deletionVector" -> vector = in.beginObject() ? deletionVector(in) : null;
        case "baseRowId" -> baseRowId = in.value();
        case "defaultRowCommitVersion" -> rowVersion = in.value();
        case "deletionTimestamp" -> deleted = in.value() instanceof Long millis ? millis : 0;
        case "dataChange" -> dataChange = in.booleanValue();
        default -> in.skip();
      }
    }
    return new RemoveFile(
        ActionReader.need(path, "remove", "path"),
        vector,
        deleted,
        dataChange,
        partitionValues,
        sizeBytes,
        rowIds(baseRowId, rowVersion));
  }

  static CdcFile cdc(JsonReader in) {
    String path = null;
    Map<String, @Nullable String> partitionValues = Map.of();
    long sizeBytes = -1;
    Map<String, @Nullable String> tags = Map.of();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "path" -> path = in.string();
        case "partitionValues" -> partitionValues = in.stringMap();
        case "size" -> sizeBytes = in.longValue();
        case "tags" -> tags = in.beginObject() ? strings(in) : Map.of();
        default -> in.skip();
      }
    }
    if (sizeBytes < 0) {
      throw new JsonFormatException("a cdc lacks a size");
    }
    return new CdcFile(ActionReader.need(path, "cdc", "path"), partitionValues, sizeBytes, tags);
  }

  private static @Nullable RowIds rowIds(@Nullable Object baseRowId, @Nullable Object version) {
    return baseRowId instanceof Long base && version instanceof Long added
        ? new RowIds(base, added)
        : null;
  }

  private static DeletionVector deletionVector(JsonReader in) {
    String storageType = null;
    String pathOrInline = null;
    Integer offset = null;
    int sizeBytes = -1;
    long cardinality = -1;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "storageType" -> storageType = in.string();
        case "pathOrInlineDv" -> pathOrInline = in.string();
        case "offset" -> offset = in.value() instanceof Long at ? Math.toIntExact(at) : null;
        case "sizeInBytes" -> sizeBytes = Math.toIntExact(in.longValue());
        case "cardinality" -> cardinality = in.longValue();
        default -> in.skip();
      }
    }
    if (sizeBytes < 0 || cardinality < 0) {
      throw new JsonFormatException("a deletionVector lacks sizeInBytes or cardinality");
    }
    return new DeletionVector(
        ActionReader.need(storageType, "deletionVector", "storageType"),
        ActionReader.need(pathOrInline, "deletionVector", "pathOrInlineDv"),
        offset,
        sizeBytes,
        cardinality);
  }

  /** The fields of an object that has begun, as text. */
  private static Map<String, @Nullable String> strings(JsonReader in) {
    Map<String, @Nullable String> strings = new LinkedHashMap<>();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      Object value = in.value();
      strings.put(name, value == null ? null : value.toString());
    }
    return strings;
  }
}
