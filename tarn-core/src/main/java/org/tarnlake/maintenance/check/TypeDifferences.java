package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TypeChanges;

/**
 * In what the columns of a data file differ from those that the table's schema wants in it. A
 * column that may be null may be absent; whether the file lets a column be null does not matter,
 * since its values are looked at. Of a table that was altered, files may have what was dropped
 * since, lack what was added, and have types that became wider. Pure.
 */
final class TypeDifferences {
  private final boolean isAltered;

  private TypeDifferences(boolean isAltered) {
    this.isAltered = isAltered;
  }

  /**
   * The differences.
   *
   * @param isAltered whether the table had another schema once
   */
  static List<String> of(StructType wanted, StructType found, boolean isAltered) {
    return new TypeDifferences(isAltered).of(wanted, found);
  }

  private List<String> of(StructType wanted, StructType found) {
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
      if (!isAltered && wanted.indexOf(name) < 0) {
        differences.add("the table has no column '%s' in its files".formatted(name));
      }
    }
    return differences;
  }

  private boolean isSame(DataType wanted, DataType found) {
    if (wanted instanceof StructType a && found instanceof StructType b) {
      return isAltered ? haveSame(a, b) : isSameStruct(a, b);
    }
    if (wanted instanceof ListType a && found instanceof ListType b) {
      return isSame(a.element(), b.element());
    }
    if (wanted instanceof MapType a && found instanceof MapType b) {
      return isSame(a.key(), b.key()) && isSame(a.value(), b.value());
    }
    return wanted.equals(found) || (isAltered && TypeChanges.isWider(found, wanted));
  }

  private boolean isSameStruct(StructType wanted, StructType found) {
    boolean same = wanted.size() == found.size();
    for (int i = 0; i < wanted.size() && same; i++) {
      same =
          wanted.field(i).name().equals(found.field(i).name())
              && isSame(wanted.field(i).type(), found.field(i).type());
    }
    return same;
  }

  /** Whether the fields that both have are the same, in whatever order. */
  private boolean haveSame(StructType wanted, StructType found) {
    return wanted.fields().stream()
        .allMatch(
            field -> {
              int ordinal = found.indexOf(field.name());
              return ordinal < 0 || isSame(field.type(), found.field(ordinal).type());
            });
  }
}
