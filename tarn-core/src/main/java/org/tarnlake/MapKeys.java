package org.tarnlake;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/** Finds keys that stand twice in a map of a file, of which a Java map keeps one. Stateless. */
final class MapKeys {
  private MapKeys() {}

  /**
   * Checks the maps of a batch.
   *
   * @param firstRow of the batch, from 0
   * @throws InvalidDataException if a key stands twice in one
   */
  static void requireDistinct(Batch batch, long firstRow) {
    for (int c = 0; c < batch.type().size(); c++) {
      Vector vector = batch.vector(c);
      for (int row = 0; row < batch.rowCount() && hasMap(vector.type()); row++) {
        Object twice = repeated(vector, row);
        if (twice != null) {
          throw new InvalidDataException(
              "row %s, column '%s': the key %s stands twice in a map, which has each key once"
                  .formatted(firstRow + row + 1, batch.type().field(c).name(), twice));
        }
      }
    }
  }

  private static boolean hasMap(DataType type) {
    return type instanceof MapType
        || (type instanceof ListType list && hasMap(list.element()))
        || (type instanceof StructType struct
            && struct.fields().stream().anyMatch(field -> hasMap(field.type())));
  }

  /** A key that stands twice in a map in this value; null if none does. */
  private static @Nullable Object repeated(Vector vector, int i) {
    Object found = null;
    if (vector.isNull(i)) {
      return null;
    }
    if (vector instanceof StructVector struct) {
      int fields = ((StructType) vector.type()).size();
      for (int f = 0; f < fields && found == null; f++) {
        found = repeated(struct.child(f), i);
      }
    } else if (vector instanceof ListVector list) {
      for (int k = list.startAt(i); k < list.endAt(i) && found == null; k++) {
        found = repeated(list.elements(), k);
      }
    } else if (vector instanceof MapVector map) {
      Set<Object> keys = new HashSet<>();
      for (int k = map.startAt(i); k < map.endAt(i) && found == null; k++) {
        Object key = map.keys().valueAt(k);
        boolean added = keys.add(key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key);
        found = added ? repeated(map.values(), k) : key;
      }
    }
    return found;
  }
}
