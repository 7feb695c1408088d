package org.tarnlake.table.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * The columns of a table's checkpoint (PROTOCOL.md, "Checkpoint Schema"): one for each kind of
 * action, of which a row has exactly one. Stateless.
 *
 * <p>All are optional, and so is what is in them, since that is how other engines write and expect
 * them.
 */
final class CheckpointSchema {
  static final String TXN = "txn";
  static final String ADD = "add";
  static final String REMOVE = "remove";
  static final String METADATA = "metaData";
  static final String PROTOCOL = "protocol";
  static final String DOMAIN = "domainMetadata";

  static final String STATS = "stats";
  static final String STATS_PARSED = "stats_parsed";
  static final String PARTITION_VALUES_PARSED = "partitionValues_parsed";

  private static final DataType STRINGS = new ListType(DataType.STRING, true);
  private static final DataType STRING_MAP = new MapType(DataType.STRING, DataType.STRING, true);
  private static final StructType VECTOR =
      struct(
          Field.optional("storageType", DataType.STRING),
          Field.optional("pathOrInlineDv", DataType.STRING),
          Field.optional("offset", DataType.INT),
          Field.optional("sizeInBytes", DataType.INT),
          Field.optional("cardinality", DataType.LONG));

  private CheckpointSchema() {}

  /**
   * The columns of a checkpoint.
   *
   * @param statistics the type of the parsed statistics; null to have none
   * @param partition the type of the parsed partition values; null if the table has none
   * @param json whether the statistics are there as JSON
   */
  static StructType of(
      @Nullable StructType statistics, @Nullable StructType partition, boolean json) {
    List<Field> columns = new ArrayList<>();
    columns.add(
        Field.optional(
            TXN,
            struct(
                Field.optional("appId", DataType.STRING),
                Field.optional("version", DataType.LONG),
                Field.optional("lastUpdated", DataType.LONG))));
    columns.add(Field.optional(ADD, add(statistics, partition, json)));
    columns.add(
        Field.optional(
            REMOVE,
            struct(
                Field.optional("path", DataType.STRING),
                Field.optional("deletionTimestamp", DataType.LONG),
                Field.optional("dataChange", DataType.BOOLEAN),
                Field.optional("extendedFileMetadata", DataType.BOOLEAN),
                Field.optional("partitionValues", STRING_MAP),
                Field.optional("size", DataType.LONG),
                Field.optional("deletionVector", VECTOR),
                Field.optional("baseRowId", DataType.LONG),
                Field.optional("defaultRowCommitVersion", DataType.LONG))));
    columns.add(
        Field.optional(
            METADATA,
            struct(
                Field.optional("id", DataType.STRING),
                Field.optional("name", DataType.STRING),
                Field.optional("description", DataType.STRING),
                Field.optional(
                    "format",
                    struct(
                        Field.optional("provider", DataType.STRING),
                        Field.optional("options", STRING_MAP))),
                Field.optional("schemaString", DataType.STRING),
                Field.optional("partitionColumns", STRINGS),
                Field.optional("configuration", STRING_MAP),
                Field.optional("createdTime", DataType.LONG))));
    columns.add(
        Field.optional(
            PROTOCOL,
            struct(
                Field.optional("minReaderVersion", DataType.INT),
                Field.optional("minWriterVersion", DataType.INT),
                Field.optional("readerFeatures", STRINGS),
                Field.optional("writerFeatures", STRINGS))));
    columns.add(
        Field.optional(
            DOMAIN,
            struct(
                Field.optional("domain", DataType.STRING),
                Field.optional("configuration", DataType.STRING),
                Field.optional("removed", DataType.BOOLEAN))));
    return new StructType(columns);
  }

  private static StructType add(
      @Nullable StructType statistics, @Nullable StructType partition, boolean json) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.optional("path", DataType.STRING));
    fields.add(Field.optional("partitionValues", STRING_MAP));
    fields.add(Field.optional("size", DataType.LONG));
    fields.add(Field.optional("modificationTime", DataType.LONG));
    fields.add(Field.optional("dataChange", DataType.BOOLEAN));
    fields.add(Field.optional("tags", STRING_MAP));
    fields.add(Field.optional("deletionVector", VECTOR));
    fields.add(Field.optional("baseRowId", DataType.LONG));
    fields.add(Field.optional("defaultRowCommitVersion", DataType.LONG));
    fields.add(Field.optional("clusteringProvider", DataType.STRING));
    if (json) {
      fields.add(Field.optional(STATS, DataType.STRING));
    }
    if (statistics != null) {
      fields.add(Field.optional(STATS_PARSED, statistics));
    }
    if (partition != null) {
      fields.add(Field.optional(PARTITION_VALUES_PARSED, partition));
    }
    return new StructType(fields);
  }

  private static StructType struct(Field... fields) {
    return new StructType(List.of(fields));
  }
}
