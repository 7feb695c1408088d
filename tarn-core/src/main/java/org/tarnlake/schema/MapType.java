package org.tarnlake.schema;

import java.util.Objects;

/** A map from keys, never null, to values of one type. */
public record MapType(DataType key, DataType value, boolean valueNullable) implements DataType {
  public MapType {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String text() {
    return "map<" + key.text() + "," + value.text() + (valueNullable ? "" : " not null") + ">";
  }
}
