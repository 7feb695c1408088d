package org.tarnlake.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.Schema;

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
 */
public record Metadata(
    String id,
    @Nullable String name,
    Schema schema,
    Map<String, String> configuration,
    @Nullable Long createdMillis,
    @Nullable String description,
    Map<String, String> formatOptions)
    implements Action {

  public Metadata {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(schema, "schema");
    // Map.copyOf would forget the order, and the same table would be written in many ways.
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    formatOptions = Collections.unmodifiableMap(new LinkedHashMap<>(formatOptions));
  }

  /** Of a table without a description. */
  public Metadata(
      String id,
      @Nullable String name,
      Schema schema,
      Map<String, String> configuration,
      @Nullable Long createdMillis) {
    this(id, name, schema, configuration, createdMillis, null, Map.of());
  }

  Metadata withConfiguration(Map<String, String> properties) {
    return new Metadata(id, name, schema, properties, createdMillis, description, formatOptions);
  }

  /** The metadata of a new table of a lake, in-commit timestamps on. */
  public static Metadata forNewTable(String id, String name, Schema schema, long createdMillis) {
    return new Metadata(
        id, name, schema, Map.of("delta.enableInCommitTimestamps", "true"), createdMillis);
  }

  List<String> partitionColumns() {
    return schema.partitionColumns();
  }
}
