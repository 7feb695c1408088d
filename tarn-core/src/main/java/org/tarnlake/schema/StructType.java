package org.tarnlake.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;

/**
 * An ordered list of named fields, names unique ignoring case. Immutable.
 *
 * <p>Two types of Delta that have no values of their own here are structs that keep their names:
 * {@link DataType#VOID} and {@link DataType#VARIANT}.
 */
public final class StructType implements DataType {
  private final @Nullable String ownName;
  private final List<Field> fields;
  private final Map<String, Integer> ordinals;

  public StructType(List<Field> fields) {
    this(null, fields);
  }

  StructType(@Nullable String ownName, List<Field> fields) {
    this.ownName = ownName;
    this.fields = Argument.copy(fields, "fields", "Fields");
    this.ordinals = new HashMap<>();
    for (int i = 0; i < this.fields.size(); i++) {
      String name = this.fields.get(i).name();
      if (ordinals.put(name.toLowerCase(Locale.ROOT), i) != null) {
        throw new InvalidDataException(
            "column '%s' appears twice; names must differ by more than case".formatted(name));
      }
    }
  }

  /** Whether it is a type of Delta that has a name of its own. */
  public boolean hasOwnName() {
    return ownName != null;
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
    Argument.require(name, "name", "a name");
    return ordinals.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public String text() {
    return ownName != null ? ownName : structText();
  }

  private String structText() {
    return fields.stream()
        .map(f -> f.name() + ":" + f.type().text() + (f.nullable() ? "" : " not null"))
        .collect(Collectors.joining(",", "struct<", ">"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StructType that
        && Objects.equals(ownName, that.ownName)
        && fields.equals(that.fields);
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
