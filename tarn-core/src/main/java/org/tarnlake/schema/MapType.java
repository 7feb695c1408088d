package org.tarnlake.schema;

import org.tarnlake.argument.Argument;

/** A map from keys, never null, to values of one type. */
public record MapType(DataType key, DataType value, boolean valueNullable) implements DataType {
  public MapType {
    Argument.require(key, "key", "a DataType");
    Argument.require(value, "value", "a DataType");
  }

  @Override
  public String text() {
    return "map<" + key.text() + "," + value.text() + (valueNullable ? "" : " not null") + ">";
  }
}
