package org.tarnlake.table.action;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FieldIds;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/**
 * What a table is: its schema and configuration.
 *
 * @param id the table's identity, a UUID; never changes
 * @param name as it was at creation; the lake's catalog has the present one
 * @param schema the columns, partition columns included
 * @param configuration the table properties
 * @param createdMillis in milliseconds since 1970; null if unknown
 * @param description for people; null if there is none
 * @param formatOptions of its data files' format, which the protocol keeps for later use
 * @param flaw why the schema cannot be understood; null if it can. What is superseded, or of
 *     another version than the one asked for, need not be understood
 */
public record Metadata(
    String id,
    @Nullable String name,
    Schema schema,
    Map<String, String> configuration,
    @Nullable Long createdMillis,
    @Nullable String description,
    Map<String, String> formatOptions,
    @Nullable TarnException flaw)
    implements Action {
  /** The property by which data files have the partition columns, too. */
  public static final String PARTITION_COLUMNS_IN_FILES = "delta.writePartitionColumnsToParquet";

  /** Ids up to it were given to fields that are or were in the table. */
  public static final String MAX_FIELD_ID = "tarn.maxFieldId";

  private static final Schema UNKNOWN = new Schema(new StructType(List.of()), List.of());

  public Metadata {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(schema, "schema");
    // Map.copyOf would forget the order, and the same table would be written in many ways.
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    formatOptions = Collections.unmodifiableMap(new LinkedHashMap<>(formatOptions));
  }

  /** Of a table whose schema is known. */
  public Metadata(
      String id,
      @Nullable String name,
      Schema schema,
      Map<String, String> configuration,
      @Nullable Long createdMillis,
      @Nullable String description,
      Map<String, String> formatOptions) {
    this(id, name, schema, configuration, createdMillis, description, formatOptions, null);
  }

  /** Of a table without a description. */
  public Metadata(
      String id,
      @Nullable String name,
      Schema schema,
      Map<String, String> configuration,
      @Nullable Long createdMillis) {
    this(id, name, schema, configuration, createdMillis, null, Map.of(), null);
  }

  public Metadata withConfiguration(Map<String, String> properties) {
    return new Metadata(
        id, name, schema, properties, createdMillis, description, formatOptions, flaw);
  }

  public Metadata withSchema(Schema columns) {
    return new Metadata(
        id, name, columns, configuration, createdMillis, description, formatOptions, flaw);
  }

  public Metadata withDescription(@Nullable String text) {
    return new Metadata(id, name, schema, configuration, createdMillis, text, formatOptions, flaw);
  }

  /**
   * As a log has it, whose schema may be missing, or beyond this version of Tarn.
   *
   * @param schemaJson the schema's text
   * @param known all but the schema
   */
  public static Metadata read(
      @Nullable String schemaJson,
      List<String> partitionColumns,
      Function<Schema, Metadata> known) {
    try {
      String json = ActionReader.need(schemaJson, "metaData", "schemaString");
      return known.apply(new Schema(SchemaJson.read(json), partitionColumns));
    } catch (UnsupportedTableException e) {
      return known.apply(UNKNOWN).withFlaw(e);
    } catch (JsonFormatException
        | InvalidDataException
        | IllegalArgumentException
        | ArithmeticException e) {
      return known
          .apply(UNKNOWN)
          .withFlaw(new CorruptionException(String.valueOf(e.getMessage()), e));
    }
  }

  private Metadata withFlaw(TarnException why) {
    return new Metadata(
        id, name, schema, configuration, createdMillis, description, formatOptions, why);
  }

  /** The same, its flaw told with the place where it stands. */
  Metadata standingAt(String object, int line) {
    if (flaw == null) {
      return this;
    }
    String place = "%s, line %s: %s".formatted(object, line, flaw.getMessage());
    return withFlaw(
        flaw instanceof UnsupportedTableException
            ? new UnsupportedTableException(place, flaw)
            : new CorruptionException(place + "; run 'tarn check'", flaw));
  }

  /**
   * The columns, partition columns included.
   *
   * @throws UnsupportedTableException if this version of Tarn lacks a type of them
   * @throws CorruptionException if there is no schema, or none that can be read
   */
  @Override
  public Schema schema() {
    if (flaw instanceof UnsupportedTableException) {
      throw new UnsupportedTableException(String.valueOf(flaw.getMessage()), flaw);
    } else if (flaw != null) {
      throw new CorruptionException(String.valueOf(flaw.getMessage()), flaw);
    }
    return schema;
  }

  /**
   * The metadata of a new table of a lake: in-commit timestamps on, every field with an id, and
   * partition columns in the data files, too.
   */
  public static Metadata forNewTable(String id, String name, Schema schema, long createdMillis) {
    FieldIds.Assigned assigned = FieldIds.assign(schema.columns());
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("delta.enableInCommitTimestamps", "true");
    if (!schema.partitionColumns().isEmpty()) {
      properties.put(PARTITION_COLUMNS_IN_FILES, "true");
    }
    properties.put(MAX_FIELD_ID, Long.toString(assigned.maxId()));
    Schema withIds = new Schema(assigned.columns(), schema.partitionColumns());
    return new Metadata(id, name, withIds, properties, createdMillis);
  }

  /** Whether data files have the partition columns, whose values the log tells all the same. */
  public boolean hasPartitionColumnsInFiles() {
    return "true".equalsIgnoreCase(configuration.get(PARTITION_COLUMNS_IN_FILES));
  }

  public List<String> partitionColumns() {
    return schema().partitionColumns();
  }
}
