package org.tarnlake.row;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.schema.MapType;

/** Maps: each is a range of one vector of keys and one of values. Immutable. */
public final class MapVector extends Vector {
  private final Vector keys;
  private final Vector values;
  private final int[] starts;
  private final int[] ends;

  /**
   * @param keys the keys of all maps, without nulls
   * @param values the value of each key
   */
  public MapVector(
      MapType type,
      Vector keys,
      Vector values,
      int[] starts,
      int[] ends,
      int size,
      boolean @Nullable [] nulls) {
    super(type, size, nulls);
    Argument.require(type, "type", "a MapType");
    Argument.require(keys, "keys", "a Vector");
    Argument.require(values, "values", "a Vector");
    Argument.require(starts, "starts", "an int array");
    Argument.require(ends, "ends", "an int array");
    this.keys = keys;
    this.values = values;
    this.starts = starts;
    this.ends = ends;
  }

  /** The keys of all maps. */
  public Vector keys() {
    return keys;
  }

  /** The values of all maps. */
  public Vector values() {
    return values;
  }

  /** Where in {@link #keys} and {@link #values} a map that is not null starts. */
  public int startAt(int i) {
    return starts[i];
  }

  /** Where in {@link #keys} and {@link #values} a map that is not null ends, exclusive. */
  public int endAt(int i) {
    return ends[i];
  }

  @Override
  Object canonical(int i) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int k = starts[i]; k < ends[i]; k++) {
      map.put(keys.canonical(k), values.canonicalAt(k));
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  Object external(int i) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int k = starts[i]; k < ends[i]; k++) {
      map.put(Objects.requireNonNull(keys.valueAt(k), "key"), values.valueAt(k));
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public MapVector select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    int[] keptStarts = selectOf(starts, rows, count);
    int[] keptEnds = selectOf(ends, rows, count);
    return new MapVector(
        (MapType) type(), keys, values, keptStarts, keptEnds, count, selectNulls(rows, count));
  }

  @Override
  public MapVector withNulls(boolean[] nulls) {
    Argument.require(nulls, "nulls", "a boolean array");
    return new MapVector((MapType) type(), keys, values, starts, ends, size(), nulls);
  }

  @Override
  public MapVector slice(int from, int count) {
    int[] keptStarts = sliceOf(starts, from, count);
    int[] keptEnds = sliceOf(ends, from, count);
    return new MapVector(
        (MapType) type(), keys, values, keptStarts, keptEnds, count, sliceNulls(from, count));
  }
}
