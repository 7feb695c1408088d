package org.tarnlake.schema;

import java.util.Objects;

/** A list of elements of one type. */
public record ListType(DataType element, boolean elementNullable) implements DataType {
  public ListType {
    Objects.requireNonNull(element, "element");
  }

  @Override
  public String text() {
    return "list<" + element.text() + (elementNullable ? "" : " not null") + ">";
  }
}
