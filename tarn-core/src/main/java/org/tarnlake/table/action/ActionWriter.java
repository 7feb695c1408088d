package org.tarnlake.table.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;

/**
 * Actions as the lines of a Delta commit: compact JSON in UTF-8, without a line break. Stateless.
 *
 * <p>The order of fields and the kinds of values are those that every known reader accepts.
 */
public final class ActionWriter {
  private ActionWriter() {}

  static byte[] line(Action action) {
    JsonWriter out = new JsonWriter().beginObject();
    if (action instanceof AddFile add) {
      add(out, add);
    } else if (action instanceof RemoveFile remove) {
      remove(out, remove);
    } else if (action instanceof CdcFile cdc) {
      cdc(out, cdc);
    } else if (action instanceof Metadata metadata) {
      metadata(out, "metaData", metadata);
    } else if (action instanceof Protocol protocol) {
      protocol(out, "protocol", protocol);
    } else if (action instanceof SetTransaction txn) {
      out.beginObject("txn").field("appId", txn.appId()).field("version", txn.version());
      out.optional("lastUpdated", txn.updatedMillis() == 0 ? null : txn.updatedMillis());
    } else if (action instanceof DomainMetadata domain) {
      out.beginObject("domainMetadata").field("domain", domain.domain());
      out.field("configuration", domain.configuration()).field("removed", domain.removed());
    } else if (action instanceof CommitInfo info) {
      commitInfo(out, info);
    } else {
      throw new AssertionError(action);
    }
    return out.endObject().endObject().toBytes();
  }

  private static void add(JsonWriter out, AddFile add) {
    out.beginObject("add").field("path", add.path());
    stringMap(out, "partitionValues", add.partitionValues());
    out.field("size", add.sizeBytes()).field("modificationTime", add.modifiedMillis());
    out.field("dataChange", add.dataChange()).optional("stats", add.statistics());
    if (!add.tags().isEmpty()) {
      stringMap(out, "tags", add.tags());
    }
    deletionVector(out, add.deletionVector());
    rowIds(out, add.rowIds());
    out.optional("clusteringProvider", add.clusteringProvider());
  }

  private static void remove(JsonWriter out, RemoveFile remove) {
    out.beginObject("remove").field("path", remove.path());
    out.field("deletionTimestamp", remove.deletedMillis());
    out.field("dataChange", remove.dataChange());
    if (remove.partitionValues() != null) {
      out.field("extendedFileMetadata", true);
      stringMap(out, "partitionValues", remove.partitionValues());
      out.optional("size", remove.sizeBytes() < 0 ? null : remove.sizeBytes());
    }
    deletionVector(out, remove.deletionVector());
    rowIds(out, remove.rowIds());
  }

  private static void cdc(JsonWriter out, CdcFile cdc) {
    out.beginObject("cdc").field("path", cdc.path());
    stringMap(out, "partitionValues", cdc.partitionValues());
    out.field("size", cdc.sizeBytes()).field("dataChange", false);
    if (!cdc.tags().isEmpty()) {
      stringMap(out, "tags", cdc.tags());
    }
  }

  private static void deletionVector(JsonWriter out, @Nullable DeletionVector vector) {
    if (vector != null) {
      out.beginObject("deletionVector").field("storageType", vector.storageType());
      out.field("pathOrInlineDv", vector.pathOrInline()).optional("offset", vector.offset());
      out.field("sizeInBytes", vector.sizeBytes()).field("cardinality", vector.cardinality());
      out.endObject();
    }
  }

  private static void rowIds(JsonWriter out, @Nullable RowIds ids) {
    if (ids != null) {
      out.field("baseRowId", ids.baseRowId());
      out.field("defaultRowCommitVersion", ids.defaultCommitVersion());
    }
  }

  public static void metadata(JsonWriter out, String as, Metadata metadata) {
    out.beginObject(as).field("id", metadata.id());
    out.optional("name", metadata.name());
    out.optional("description", metadata.description());
    out.beginObject("format").field("provider", "parquet");
    stringMap(out, "options", metadata.formatOptions());
    out.endObject();
    out.field("schemaString", SchemaJson.write(metadata.schema().columns()));
    out.field("partitionColumns", (Object) metadata.partitionColumns());
    out.field("configuration", (Object) metadata.configuration());
    out.optional("createdTime", metadata.createdMillis());
  }

  public static void protocol(JsonWriter out, String as, Protocol protocol) {
    out.beginObject(as).field("minReaderVersion", protocol.minReaderVersion());
    out.field("minWriterVersion", protocol.minWriterVersion());
    out.optional("readerFeatures", protocol.readerFeatures());
    out.optional("writerFeatures", protocol.writerFeatures());
  }

  private static void commitInfo(JsonWriter out, CommitInfo info) {
    out.beginObject("commitInfo");
    out.optional("inCommitTimestamp", info.inCommit() ? info.timestampMillis() : null);
    out.field("timestamp", info.timestampMillis()).field("operation", info.operation());
    stringMap(out, "operationParameters", info.operationParameters());
    out.optional("isolationLevel", info.isolationLevel());
    out.field("isBlindAppend", info.blindAppend());
    stringMap(out, "operationMetrics", info.operationMetrics());
    out.optional("engineInfo", info.engine()).optional("txnId", info.txnId());
    if (!info.tags().isEmpty()) {
      stringMap(out, "tags", info.tags());
    }
  }

  private static void stringMap(
      JsonWriter out, String name, Map<String, ? extends @Nullable String> map) {
    out.beginObject(name);
    for (Map.Entry<String, ? extends @Nullable String> entry : map.entrySet()) {
      out.field(entry.getKey(), (Object) entry.getValue());
    }
    out.endObject();
  }
}
