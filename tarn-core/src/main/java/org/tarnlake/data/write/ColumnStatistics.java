package org.tarnlake.data.write;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;

/**
 * What a file has of one scalar that is in no list or map.
 *
 * @param path its name, behind those of the structs around it
 * @param min the least value, canonical and whole; null if all are null. NaN only if there is
 *     nothing else; a zero is -0.0
 * @param max the greatest value; NaN if there is one; a zero is 0.0
 * @param nullCount in how many rows it is null, or something around it is
 */
public record ColumnStatistics(
    List<String> path, DataType type, @Nullable Object min, @Nullable Object max, long nullCount) {
  public ColumnStatistics {
    path = List.copyOf(path);
  }
}
