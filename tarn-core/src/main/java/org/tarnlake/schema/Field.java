package org.tarnlake.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tarnlake.argument.Argument;

/**
 * A column or a field of a struct.
 *
 * @param name unique among its siblings, ignoring case
 * @param nullable whether a row may have no value here
 * @param metadata what the Delta schema keeps beside the field, such as comments; values are those
 *     of JSON: {@code String}, {@code Long}, {@code BigDecimal}, {@code Boolean}, {@code Map},
 *     {@code List}
 */
public record Field(String name, DataType type, boolean nullable, Map<String, Object> metadata) {

  /** Marks a column of untyped scalars, kept as text; see {@link Untyped}. */
  static final String UNTYPED = "tarn.untyped";

  public Field {
    Argument.require(name, "name", "a name");
    Argument.require(type, "type", "a DataType");
    Argument.require(metadata, "metadata", "a Map");
    // Map.copyOf would forget the order, which is how the schema is written.
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** A field that every row has a value for. */
  public static Field required(String name, DataType type) {
    return new Field(name, type, false, Map.of());
  }

  /** A field that may be null. */
  public static Field optional(String name, DataType type) {
    return new Field(name, type, true, Map.of());
  }

  /** A column that takes any scalar in any row: a string in the file, see {@link Untyped}. */
  public static Field untyped(String name) {
    return new Field(name, DataType.STRING, true, Map.of(UNTYPED, true));
  }

  public boolean isUntyped() {
    return Boolean.TRUE.equals(metadata.get(UNTYPED));
  }

  @Override
  public String toString() {
    String typeText = isUntyped() ? "any" : type.text();
    return name + " " + typeText + (nullable ? "" : " not null");
  }
}
