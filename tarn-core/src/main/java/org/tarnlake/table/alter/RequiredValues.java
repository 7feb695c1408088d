package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Which rows lack a value that is to be required. A field of a struct that is null lacks nothing,
 * and neither does an empty list. Immutable.
 */
public final class RequiredValues {
  private final FieldPlace place;
  private final List<String> path;
  private final Field column;

  private RequiredValues(FieldPlace place, Field column) {
    this.place = place;
    this.path = place.path();
    this.column = column;
  }

  /**
   * Of a column, a field, or what is in a list or map.
   *
   * @throws org.tarnlake.error.InvalidDataException if there is none
   */
  public static RequiredValues of(StructType columns, String name) {
    FieldPlace place = FieldPlace.find(columns, name);
    return new RequiredValues(place, columns.field(columns.indexOf(place.path().get(0))));
  }

  /** The column of the table that holds it. */
  public Field column() {
    return column;
  }

  /** As messages name it. */
  public String name() {
    return place.text();
  }

  /** Whether it is required already. */
  public boolean isRequired() {
    return !place.nullable();
  }

  /** The rows that lack it, as a condition; null if lists or maps are in the way. */
  public @Nullable Predicate condition() {
    StringBuilder name = new StringBuilder();
    List<Predicate> conditions = new ArrayList<>();
    Field field = column;
    for (int i = 0; i < path.size(); i++) {
      name.append(i == 0 ? "" : ".").append('`').append(path.get(i).replace("`", "``")).append('`');
      if (i + 1 == path.size()) {
        conditions.add(Predicate.isNull(name.toString()));
        break;
      }
      if (!(field.type() instanceof StructType struct)) {
        return null;
      }
      conditions.add(Predicate.isNotNull(name.toString()));
      field = struct.field(struct.indexOf(path.get(i + 1)));
    }
    return conditions.stream().reduce((one, other) -> one.and(other)).orElseThrow();
  }

  /**
   * Whether a row lacks it.
   *
   * @param values of {@link #column}
   */
  public boolean isMissing(Vector values, int row) {
    return isMissing(values, row, 1);
  }

  private boolean isMissing(Vector values, int at, int step) {
    if (values.isNull(at)) {
      return step == path.size();
    }
    if (step == path.size()) {
      return false;
    }
    String name = path.get(step);
    if (values instanceof StructVector structs) {
      StructType type = (StructType) structs.type();
      return isMissing(structs.child(type.indexOf(name)), at, step + 1);
    }
    if (values instanceof ListVector lists) {
      return isAnyMissing(lists.elements(), lists.startAt(at), lists.endAt(at), step + 1);
    }
    if (values instanceof MapVector maps) {
      Vector entries = name.equals("key") ? maps.keys() : maps.values();
      return isAnyMissing(entries, maps.startAt(at), maps.endAt(at), step + 1);
    }
    throw new AssertionError(values.type());
  }

  private boolean isAnyMissing(Vector entries, int from, int to, int step) {
    for (int i = from; i < to; i++) {
      if (isMissing(entries, i, step)) {
        return true;
      }
    }
    return false;
  }
}
