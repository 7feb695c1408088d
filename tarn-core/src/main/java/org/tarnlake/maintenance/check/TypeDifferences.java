package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * In what the columns of a data file differ from those that the table's schema wants in it. A
 * column that may be null may be absent; whether the file lets a column be null does not matter,
 * since its values are looked at. Pure.
 */
final class TypeDifferences {
  private TypeDifferences() {}

  static List<String> of(StructType wanted, StructType found) {
    List<String> differences = new ArrayList<>();
    for (Field field : wanted.fields()) {
      int ordinal = found.indexOf(field.name());
      if (ordinal < 0 && !field.nullable()) {
        differences.add("it lacks column '%s'".formatted(field.name()));
      } else if (ordinal >= 0 && !isSame(field.type(), found.field(ordinal).type())) {
        differences.add(
            "its column '%s' is a %s, but in the table it is a %s"
                .formatted(field.name(), found.field(ordinal).type().text(), field.type().text()));
      }
    }
    for (String name : found.names()) {
      if (wanted.indexOf(name) < 0) {
        differences.add("the table has no column '%s' in its files".formatted(name));
      }
    }
    return differences;
  }

  private static boolean isSame(DataType one, DataType other) {
    if (one instanceof StructType a && other instanceof StructType b) {
      boolean same = a.size() == b.size();
      for (int i = 0; i < a.size() && same; i++) {
        same =
            a.field(i).name().equals(b.field(i).name())
                && isSame(a.field(i).type(), b.field(i).type());
      }
      return same;
    }
    if (one instanceof ListType a && other instanceof ListType b) {
      return isSame(a.element(), b.element());
    }
    if (one instanceof MapType a && other instanceof MapType b) {
      return isSame(a.key(), b.key()) && isSame(a.value(), b.value());
    }
    return one.equals(other);
  }
}
