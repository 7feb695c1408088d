package org.tarnlake.data.write;

import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/** About how many bytes values take in a file before compression. Stateless. */
final class VectorSizes {
  private VectorSizes() {}

  static long sizeBytes(Vector vector, int from, int to) {
    if (vector instanceof BytesVector bytes) {
      long size = 4L * (to - from);
      for (int i = from; i < to; i++) {
        size += bytes.isNull(i) ? 0 : bytes.endAt(i) - bytes.startAt(i);
      }
      return size;
    }
    if (vector instanceof StructVector struct) {
      long size = (long) to - from;
      for (int c = 0; c < ((StructType) struct.type()).size(); c++) {
        size += sizeBytes(struct.child(c), from, to);
      }
      return size;
    }
    if (vector instanceof ListVector lists) {
      long size = (long) to - from;
      for (int i = from; i < to; i++) {
        size += lists.isNull(i) ? 0 : sizeBytes(lists.elements(), lists.startAt(i), lists.endAt(i));
      }
      return size;
    }
    if (vector instanceof MapVector maps) {
      long size = (long) to - from;
      for (int i = from; i < to; i++) {
        if (!maps.isNull(i)) {
          size += sizeBytes(maps.keys(), maps.startAt(i), maps.endAt(i));
          size += sizeBytes(maps.values(), maps.startAt(i), maps.endAt(i));
        }
      }
      return size;
    }
    int width = vector instanceof BooleanVector ? 1 : 8;
    return (long) (vector instanceof IntVector || vector instanceof FloatVector ? 4 : width)
        * (to - from);
  }
}
