package org.tarnlake.schema;

import org.tarnlake.argument.Argument;

/** A list of elements of one type. */
public record ListType(DataType element, boolean elementNullable) implements DataType {
  public ListType {
    Argument.require(element, "element", "a DataType");
  }

  @Override
  public String text() {
    return "list<" + element.text() + (elementNullable ? "" : " not null") + ">";
  }
}
