package org.tarnlake.table.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.checkpoint.Sidecar;
import org.tarnlake.table.state.CheckpointColumns;

/** A Delta log made by hand, in a store that holds nothing else. */
public final class LogFixture {
  public static final Protocol PROTOCOL = new Protocol(1, 2, null, null);
  public static final Schema SCHEMA =
      new Schema(
          new StructType(
              List.of(
                  Field.optional("day", DataType.STRING),
                  Field.optional("id", DataType.LONG),
                  Field.optional("at", DataType.TIMESTAMP))),
          List.of("day"));
  public static final Metadata METADATA = new Metadata("the-table", null, SCHEMA, Map.of(), 1L);

  private final ObjectStore store;

  public LogFixture(ObjectStore store) {
    this.store = store;
  }

  public static AddFile add(String path) {
    return new AddFile(path, Map.of("day", "d1"), 10, 1, true, null);
  }

  public static AddFile add(String path, String day, long from, long to) {
    Map<String, String> partition = new LinkedHashMap<>();
    partition.put("day", day);
    String statistics =
        "{\"numRecords\":3,\"minValues\":{\"id\":%d},\"maxValues\":{\"id\":%d},\"nullCount\":{\"id\":0}}"
            .formatted(from, to);
    return new AddFile(path, partition, 10, 1, false, statistics);
  }

  public static RemoveFile remove(String path) {
    return new RemoveFile(path, null, 5, true, null, -1, null);
  }

  public LogFixture commit(long version, Action... actions) {
    List<Action> all = new ArrayList<>();
    all.add(new CommitInfo(1000 + version, "WRITE", Map.of(), true, Map.of(), null, Map.of()));
    if (version == 0) {
      all.add(PROTOCOL);
      all.add(METADATA);
    }
    all.addAll(List.of(actions));
    return put(DeltaNames.commit("", version), CommitLines.of(all).bytes());
  }

  public LogFixture put(String name, String content) {
    return put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public LogFixture put(String name, byte[] content) {
    try {
      store.put(name, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public LogFixture delete(String name) {
    try {
      store.delete(name);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String checkpoint(long version) {
    return DeltaNames.prefix("", version) + ".checkpoint.parquet";
  }

  public static String part(long version, int part, int parts) {
    return DeltaNames.prefix("", version)
        + ".checkpoint.%010d.%010d.parquet".formatted(part, parts);
  }

  static String v2(long version, String extension) {
    return DeltaNames.prefix("", version) + ".checkpoint." + new UUID(7, version) + "." + extension;
  }

  /** How the statistics of adds are written. */
  public enum Form {
    JSON,
    PARSED,
    PARSED_ONLY
  }

  /** Writes actions as a Parquet file in the form of a checkpoint; returns its size. */
  public long parquet(String name, Form form, List<? extends Object> actions) {
    StructType columns = columns(form);
    RowBuffer rows = new RowBuffer(columns);
    for (Object action : actions) {
      Object[] row = new Object[columns.size()];
      int ordinal = columns.indexOf(kind(action));
      row[ordinal] = value(action, form);
      rows.append(row);
    }
    try (Upload upload = store.upload(name);
        DataFileWriter writer = DataFileWriter.open(upload, columns)) {
      writer.write(rows.toBatch());
      writer.finish();
      upload.commit();
      return store.size(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TableLog log() {
    return new TableLog(store, "");
  }

  /** A log that leaves the files of every checkpoint in it. */
  public TableLog streamingLog() {
    return new TableLog(store, "", new DataFiles(store), 0);
  }

  private static StructType columns(Form form) {
    List<Field> add = new ArrayList<>(CheckpointColumns.ADD);
    if (form != Form.PARSED_ONLY) {
      add.add(Field.optional("stats", DataType.STRING));
    }
    if (form != Form.JSON) {
      StructType id = new StructType(List.of(Field.optional("id", DataType.LONG)));
      add.add(
          Field.optional(
              "partitionValues_parsed",
              new StructType(List.of(Field.optional("day", DataType.STRING)))));
      add.add(
          Field.optional(
              "stats_parsed",
              new StructType(
                  List.of(
                      Field.optional("numRecords", DataType.LONG),
                      Field.optional("minValues", id),
                      Field.optional("maxValues", id),
                      Field.optional("nullCount", id)))));
    }
    List<Field> fields = new ArrayList<>(CheckpointColumns.OTHERS.fields());
    fields.add(CheckpointColumns.REMOVE);
    fields.add(Field.optional("add", new StructType(add)));
    return new StructType(fields);
  }

  private static String kind(Object action) {
    if (action instanceof AddFile) {
      return "add";
    }
    if (action instanceof RemoveFile) {
      return "remove";
    }
    if (action instanceof Protocol) {
      return "protocol";
    }
    if (action instanceof Metadata) {
      return "metaData";
    }
    if (action instanceof SetTransaction) {
      return "txn";
    }
    return action instanceof DomainMetadata ? "domainMetadata" : "sidecar";
  }

  private static Map<String, Object> value(Object action, Form form) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (action instanceof AddFile add) {
      fields.put("path", add.path());
      fields.put("partitionValues", add.partitionValues());
      fields.put("size", add.sizeBytes());
      fields.put("modificationTime", add.modifiedMillis());
      fields.put("dataChange", false);
      fields.put("deletionVector", vector(add.deletionVector()));
      if (add.rowIds() != null) {
        fields.put("baseRowId", add.rowIds().baseRowId());
        fields.put("defaultRowCommitVersion", add.rowIds().defaultCommitVersion());
      }
      fields.put("tags", add.tags().isEmpty() ? null : add.tags());
      fields.put("clusteringProvider", add.clusteringProvider());
      if (form != Form.PARSED_ONLY) {
        fields.put("stats", form == Form.PARSED ? null : add.statistics());
      }
      if (form != Form.JSON) {
        fields.put("partitionValues_parsed", add.partitionValues());
        fields.put(
            "stats_parsed",
            add.statistics() == null
                ? null
                : org.tarnlake.json.JsonReader.parseObject(add.statistics()));
      }
    } else if (action instanceof RemoveFile remove) {
      fields.put("path", remove.path());
      fields.put("deletionTimestamp", remove.deletedMillis());
      fields.put("dataChange", remove.dataChange());
      fields.put("deletionVector", vector(remove.deletionVector()));
    } else if (action instanceof Protocol protocol) {
      fields.put("minReaderVersion", protocol.minReaderVersion());
      fields.put("minWriterVersion", protocol.minWriterVersion());
      fields.put("readerFeatures", protocol.readerFeatures());
      fields.put("writerFeatures", protocol.writerFeatures());
    } else if (action instanceof Metadata metadata) {
      fields.put("id", metadata.id());
      fields.put("description", metadata.description());
      fields.put("schemaString", SchemaJson.write(metadata.schema().columns()));
      fields.put("partitionColumns", metadata.partitionColumns());
      fields.put("configuration", metadata.configuration());
      fields.put("createdTime", metadata.createdMillis());
    } else if (action instanceof SetTransaction txn) {
      fields.put("appId", txn.appId());
      fields.put("version", txn.version());
      fields.put("lastUpdated", txn.updatedMillis());
    } else if (action instanceof DomainMetadata domain) {
      fields.put("domain", domain.domain());
      fields.put("configuration", domain.configuration());
      fields.put("removed", domain.removed());
    } else if (action instanceof Sidecar sidecar) {
      fields.put("path", sidecar.path());
      fields.put("sizeInBytes", sidecar.sizeBytes());
    }
    return fields;
  }

  private static Map<String, Object> vector(DeletionVector vector) {
    if (vector == null) {
      return null;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("storageType", vector.storageType());
    fields.put("pathOrInlineDv", vector.pathOrInline());
    fields.put("offset", vector.offset());
    fields.put("sizeInBytes", vector.sizeBytes());
    fields.put("cardinality", vector.cardinality());
    return fields;
  }
}
