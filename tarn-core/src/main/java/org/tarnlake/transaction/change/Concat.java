package org.tarnlake.transaction.change;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.row.Batch;
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
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/** Batches put together into one, so that rows of all of them can be selected. Stateless. */
final class Concat {
  private Concat() {}

  /**
   * The rows of all batches, which are copied.
   *
   * @param type that of each
   * @throws ArithmeticException if their texts come to 2 GiB in a column
   */
  static Batch of(StructType type, List<Batch> batches) {
    if (batches.size() == 1) {
      return batches.get(0);
    }
    List<Vector> columns = new ArrayList<>();
    for (int c = 0; c < type.size(); c++) {
      int ordinal = c;
      columns.add(
          concat(type.field(c).type(), batches.stream().map(b -> b.vector(ordinal)).toList()));
    }
    return new Batch(
        type, columns, batches.stream().mapToInt(Batch::rowCount).reduce(0, Math::addExact));
  }

  /** No rows. */
  static Batch empty(StructType type) {
    return new RowBuffer(type).toBatch();
  }

  private static Vector concat(DataType type, List<Vector> parts) {
    int size = parts.stream().mapToInt(Vector::size).reduce(0, Math::addExact);
    boolean @Nullable [] nulls = nulls(parts, size);
    if (type instanceof StructType struct) {
      Vector[] children = new Vector[struct.size()];
      for (int c = 0; c < children.length; c++) {
        int ordinal = c;
        children[c] =
            concat(
                struct.field(c).type(),
                parts.stream().map(part -> ((StructVector) part).child(ordinal)).toList());
      }
      return new StructVector(struct, children, size, nulls);
    }
    if (type instanceof ListType list) {
      Ranges ranges = new Ranges(size);
      List<Vector> elements = new ArrayList<>();
      for (Vector part : parts) {
        ListVector lists = (ListVector) part;
        elements.add(ranges.add(part, lists.elements(), lists::startAt, lists::endAt));
      }
      return new ListVector(
          list, concat(list.element(), elements), ranges.starts, ranges.ends, size, nulls);
    }
    if (type instanceof MapType map) {
      Ranges ranges = new Ranges(size);
      List<Vector> keys = new ArrayList<>();
      List<Vector> values = new ArrayList<>();
      for (Vector part : parts) {
        MapVector maps = (MapVector) part;
        keys.add(ranges.add(part, maps.keys(), maps::startAt, maps::endAt));
        values.add(maps.values());
      }
      return new MapVector(
          map,
          concat(map.key(), keys),
          concat(map.value(), values),
          ranges.starts,
          ranges.ends,
          size,
          nulls);
    }
    return scalars(type, parts, size, nulls);
  }

  private static Vector scalars(
      DataType type, List<Vector> parts, int size, boolean @Nullable [] nulls) {
    if (type == DataType.STRING || type == DataType.BINARY) {
      return texts(type, parts, size, nulls);
    }
    if (type instanceof DecimalType decimal) {
      return decimals(decimal, parts, size, nulls);
    }
    Vector first = parts.get(0);
    int at = 0;
    if (first instanceof LongVector) {
      long[] values = new long[size];
      for (Vector part : parts) {
        System.arraycopy(((LongVector) part).values(), 0, values, at, part.size());
        at += part.size();
      }
      return new LongVector(type, values, size, nulls);
    }
    if (first instanceof DoubleVector) {
      double[] values = new double[size];
      for (Vector part : parts) {
        System.arraycopy(((DoubleVector) part).values(), 0, values, at, part.size());
        at += part.size();
      }
      return new DoubleVector(values, size, nulls);
    }
    if (first instanceof IntVector) {
      int[] values = new int[size];
      for (Vector part : parts) {
        for (int i = 0; i < part.size(); i++) {
          values[at++] = part.intAt(i);
        }
      }
      return new IntVector(type, values, size, nulls);
    }
    if (first instanceof FloatVector) {
      float[] values = new float[size];
      for (Vector part : parts) {
        System.arraycopy(((FloatVector) part).values(), 0, values, at, part.size());
        at += part.size();
      }
      return new FloatVector(values, size, nulls);
    }
    boolean[] values = new boolean[size];
    for (Vector part : parts) {
      System.arraycopy(((BooleanVector) part).values(), 0, values, at, part.size());
      at += part.size();
    }
    return new BooleanVector(values, size, nulls);
  }

  private static Vector texts(
      DataType type, List<Vector> parts, int size, boolean @Nullable [] nulls) {
    int total = 0;
    for (Vector part : parts) {
      BytesVector texts = (BytesVector) part;
      for (int i = 0; i < part.size(); i++) {
        total = part.isNull(i) ? total : Math.addExact(total, texts.endAt(i) - texts.startAt(i));
      }
    }
    byte[] data = new byte[total];
    int[] starts = new int[size];
    int[] ends = new int[size];
    int at = 0;
    int used = 0;
    for (Vector part : parts) {
      BytesVector texts = (BytesVector) part;
      for (int i = 0; i < part.size(); i++) {
        int length = part.isNull(i) ? 0 : texts.endAt(i) - texts.startAt(i);
        if (length > 0) {
          System.arraycopy(texts.data(), texts.startAt(i), data, used, length);
        }
        starts[at] = used;
        used += length;
        ends[at++] = used;
      }
    }
    return new BytesVector(type, data, starts, ends, size, nulls);
  }

  private static Vector decimals(
      DecimalType type, List<Vector> parts, int size, boolean @Nullable [] nulls) {
    int at = 0;
    if (type.precision() <= DecimalVector.MAX_COMPACT_PRECISION) {
      long[] values = new long[size];
      for (Vector part : parts) {
        for (int i = 0; i < part.size(); i++) {
          values[at++] = ((DecimalVector) part).unscaledAt(i);
        }
      }
      return new DecimalVector(type, values, size, nulls);
    }
    @Nullable BigDecimal[] values = new @Nullable BigDecimal[size];
    for (Vector part : parts) {
      for (int i = 0; i < part.size(); i++) {
        values[at++] = part.isNull(i) ? null : part.decimalAt(i);
      }
    }
    return new DecimalVector(type, values, size, nulls);
  }

  private static boolean @Nullable [] nulls(List<Vector> parts, int size) {
    if (parts.stream().noneMatch(Vector::hasNulls)) {
      return null;
    }
    boolean[] nulls = new boolean[size];
    int at = 0;
    for (Vector part : parts) {
      for (int i = 0; i < part.size(); i++) {
        nulls[at++] = part.isNull(i);
      }
    }
    return nulls;
  }

  private interface Bound {
    int at(int row);
  }

  /** Where lists and maps stand among the elements of all. */
  private static final class Ranges {
    final int[] starts;
    final int[] ends;
    private int row;
    private int before;

    Ranges(int size) {
      starts = new int[size];
      ends = new int[size];
    }

    Vector add(Vector part, Vector elements, Bound start, Bound end) {
      for (int i = 0; i < part.size(); i++) {
        starts[row] = part.isNull(i) ? before : Math.addExact(before, start.at(i));
        ends[row++] = part.isNull(i) ? before : Math.addExact(before, end.at(i));
      }
      before = Math.addExact(before, elements.size());
      return elements;
    }
  }
}
