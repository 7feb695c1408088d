package org.tarnlake.data.build;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;

/** Builds vectors of lists or of maps from canonical values. */
final class ListBuilder extends ColumnBuilder {
  private final ColumnBuilder elements;
  private final @Nullable ColumnBuilder values;
  private int[] starts = new int[0];
  private int[] ends = new int[0];

  /**
   * @param type of lists or of maps
   */
  ListBuilder(DataType type) {
    super(type);
    if (type instanceof MapType map) {
      elements = of(map.key());
      values = of(map.value());
    } else {
      elements = of(((ListType) type).element());
      values = null;
    }
  }

  @Override
  void put(int i, Object value) {
    throw new AssertionError("nested values are made canonical first");
  }

  @Override
  void putCanonical(int i, Object value) {
    putNull(i);
    if (values != null) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        elements.appendCanonical(entry.getKey());
        values.appendCanonical(entry.getValue());
      }
    } else {
      for (Object element : (Collection<?>) value) {
        elements.appendCanonical(element);
      }
    }
    ends[i] = elements.size();
  }

  @Override
  void putNull(int i) {
    if (i == starts.length) {
      starts = Arrays.copyOf(starts, grown(i, i + 1));
      ends = Arrays.copyOf(ends, starts.length);
    }
    starts[i] = elements.size();
    ends[i] = elements.size();
  }

  @Override
  void truncateValues(int count) {
    int kept = count == 0 ? 0 : ends[count - 1];
    elements.truncate(kept);
    if (values != null) {
      values.truncate(kept);
    }
  }

  @Override
  void clearValues() {
    elements.clear();
    if (values != null) {
      values.clear();
    }
    starts = new int[starts.length];
    ends = new int[ends.length];
  }

  @Override
  Vector vector(int count, boolean @Nullable [] nulls) {
    return values == null
        ? new ListVector((ListType) type(), elements.toVector(), starts, ends, count, nulls)
        : new MapVector(
            (MapType) type(), elements.toVector(), values.toVector(), starts, ends, count, nulls);
  }

  @Override
  long sizeBytes() {
    return 8L * size() + elements.sizeBytes() + (values == null ? 0 : values.sizeBytes());
  }
}
