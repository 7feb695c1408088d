package org.tarnlake.data.write;

import java.util.List;

/**
 * What is known of the values in a file.
 *
 * @param columns one for each scalar that is in no list or map, in the order of the schema
 */
public record FileStatistics(long rowCount, List<ColumnStatistics> columns) {
  public FileStatistics {
    columns = List.copyOf(columns);
  }
}
