package org.tarnlake.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tarnlake.error.InvalidDataException;

/** An ordered list of named fields, names unique ignoring case. Immutable. */
public final class StructType implements DataType {
  private final List<Field> fields;
  private final Map<String, Integer> ordinals;

  public StructType(List<Field> fields) {
    this.fields = List.copyOf(fields);
    this.ordinals = new HashMap<>();
    for (int i = 0; i < this.fields.size(); i++) {
      String name = this.fields.get(i).name();
      if (ordinals.put(name.toLowerCase(Locale.ROOT), i) != null) {
        throw new InvalidDataException(
            "column '%s' appears twice; names must differ by more than case".formatted(name));
      }
    }
  }

  public List<Field> fields() {
    return fields;
  }

  public Field field(int ordinal) {
    return fields.get(ordinal);
  }

  public int size() {
    return fields.size();
  }

  /** The position of a field, its name compared ignoring case; -1 if there is none. */
  public int indexOf(String name) {
    return ordinals.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public String text() {
    return fields.stream()
        .map(f -> f.name() + ":" + f.type().text() + (f.nullable() ? "" : " not null"))
        .collect(Collectors.joining(",", "struct<", ">"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StructType that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
