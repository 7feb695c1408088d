package org.tarnlake.data.build;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Values;

/** Builds vectors of booleans, numbers, dates and timestamps. */
final class NumberBuilder extends ColumnBuilder {
  private final PrimitiveType primitive;
  private boolean[] booleans = new boolean[0];
  private int[] ints = new int[0];
  private long[] longs = new long[0];
  private float[] floats = new float[0];
  private double[] doubles = new double[0];
  private int capacity;

  NumberBuilder(DataType type) {
    super(type);
    this.primitive = (PrimitiveType) type;
  }

  @Override
  void put(int i, Object value) {
    if (i == capacity) {
      grow(grown(capacity, i + 1));
    }
    // The classes users pass most, without making the canonical object first.
    if (value instanceof Long number && primitive == PrimitiveType.LONG) {
      longs[i] = number;
    } else if (value instanceof Instant time && primitive == PrimitiveType.TIMESTAMP) {
      longs[i] = Values.micros(time);
    } else {
      putCanonical(i, Values.canonical(primitive, value));
    }
  }

  @Override
  void putCanonical(int i, Object value) {
    if (i == capacity) {
      grow(grown(capacity, i + 1));
    }
    switch (primitive) {
      case BOOLEAN -> booleans[i] = (Boolean) value;
      case BYTE, SHORT, INT, DATE -> ints[i] = (Integer) value;
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> longs[i] = (Long) value;
      case FLOAT -> floats[i] = (Float) value;
      case DOUBLE -> doubles[i] = (Double) value;
      case STRING, BINARY -> throw new AssertionError(primitive);
    }
  }

  @Override
  void putNull(int i) {
    if (i == capacity) {
      grow(grown(capacity, i + 1));
    }
  }

  private void grow(int wanted) {
    switch (primitive) {
      case BOOLEAN -> booleans = Arrays.copyOf(booleans, wanted);
      case BYTE, SHORT, INT, DATE -> ints = Arrays.copyOf(ints, wanted);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> longs = Arrays.copyOf(longs, wanted);
      case FLOAT -> floats = Arrays.copyOf(floats, wanted);
      case DOUBLE -> doubles = Arrays.copyOf(doubles, wanted);
      case STRING, BINARY -> throw new AssertionError(primitive);
    }
    capacity = wanted;
  }

  @Override
  void truncateValues(int count) {}

  @Override
  void clearValues() {
    int before = capacity;
    booleans = new boolean[0];
    ints = new int[0];
    longs = new long[0];
    floats = new float[0];
    doubles = new double[0];
    grow(before);
  }

  @Override
  Vector vector(int count, boolean @Nullable [] nulls) {
    return switch (primitive) {
      case BOOLEAN -> new BooleanVector(booleans, count, nulls);
      case BYTE, SHORT, INT, DATE -> new IntVector(primitive, ints, count, nulls);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(primitive, longs, count, nulls);
      case FLOAT -> new FloatVector(floats, count, nulls);
      case DOUBLE -> new DoubleVector(doubles, count, nulls);
      case STRING, BINARY -> throw new AssertionError(primitive);
    };
  }

  @Override
  long sizeBytes() {
    return switch (primitive) {
      case BOOLEAN -> size();
      case BYTE, SHORT, INT, DATE, FLOAT -> 4L * size();
      default -> 8L * size();
    };
  }
}
