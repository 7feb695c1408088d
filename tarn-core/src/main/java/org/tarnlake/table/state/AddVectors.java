package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;

/**
 * The adds of some rows of a checkpoint. An object is made of a row only when it is asked for. One
 * thread at a time.
 */
public final class AddVectors {
  private static final String STATS = "stats";
  private static final String STATS_PARSED = "stats_parsed";

  private final StructVector add;
  private final Vector path;
  private final @Nullable Vector partitionValues;
  private final Vector size;
  private final @Nullable Vector modified;
  private final @Nullable Vector dataChange;
  private final @Nullable StructVector deletionVector;
  private final @Nullable Vector baseRowId;
  private final @Nullable Vector rowVersion;
  private final @Nullable Vector tags;
  private final @Nullable Vector clusteringProvider;
  private final @Nullable Vector statistics;
  private final @Nullable StructVector parsedStatistics;
  private Map<String, @Nullable String> lastPartition = Map.of();

  /**
   * @param add of a type that {@link #column} gave
   */
  public AddVectors(StructVector add) {
    this.add = add;
    this.path = ActionVectors.child(add, "path");
    this.partitionValues = find(add, "partitionValues");
    this.size = ActionVectors.child(add, "size");
    this.modified = find(add, "modificationTime");
    this.dataChange = find(add, "dataChange");
    this.deletionVector = (StructVector) find(add, "deletionVector");
    this.baseRowId = find(add, "baseRowId");
    this.rowVersion = find(add, "defaultRowCommitVersion");
    this.tags = find(add, "tags");
    this.clusteringProvider = find(add, "clusteringProvider");
    this.statistics = find(add, STATS);
    this.parsedStatistics = (StructVector) find(add, STATS_PARSED);
  }

  private static @Nullable Vector find(StructVector struct, String name) {
    int ordinal = ((StructType) struct.type()).indexOf(name);
    return ordinal < 0 ? null : struct.child(ordinal);
  }

  /**
   * The column to read of a row group: what it has values of. Parsed statistics are read only where
   * there are none as JSON.
   *
   * @param withStatistics whether the statistics are wanted at all
   */
  static Field column(DataFile file, int rowGroup, boolean withStatistics) {
    List<Field> fields = new ArrayList<>();
    for (Field field : CheckpointColumns.ADD) {
      boolean isNeeded = field.name().equals("path") || field.name().equals("size");
      if (isNeeded || file.mayHaveValues(rowGroup, List.of("add", field.name()))) {
        fields.add(field);
      }
    }
    Field parsed = field(file.type(), STATS_PARSED);
    if (withStatistics && file.mayHaveValues(rowGroup, List.of("add", STATS))) {
      fields.add(CheckpointColumns.field(STATS, DataType.STRING));
    } else if (withStatistics && parsed != null && parsed.type() instanceof StructType) {
      fields.add(CheckpointColumns.field(STATS_PARSED, parsed.type()));
    }
    return CheckpointColumns.field("add", new StructType(fields));
  }

  /** A field of the adds in a file; null if the file has none such. */
  public static @Nullable Field field(StructType file, String name) {
    int ordinal = file.indexOf("add");
    if (ordinal < 0 || !(file.field(ordinal).type() instanceof StructType add)) {
      return null;
    }
    int inner = add.indexOf(name);
    return inner < 0 ? null : add.field(inner);
  }

  /** Whether there is an add in a row. */
  public boolean has(int row) {
    return !add.isNull(row);
  }

  FileKey key(int row) {
    return FileKey.of(path(row), vector(row));
  }

  private String path(int row) {
    return ActionVectors.need(path, row, "add", "path");
  }

  private @Nullable DeletionVector vector(int row) {
    return deletionVector == null ? null : ActionVectors.deletionVector(deletionVector, row);
  }

  public AddFile at(int row) {
    if (size.isNull(row)) {
      throw new JsonFormatException("an add lacks a size");
    }
    return new AddFile(
        path(row),
        partition(row),
        size.longAt(row),
        modified == null ? 0 : ActionVectors.number(modified, row, 0),
        dataChange != null && !dataChange.isNull(row) && dataChange.booleanAt(row),
        statistics(row),
        vector(row),
        baseRowId == null || rowVersion == null
            ? null
            : ActionVectors.rowIds(baseRowId, rowVersion, row),
        tags == null ? Map.of() : ActionVectors.strings(tags, row),
        clusteringProvider == null ? null : ActionVectors.string(clusteringProvider, row));
  }

  /** Neighbours are often of one partition, and share the map then. */
  private Map<String, @Nullable String> partition(int row) {
    if (partitionValues == null) {
      return Map.of();
    }
    Map<String, @Nullable String> partition = ActionVectors.strings(partitionValues, row);
    if (!partition.equals(lastPartition)) {
      lastPartition = partition;
    }
    return lastPartition;
  }

  private @Nullable String statistics(int row) {
    if (statistics != null) {
      return ActionVectors.string(statistics, row);
    }
    return parsedStatistics == null ? null : ParsedStatistics.json(parsedStatistics, row);
  }
}
