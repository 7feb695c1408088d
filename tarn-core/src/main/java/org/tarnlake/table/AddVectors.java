package org.tarnlake.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * The adds of some rows of a checkpoint. An object is made of a row only when it is asked for.
 * Immutable.
 */
final class AddVectors {
  private static final String STATS = "stats";
  private static final String STATS_PARSED = "stats_parsed";

  private final StructVector add;
  private final Vector path;
  private final Vector partitionValues;
  private final Vector size;
  private final Vector modified;
  private final Vector dataChange;
  private final StructVector deletionVector;
  private final Vector baseRowId;
  private final Vector rowVersion;
  private final Vector tags;
  private final Vector clusteringProvider;
  private final @Nullable Vector statistics;
  private final @Nullable StructVector parsedStatistics;

  /**
   * @param add of {@link #column}'s type
   */
  AddVectors(StructVector add) {
    this.add = add;
    this.path = add.child(0);
    this.partitionValues = add.child(1);
    this.size = add.child(2);
    this.modified = add.child(3);
    this.dataChange = add.child(4);
    this.deletionVector = (StructVector) add.child(5);
    this.baseRowId = add.child(6);
    this.rowVersion = add.child(7);
    this.tags = add.child(8);
    this.clusteringProvider = add.child(9);
    StructType type = (StructType) add.type();
    int json = type.indexOf(STATS);
    int parsed = type.indexOf(STATS_PARSED);
    this.statistics = json < 0 ? null : add.child(json);
    this.parsedStatistics = parsed < 0 ? null : (StructVector) add.child(parsed);
  }

  /**
   * The column to read of a file.
   *
   * @param file the columns of the file
   * @param json whether some add in the file has its statistics as JSON; those that are parsed are
   *     of no interest then
   */
  static Field column(StructType file, boolean json) {
    List<Field> fields = new ArrayList<>(CheckpointColumns.ADD);
    Field parsed = field(file, STATS_PARSED);
    if (json || parsed == null) {
      fields.add(CheckpointColumns.field(STATS, org.tarnlake.schema.DataType.STRING));
    } else if (parsed.type() instanceof StructType) {
      fields.add(CheckpointColumns.field(STATS_PARSED, parsed.type()));
    }
    return CheckpointColumns.field("add", new StructType(fields));
  }

  /** A field of the adds in a file; null if the file has none such. */
  static @Nullable Field field(StructType file, String name) {
    int ordinal = file.indexOf("add");
    if (ordinal < 0 || !(file.field(ordinal).type() instanceof StructType add)) {
      return null;
    }
    int inner = add.indexOf(name);
    return inner < 0 ? null : add.field(inner);
  }

  /** Whether there is an add in a row. */
  boolean has(int row) {
    return !add.isNull(row);
  }

  FileKey key(int row) {
    return FileKey.of(path(row), ActionVectors.deletionVector(deletionVector, row));
  }

  long sizeBytes(int row) {
    return ActionVectors.number(size, row, 0);
  }

  private String path(int row) {
    return ActionVectors.need(path, row, "add", "path");
  }

  AddFile at(int row) {
    if (size.isNull(row)) {
      throw new JsonFormatException("an add lacks a size");
    }
    return new AddFile(
        path(row),
        ActionVectors.strings(partitionValues, row),
        size.longAt(row),
        ActionVectors.number(modified, row, 0),
        !dataChange.isNull(row) && dataChange.booleanAt(row),
        statistics(row),
        ActionVectors.deletionVector(deletionVector, row),
        ActionVectors.rowIds(baseRowId, rowVersion, row),
        tags.isNull(row) ? Map.of() : ActionVectors.strings(tags, row),
        ActionVectors.string(clusteringProvider, row));
  }

  private @Nullable String statistics(int row) {
    if (statistics != null) {
      return ActionVectors.string(statistics, row);
    }
    return parsedStatistics == null ? null : ParsedStatistics.json(parsedStatistics, row);
  }
}
