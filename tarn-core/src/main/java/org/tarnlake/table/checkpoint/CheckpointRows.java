package org.tarnlake.table.checkpoint;

import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.action.SetTransaction;

/** Actions as the rows, canonical, of one table's checkpoints. Immutable. */
final class CheckpointRows {
  private static final String STATS_AS_JSON = "delta.checkpoint.writeStatsAsJson";
  private static final String STATS_AS_STRUCT = "delta.checkpoint.writeStatsAsStruct";

  private final StructType type;
  private final boolean json;
  private final @Nullable CheckpointStatistics statistics;
  private final CheckpointPartitions partitions;

  CheckpointRows(Metadata metadata, ColumnMapping mapping) {
    this.json = isOn(metadata, STATS_AS_JSON);
    this.statistics =
        isOn(metadata, STATS_AS_STRUCT) ? new CheckpointStatistics(metadata, mapping) : null;
    this.partitions = new CheckpointPartitions(metadata.schema(), mapping);
    this.type =
        CheckpointSchema.of(statistics == null ? null : statistics.type(), partitions.type(), json);
  }

  private static boolean isOn(Metadata metadata, String property) {
    return !"false".equalsIgnoreCase(metadata.configuration().get(property));
  }

  StructType type() {
    return type;
  }

  CheckpointPartitions partitions() {
    return partitions;
  }

  /** The statistics that a file's row has as JSON; null if none. */
  @Nullable String json(AddFile add) {
    return json ? add.statistics() : null;
  }

  @Nullable Object[] add(AddFile add) {
    @Nullable Object[] values = new @Nullable Object[fields(CheckpointSchema.ADD)];
    values[0] = add.path();
    values[1] = add.partitionValues();
    values[2] = add.sizeBytes();
    values[3] = add.modifiedMillis();
    values[4] = false;
    values[5] = add.tags().isEmpty() ? null : add.tags();
    values[6] = vector(add.deletionVector());
    RowIds ids = add.rowIds();
    values[7] = ids == null ? null : ids.baseRowId();
    values[8] = ids == null ? null : ids.defaultCommitVersion();
    values[9] = add.clusteringProvider();
    int next = 10;
    if (json) {
      values[next++] = add.statistics();
    }
    if (statistics != null) {
      String text = add.statistics();
      values[next++] = text == null ? null : statistics.parse(text);
    }
    if (partitions.type() != null) {
      values[next] = partitions.parse(add);
    }
    return row(CheckpointSchema.ADD, values);
  }

  /** Without statistics and tags, which nobody asks of what is gone. */
  @Nullable Object[] remove(RemoveFile remove) {
    RowIds ids = remove.rowIds();
    return row(
        CheckpointSchema.REMOVE,
        remove.path(),
        remove.deletedMillis(),
        false,
        remove.partitionValues() != null,
        remove.partitionValues(),
        remove.sizeBytes() < 0 ? null : remove.sizeBytes(),
        vector(remove.deletionVector()),
        ids == null ? null : ids.baseRowId(),
        ids == null ? null : ids.defaultCommitVersion());
  }

  @Nullable Object[] metadata(Metadata metadata) {
    return row(
        CheckpointSchema.METADATA,
        metadata.id(),
        metadata.name(),
        metadata.description(),
        new Object[] {"parquet", metadata.formatOptions()},
        SchemaJson.write(metadata.schema().columns()),
        metadata.partitionColumns(),
        metadata.configuration(),
        metadata.createdMillis());
  }

  @Nullable Object[] protocol(Protocol protocol) {
    return row(
        CheckpointSchema.PROTOCOL,
        protocol.minReaderVersion(),
        protocol.minWriterVersion(),
        protocol.minReaderVersion() == 3 ? protocol.readerFeatures() : null,
        protocol.minWriterVersion() == 7 ? protocol.writerFeatures() : null);
  }

  @Nullable Object[] transaction(SetTransaction txn) {
    return row(
        CheckpointSchema.TXN,
        txn.appId(),
        txn.version(),
        txn.updatedMillis() == 0 ? null : txn.updatedMillis());
  }

  @Nullable Object[] domain(DomainMetadata domain) {
    return row(CheckpointSchema.DOMAIN, domain.domain(), domain.configuration(), domain.removed());
  }

  private static @Nullable Object vector(@Nullable DeletionVector vector) {
    return vector == null
        ? null
        : new @Nullable Object[] {
          vector.storageType(),
          vector.pathOrInline(),
          vector.offset(),
          vector.sizeBytes(),
          vector.cardinality()
        };
  }

  private int fields(String column) {
    return ((StructType) type.field(type.indexOf(column)).type()).size();
  }

  private @Nullable Object[] row(String column, @Nullable Object... values) {
    @Nullable Object[] row = new @Nullable Object[type.size()];
    row[type.indexOf(column)] = values;
    return row;
  }
}
