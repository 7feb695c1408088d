package org.tarnlake.table.action;

import java.util.List;
import java.util.Map;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * Changes of a column's type, which files that were written before do not know of (PROTOCOL.md,
 * "Type Widening"). Stateless.
 */
public final class TypeChanges {
  /** What a field's metadata has where types changed. */
  public static final String KEY = "delta.typeChanges";

  private static final List<DataType> INTEGERS =
      List.of(DataType.BYTE, DataType.SHORT, DataType.INT, DataType.LONG);
  private static final int INT_DIGITS = 10;
  private static final int LONG_DIGITS = 20;

  private TypeChanges() {}

  /**
   * Throws {@link UnsupportedTableException} if a field, or what is in its lists and maps, had a
   * type whose values cannot be read as what it has now.
   */
  static void requireKnown(Field field) {
    if (!(field.metadata().get(KEY) instanceof List<?> changes)) {
      return;
    }
    for (Object each : changes) {
      if (!(each instanceof Map<?, ?> change)
          || !(change.get("fromType") instanceof String from)
          || !(change.get("toType") instanceof String to)
          || !isWider(SchemaJson.scalar(from), SchemaJson.scalar(to))) {
        throw new UnsupportedTableException(
            "the type of column '%s' changed in a way that this version of Tarn lacks: %s; use a newer one"
                .formatted(field.name(), each));
      }
    }
  }

  /** Whether the type of any field, or of what is in one, changed. */
  public static boolean hasAny(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .anyMatch(field -> field.metadata().containsKey(KEY) || hasAny(field.type()));
    }
    if (type instanceof ListType list) {
      return hasAny(list.element());
    }
    return type instanceof MapType map && (hasAny(map.key()) || hasAny(map.value()));
  }

  /** Whether a field was a float once; what is in its lists and maps has no statistics. */
  public static boolean wasFloat(Field field) {
    return field.metadata().get(KEY) instanceof List<?> changes
        && changes.stream()
            .anyMatch(
                each ->
                    each instanceof Map<?, ?> change
                        && DataType.FLOAT.text().equals(change.get("fromType")));
  }

  /**
   * Whether the values in files of some columns are read as those of other columns, which have the
   * same names where they are the same; those of which only one has one are not looked at.
   */
  public static boolean areReadAs(DataType from, DataType to) {
    if (from instanceof StructType old && to instanceof StructType now) {
      return now.fields().stream()
          .allMatch(
              field -> {
                int place = old.indexOf(field.name());
                return place < 0 || areReadAs(old.field(place).type(), field.type());
              });
    }
    if (from instanceof ListType old && to instanceof ListType now) {
      return areReadAs(old.element(), now.element());
    }
    if (from instanceof MapType old && to instanceof MapType now) {
      return areReadAs(old.key(), now.key()) && areReadAs(old.value(), now.value());
    }
    return isWider(from, to);
  }

  /** Whether every value of a type is read as one of another type. */
  public static boolean isWider(DataType from, DataType to) {
    int integer = INTEGERS.indexOf(from);
    if (from.equals(to)) {
      return true;
    }
    if (to instanceof DecimalType wide) {
      int digits = from == DataType.LONG ? LONG_DIGITS : integer < 0 ? -1 : INT_DIGITS;
      int scale = 0;
      if (from instanceof DecimalType narrow) {
        digits = narrow.precision() - narrow.scale();
        scale = narrow.scale();
      }
      return digits >= 0 && wide.scale() >= scale && wide.precision() - wide.scale() >= digits;
    }
    if (integer >= 0) {
      return to == DataType.DOUBLE ? from != DataType.LONG : INTEGERS.indexOf(to) > integer;
    }
    return (from == DataType.FLOAT && to == DataType.DOUBLE)
        || (from == DataType.DATE && to == DataType.TIMESTAMP_NTZ);
  }
}
