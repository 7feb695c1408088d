package org.tarnlake.spill;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/** Vectors as bytes, which {@link VectorReader} reads. Stateless. */
final class VectorWriter {
  private VectorWriter() {}

  static void write(DataOutputStream out, Vector vector) throws IOException {
    writeNulls(out, vector);
    int size = vector.size();
    if (vector instanceof LongVector longs) {
      ByteBuffer bytes = ByteBuffer.allocate(size * Long.BYTES);
      bytes.asLongBuffer().put(longs.values(), 0, size);
      out.write(bytes.array());
    } else if (vector instanceof IntVector) {
      ByteBuffer bytes = ByteBuffer.allocate(size * Integer.BYTES);
      for (int i = 0; i < size; i++) {
        bytes.putInt(vector.intAt(i));
      }
      out.write(bytes.array());
    } else if (vector instanceof DoubleVector doubles) {
      ByteBuffer bytes = ByteBuffer.allocate(size * Double.BYTES);
      bytes.asDoubleBuffer().put(doubles.values(), 0, size);
      out.write(bytes.array());
    } else if (vector instanceof FloatVector floats) {
      ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES);
      bytes.asFloatBuffer().put(floats.values(), 0, size);
      out.write(bytes.array());
    } else if (vector instanceof BooleanVector booleans) {
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) (booleans.booleanAt(i) ? 1 : 0);
      }
      out.write(bytes);
    } else if (vector instanceof BytesVector texts) {
      for (int i = 0; i < size; i++) {
        int length = vector.isNull(i) ? 0 : texts.endAt(i) - texts.startAt(i);
        out.writeInt(length);
        if (length > 0) {
          out.write(texts.data(), texts.startAt(i), length);
        }
      }
    } else if (vector instanceof DecimalVector decimals) {
      write(out, decimals);
    } else if (vector instanceof StructVector struct) {
      for (int c = 0; c < ((StructType) struct.type()).size(); c++) {
        write(out, struct.child(c));
      }
    } else if (vector instanceof ListVector lists) {
      Ranges ranges = new Ranges(vector, lists::startAt, lists::endAt);
      ranges.write(out);
      write(out, ranges.select(lists.elements()));
    } else if (vector instanceof MapVector maps) {
      Ranges ranges = new Ranges(vector, maps::startAt, maps::endAt);
      ranges.write(out);
      write(out, ranges.select(maps.keys()));
      write(out, ranges.select(maps.values()));
    }
  }

  private static void write(DataOutputStream out, DecimalVector decimals) throws IOException {
    for (int i = 0; i < decimals.size(); i++) {
      if (decimals.isCompact()) {
        out.writeLong(decimals.unscaledAt(i));
      } else if (!decimals.isNull(i)) {
        byte[] unscaled = decimals.decimalAt(i).unscaledValue().toByteArray();
        out.writeByte(unscaled.length);
        out.write(unscaled);
      }
    }
  }

  private static void writeNulls(DataOutputStream out, Vector vector) throws IOException {
    out.writeBoolean(vector.hasNulls());
    if (vector.hasNulls()) {
      byte[] bytes = new byte[vector.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (vector.isNull(i) ? 1 : 0);
      }
      out.write(bytes);
    }
  }

  private interface Bound {
    int at(int row);
  }

  /** The lengths of lists or maps, and which elements are theirs. */
  private static final class Ranges {
    private final int[] lengths;
    private int[] rows = new int[16];
    private int count;

    Ranges(Vector vector, Bound start, Bound end) {
      lengths = new int[vector.size()];
      for (int i = 0; i < lengths.length; i++) {
        for (int e = vector.isNull(i) ? 0 : start.at(i); !vector.isNull(i) && e < end.at(i); e++) {
          if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
          }
          rows[count++] = e;
          lengths[i]++;
        }
      }
    }

    void write(DataOutputStream out) throws IOException {
      for (int length : lengths) {
        out.writeInt(length);
      }
      out.writeInt(count);
    }

    Vector select(Vector elements) {
      return elements.select(rows, count);
    }
  }
}
