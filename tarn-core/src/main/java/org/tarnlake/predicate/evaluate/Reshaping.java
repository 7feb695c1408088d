package org.tarnlake.predicate.evaluate;

import java.util.List;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * Nested values as those of a type that differs in nothing but what is noted beside its fields, and
 * in what may be null. Stateless.
 */
public final class Reshaping {
  private Reshaping() {}

  /** Whether two types have the same fields of the same types. */
  public static boolean isSame(DataType a, DataType b) {
    if (a instanceof StructType left && b instanceof StructType right) {
      boolean same = left.names().equals(right.names()) && left.hasOwnName() == right.hasOwnName();
      for (int i = 0; same && i < left.size(); i++) {
        same = isSame(left.field(i).type(), right.field(i).type());
      }
      return same;
    }
    if (a instanceof ListType left && b instanceof ListType right) {
      return isSame(left.element(), right.element());
    }
    if (a instanceof MapType left && b instanceof MapType right) {
      return isSame(left.key(), right.key()) && isSame(left.value(), right.value());
    }
    return a.equals(b);
  }

  /** The values as those of a type that {@link #isSame}. */
  public static Vector as(DataType type, Vector values) {
    int size = values.size();
    if (values.type().equals(type)) {
      return values;
    }
    if (values instanceof StructVector struct && type instanceof StructType wanted) {
      List<Field> fields = wanted.fields();
      Vector[] children = new Vector[fields.size()];
      for (int c = 0; c < children.length; c++) {
        children[c] = as(fields.get(c).type(), struct.child(c));
      }
      return new StructVector(wanted, children, size, values.nulls());
    }
    int[] starts = new int[size];
    int[] ends = new int[size];
    if (values instanceof ListVector lists && type instanceof ListType wanted) {
      for (int i = 0; i < size; i++) {
        starts[i] = lists.startAt(i);
        ends[i] = lists.endAt(i);
      }
      Vector elements = as(wanted.element(), lists.elements());
      return new ListVector(wanted, elements, starts, ends, size, values.nulls());
    }
    if (values instanceof MapVector maps && type instanceof MapType wanted) {
      for (int i = 0; i < size; i++) {
        starts[i] = maps.startAt(i);
        ends[i] = maps.endAt(i);
      }
      Vector keys = as(wanted.key(), maps.keys());
      Vector inner = as(wanted.value(), maps.values());
      return new MapVector(wanted, keys, inner, starts, ends, size, values.nulls());
    }
    throw new AssertionError(values.type() + " as " + type);
  }
}
