package org.tarnlake.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tarnlake.row.Batch;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.Row;
import org.tarnlake.row.RowValues;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/** Makes rows of literals; nested values have at most one element. */
final class OneRow {
  private OneRow() {}

  static Row of(StructType type, Object... values) {
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Object canonical = RowValues.canonical(type.field(i), values[i]);
      vectors.add(vector(type.field(i).type(), canonical));
    }
    return new Batch(type, vectors, 1).row(0);
  }

  private static Vector vector(DataType type, Object canonical) {
    if (canonical != null && type instanceof StructType struct) {
      Vector child = vector(struct.field(0).type(), ((Object[]) canonical)[0]);
      return new StructVector(struct, new Vector[] {child}, 1, null);
    }
    if (canonical != null && type instanceof ListType list) {
      Vector element = vector(list.element(), ((List<?>) canonical).get(0));
      return new ListVector(list, element, new int[] {0}, new int[] {1}, 1, null);
    }
    if (canonical != null && type instanceof MapType map) {
      Map.Entry<?, ?> entry = ((Map<?, ?>) canonical).entrySet().iterator().next();
      return new MapVector(
          map,
          vector(map.key(), entry.getKey()),
          vector(map.value(), entry.getValue()),
          new int[] {0},
          new int[] {1},
          1,
          null);
    }
    return Vector.constant(type, canonical, 1);
  }
}
