package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.checkpoint.CheckpointAdds;

/**
 * What the files of a table's checkpoint say, whoever wrote them, beside what the commits add up
 * to. Of a data file they keep path and size, so that memory follows the number of files; and all
 * of one that may be described otherwise. One thread at a time.
 */
final class TableCheckpointRows {
  private static final String TRANSACTION_RETENTION = "delta.setTransactionRetentionDuration";
  private static final DataType STRINGS = new ListType(DataType.STRING, true);
  private static final DataType STRING_MAP = new MapType(DataType.STRING, DataType.STRING, true);
  private static final StructType COLUMNS =
      struct(
          column(
              "txn",
              Field.optional("appId", DataType.STRING),
              Field.optional("version", DataType.LONG)),
          column(
              "domainMetadata",
              Field.optional("domain", DataType.STRING),
              Field.optional("configuration", DataType.STRING),
              Field.optional("removed", DataType.BOOLEAN)),
          column(
              "metaData",
              Field.optional("id", DataType.STRING),
              Field.optional("name", DataType.STRING),
              Field.optional("description", DataType.STRING),
              Field.optional("format", struct(Field.optional("options", STRING_MAP))),
              Field.optional("schemaString", DataType.STRING),
              Field.optional("partitionColumns", STRINGS),
              Field.optional("configuration", STRING_MAP),
              Field.optional("createdTime", DataType.LONG)),
          column(
              "protocol",
              Field.optional("minReaderVersion", DataType.INT),
              Field.optional("minWriterVersion", DataType.INT),
              Field.optional("readerFeatures", STRINGS),
              Field.optional("writerFeatures", STRINGS)));

  private final TableReplay table;
  private final @Nullable Schema schema;
  private final Map<FileKey, Long> files = new HashMap<>();
  private final TreeMap<Long, List<AddFile>> suspects = new TreeMap<>();
  private final Map<String, Long> transactions = new TreeMap<>();
  private final Map<String, String> domains = new TreeMap<>();
  private long adds;
  private @Nullable Metadata metadata;
  private @Nullable Protocol protocol;
  private @Nullable String contradiction;

  /**
   * @param table at the version of the checkpoint
   */
  TableCheckpointRows(TableReplay table) {
    this.table = table;
    this.schema = table.physicalSchema();
  }

  private static StructType struct(Field... fields) {
    return new StructType(List.of(fields));
  }

  private static Field column(String name, Field... fields) {
    return Field.optional(name, struct(fields));
  }

  /**
   * Reads one of the files to its end: all columns, since other engines may believe those that are
   * not compared, and what is not needed to read rows.
   *
   * @throws RuntimeException if it is damaged
   */
  void read(DataFile file) {
    file.describe();
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, file.type(), null)) {
        while (source.next() != null) {
          // Only to verify the checksums of its pages.
        }
      }
    }
    CheckpointAdds.read(file, this::add);
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, COLUMNS, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          read(batch);
        }
      }
    }
  }

  private void add(CheckpointAdds.Told told) {
    AddFile add = told.add();
    adds++;
    FileKey key = FileKey.of(add);
    files.put(key, add.sizeBytes());
    if (contradiction == null && schema != null) {
      String flaw = CheckpointAddCheck.contradiction(schema, told);
      contradiction =
          flaw == null
              ? null
              : "it contradicts itself on data file %s: %s".formatted(add.path(), flaw);
    }
    TableReplay.LiveFile live = table.files().get(key);
    if (live != null && live.hash() != CheckpointAddCheck.hash(add)) {
      suspects.computeIfAbsent(live.tableVersion(), version -> new ArrayList<>()).add(add);
    }
  }

  private void read(Batch batch) {
    for (int row = 0; row < batch.rowCount(); row++) {
      if (batch.vector("txn").valueAt(row) instanceof Row txn) {
        transactions.put(text(txn, "appId"), txn.getLong("version"));
      } else if (batch.vector("domainMetadata").valueAt(row) instanceof Row domain) {
        if (!Boolean.TRUE.equals(domain.get("removed"))) {
          domains.put(text(domain, "domain"), text(domain, "configuration"));
        }
      } else if (batch.vector("metaData").valueAt(row) instanceof Row each) {
        metadata = metadata(each);
      } else if (batch.vector("protocol").valueAt(row) instanceof Row each) {
        protocol =
            new Protocol(
                each.getInt("minReaderVersion"),
                each.getInt("minWriterVersion"),
                strings(each, "readerFeatures"),
                strings(each, "writerFeatures"));
      }
    }
  }

  private static Metadata metadata(Row row) {
    List<String> partitions = strings(row, "partitionColumns");
    return new Metadata(
        text(row, "id"),
        row.get("name") instanceof String name ? name : null,
        new Schema(
            SchemaJson.read(text(row, "schemaString")),
            partitions == null ? List.of() : partitions),
        map(row.get("configuration")),
        row.get("createdTime") instanceof Long created ? created : null,
        row.get("description") instanceof String description ? description : null,
        row.get("format") instanceof Row format ? map(format.get("options")) : Map.of());
  }

  private static Map<String, String> map(@Nullable Object value) {
    Map<String, String> strings = new HashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> strings.put(String.valueOf(key), String.valueOf(each)));
    }
    return strings;
  }

  private static String text(Row row, String field) {
    return String.valueOf(row.get(field));
  }

  private static @Nullable List<String> strings(Row row, String field) {
    return row.get(field) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : null;
  }

  /**
   * The first difference from what the commits add up to; null if there is none.
   *
   * @param commits finds the adds of a commit by version and file; null where the commit is gone
   */
  @Nullable String difference(BiFunction<Long, FileKey, @Nullable AddFile> commits) {
    if (!Objects.equals(protocol, table.protocol())) {
      return "it has another protocol than the commits";
    }
    if (!Objects.equals(metadata, table.metadata())) {
      return "it has other metadata than the commits";
    }
    for (Map.Entry<FileKey, Long> file : files.entrySet()) {
      TableReplay.LiveFile live = table.files().get(file.getKey());
      if (live == null) {
        return "it has data file %s, which is no part of the table".formatted(file.getKey().path());
      }
      if (live.sizeBytes() != file.getValue()) {
        return "it says that data file %s has %s bytes, but version %s says %s"
            .formatted(live.path(), file.getValue(), live.tableVersion(), live.sizeBytes());
      }
    }
    if (adds != table.files().size()) {
      return "it has %s adds, but the commits add up to %s files"
          .formatted(adds, table.files().size());
    }
    if (!isEachTransactionOf(table)) {
      return "it has the application versions %s, but the commits have %s"
          .formatted(transactions, table.transactions());
    }
    if (contradiction != null) {
      return contradiction;
    }
    for (Map.Entry<Long, List<AddFile>> each : suspects.entrySet()) {
      for (AddFile told : each.getValue()) {
        AddFile known = commits.apply(each.getKey(), FileKey.of(told));
        String difference =
            known == null || schema == null
                ? null
                : CheckpointAddCheck.difference(schema, known, told);
        if (difference != null) {
          return "it says of data file %s that its %s, as version %s says"
              .formatted(told.path(), difference, each.getKey());
        }
      }
    }
    return domains.equals(table.domains())
        ? null
        : "it has the domains %s, but the commits have %s".formatted(domains, table.domains());
  }

  /** Other engines leave out what has expired, where the table says that anything does. */
  private boolean isEachTransactionOf(TableReplay table) {
    Metadata known = table.metadata();
    boolean mayExpire = known != null && known.configuration().containsKey(TRANSACTION_RETENTION);
    return mayExpire
        ? table.transactions().entrySet().containsAll(transactions.entrySet())
        : transactions.equals(table.transactions());
  }
}
