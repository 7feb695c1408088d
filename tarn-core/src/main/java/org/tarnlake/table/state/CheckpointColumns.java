package org.tarnlake.table.state;

import java.util.List;
import java.util.function.Predicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * The columns of Parquet checkpoints that are read (PROTOCOL.md, "Checkpoint Schema"). Writers
 * leave out what they do not know, which is read as null. Stateless.
 */
public final class CheckpointColumns {
  private static final DataType STRINGS = DataType.map(DataType.STRING, DataType.STRING);

  static final StructType VECTOR =
      struct(
          field("storageType", DataType.STRING),
          field("pathOrInlineDv", DataType.STRING),
          field("offset", DataType.LONG),
          field("sizeInBytes", DataType.LONG),
          field("cardinality", DataType.LONG));

  /** All of an add but its statistics, whose form differs. */
  public static final List<Field> ADD =
      List.of(
          field("path", DataType.STRING),
          field("partitionValues", STRINGS),
          field("size", DataType.LONG),
          field("modificationTime", DataType.LONG),
          field("dataChange", DataType.BOOLEAN),
          field("deletionVector", VECTOR),
          field("baseRowId", DataType.LONG),
          field("defaultRowCommitVersion", DataType.LONG),
          field("tags", STRINGS),
          field("clusteringProvider", DataType.STRING));

  public static final Field REMOVE =
      field(
          "remove",
          struct(
              field("path", DataType.STRING),
              field("deletionTimestamp", DataType.LONG),
              field("dataChange", DataType.BOOLEAN),
              field("partitionValues", STRINGS),
              field("size", DataType.LONG),
              field("deletionVector", VECTOR),
              field("baseRowId", DataType.LONG),
              field("defaultRowCommitVersion", DataType.LONG)));

  /** What tells where there is an add. */
  public static final StructType ADD_PRESENT =
      struct(field("add", struct(field("path", DataType.STRING))));

  /** What tells where there is a remove. */
  static final StructType REMOVE_PRESENT =
      struct(field("remove", struct(field("path", DataType.STRING))));

  static final StructType SIZE = struct(field("add", struct(field("size", DataType.LONG))));

  static final StructType SIZE_AND_KEY =
      struct(
          field(
              "add",
              struct(
                  field("size", DataType.LONG),
                  field("path", DataType.STRING),
                  field("deletionVector", VECTOR))));

  /** The actions that are about no file. */
  public static final StructType OTHERS =
      struct(
          field(
              "protocol",
              struct(
                  field("minReaderVersion", DataType.INT),
                  field("minWriterVersion", DataType.INT),
                  field("readerFeatures", DataType.list(DataType.STRING)),
                  field("writerFeatures", DataType.list(DataType.STRING)))),
          field(
              "metaData",
              struct(
                  field("id", DataType.STRING),
                  field("name", DataType.STRING),
                  field("description", DataType.STRING),
                  field("format", struct(field("options", STRINGS))),
                  field("schemaString", DataType.STRING),
                  field("partitionColumns", DataType.list(DataType.STRING)),
                  field("configuration", STRINGS),
                  field("createdTime", DataType.LONG))),
          field(
              "txn",
              struct(
                  field("appId", DataType.STRING),
                  field("version", DataType.LONG),
                  field("lastUpdated", DataType.LONG))),
          field(
              "domainMetadata",
              struct(
                  field("domain", DataType.STRING),
                  field("configuration", DataType.STRING),
                  field("removed", DataType.BOOLEAN))),
          field(
              "sidecar",
              struct(field("path", DataType.STRING), field("sizeInBytes", DataType.LONG))));

  /** A field of each action that is null only where the action is. */
  private static final List<List<String>> OTHERS_PRESENT =
      List.of(
          List.of("protocol", "minReaderVersion"),
          List.of("metaData", "id"),
          List.of("txn", "appId"),
          List.of("domainMetadata", "domain"),
          List.of("sidecar", "path"));

  /** What tells where there is an action about no file. */
  public static final StructType OTHERS_PRESENT_COLUMNS =
      new StructType(
          OTHERS_PRESENT.stream().map(path -> field(path.get(0), present(path))).toList());

  private CheckpointColumns() {}

  private static StructType present(List<String> path) {
    StructType action = (StructType) OTHERS.field(OTHERS.indexOf(path.get(0))).type();
    return struct(action.field(action.indexOf(path.get(1))));
  }

  static Field field(String name, DataType type) {
    return Field.optional(name, type);
  }

  static StructType struct(Field... fields) {
    return new StructType(List.of(fields));
  }

  /**
   * Tells whether there may be an action about no file, of the kinds for which the file has a
   * column.
   */
  public static Predicate<StatisticsLookup> mayHaveOthers(StructType file) {
    List<List<String>> paths =
        OTHERS_PRESENT.stream().filter(path -> file.indexOf(path.get(0)) >= 0).toList();
    return bounds -> paths.stream().anyMatch(path -> maySome(bounds, path));
  }

  static boolean mayHaveRemoves(StatisticsLookup bounds) {
    return maySome(bounds, List.of("remove", "path"));
  }

  static boolean mayHaveAdds(StatisticsLookup bounds) {
    return maySome(bounds, List.of("add", "path"));
  }

  private static boolean maySome(StatisticsLookup bounds, List<String> path) {
    Range range = bounds.range(path);
    return range == null || range.nullCount() < 0 || range.nullCount() < range.rowCount();
  }
}
