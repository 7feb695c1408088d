package org.tarnlake.table.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * What a client must understand to read or write the table.
 *
 * @param readerFeatures present exactly with reader version 3
 * @param writerFeatures present exactly with writer version 7
 */
public record Protocol(
    int minReaderVersion,
    int minWriterVersion,
    @Nullable List<String> readerFeatures,
    @Nullable List<String> writerFeatures)
    implements Action {

  /** The writer-only feature by which every other Delta writer refuses a table of a lake. */
  public static final String LAKE_MANAGED = "tarn.lakeManaged";

  private static final String NTZ = "timestampNtz";

  /** What each writer version from 2 to 6 added (PROTOCOL.md, "Valid Feature Names"). */
  private static final List<List<String>> LEGACY_VERSIONS =
      List.of(
          List.of("appendOnly", "invariants"),
          List.of("checkConstraints"),
          List.of("changeDataFeed", "generatedColumns"),
          List.of("columnMapping"),
          List.of("identityColumns"));

  /** The feature by which columns have other names in files. */
  public static final String COLUMN_MAPPING = "columnMapping";

  private static final Set<String> READABLE =
      Set.of(
          COLUMN_MAPPING,
          "deletionVectors",
          NTZ,
          "typeWidening",
          "typeWidening-preview",
          "v2Checkpoint",
          "vacuumProtocolCheck",
          "variantType",
          "variantType-preview",
          "variantShredding",
          "variantShredding-preview");

  public Protocol {
    readerFeatures = readerFeatures == null ? null : List.copyOf(readerFeatures);
    writerFeatures = writerFeatures == null ? null : List.copyOf(writerFeatures);
  }

  /**
   * The protocol of a new table of a lake: reader version 1 unless a type needs a reader feature.
   */
  public static Protocol forNewTable(StructType columns) {
    List<String> writer =
        new ArrayList<>(List.of("appendOnly", "invariants", "inCommitTimestamp", LAKE_MANAGED));
    if (!usesTimestampNtz(columns)) {
      return new Protocol(1, 7, null, writer);
    }
    writer.add(NTZ);
    return new Protocol(3, 7, List.of(NTZ), writer);
  }

  /** The same with a feature that writers have to know; what an old version stood for is listed. */
  public Protocol withWriterFeature(String feature) {
    List<String> features = impliedWriterFeatures();
    return features.contains(feature)
        ? this
        : new Protocol(minReaderVersion, 7, readerFeatures, and(features, feature));
  }

  /** The same with a feature that readers and writers have to know. */
  public Protocol withReaderFeature(String feature) {
    List<String> readers =
        readerFeatures != null
            ? readerFeatures
            : hasColumnMapping() ? List.of(COLUMN_MAPPING) : List.of();
    return new Protocol(3, 7, and(readers, feature), and(impliedWriterFeatures(), feature));
  }

  private static List<String> and(List<String> features, String feature) {
    if (features.contains(feature)) {
      return features;
    }
    List<String> all = new ArrayList<>(features);
    all.add(feature);
    return all;
  }

  /** The same, able to have columns of a type: one of its own is a feature. */
  public Protocol withType(DataType type) {
    return usesTimestampNtz(type) ? withReaderFeature(NTZ) : this;
  }

  /** Whether readers have to know a feature. */
  public boolean hasReaderFeature(String feature) {
    return readerFeatures != null && readerFeatures.contains(feature);
  }

  /** Throws {@link UnsupportedTableException} if this version cannot read the table. */
  public void requireReadable(String table) {
    if (minReaderVersion > 3) {
      throw unsupported(table, "reader version " + minReaderVersion);
    }
    List<String> unknown =
        readerFeatures == null
            ? List.of()
            : readerFeatures.stream().filter(f -> !READABLE.contains(f)).toList();
    if (!unknown.isEmpty()) {
      String names = "'" + String.join("', '", unknown) + "'";
      throw unsupported(
          table, (unknown.size() == 1 ? "the reader feature " : "the reader features ") + names);
    }
  }

  /** Whether it tells readers that columns may be mapped. */
  public boolean hasColumnMapping() {
    return minReaderVersion == 2
        || (readerFeatures != null && readerFeatures.contains(COLUMN_MAPPING));
  }

  /**
   * How the columns of a table with this protocol are found in its files. Some writers set the
   * property, and give fields physical names, without the protocol that goes with them.
   *
   * @throws UnsupportedTableException if it is a mode that this version lacks
   */
  public ColumnMapping columnMapping(Metadata metadata) {
    String mode = metadata.configuration().getOrDefault("delta.columnMapping.mode", "none");
    boolean isMapped =
        hasColumnMapping() || ColumnMapping.hasPhysicalNames(metadata.schema().columns());
    return switch (isMapped ? mode.toLowerCase(Locale.ROOT) : "none") {
      case "none" -> ColumnMapping.NONE;
      case "id" -> ColumnMapping.ID;
      case "name" -> ColumnMapping.NAME;
      default ->
          throw new UnsupportedTableException(
              "the table has the column mapping mode '%s', which this version of Tarn lacks; use a newer one"
                  .formatted(mode));
    };
  }

  /** The features that a writer must know; those that an old writer version stands for included. */
  public List<String> impliedWriterFeatures() {
    if (writerFeatures != null) {
      return writerFeatures;
    }
    List<String> implied = new ArrayList<>();
    for (int i = 0; i < LEGACY_VERSIONS.size() && i + 2 <= minWriterVersion; i++) {
      implied.addAll(LEGACY_VERSIONS.get(i));
    }
    if (minReaderVersion < 2) {
      implied.remove("columnMapping");
    }
    return implied;
  }

  private static UnsupportedTableException unsupported(String table, String what) {
    return new UnsupportedTableException(
        "table %s needs %s, which this version of Tarn lacks; use a newer one"
            .formatted(table, what));
  }

  private static boolean usesTimestampNtz(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().map(Field::type).anyMatch(Protocol::usesTimestampNtz);
    }
    if (type instanceof ListType list) {
      return usesTimestampNtz(list.element());
    }
    if (type instanceof MapType map) {
      return usesTimestampNtz(map.key()) || usesTimestampNtz(map.value());
    }
    return type == DataType.TIMESTAMP_NTZ;
  }
}
