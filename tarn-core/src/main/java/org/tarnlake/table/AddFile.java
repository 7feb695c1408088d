package org.tarnlake.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data file becomes part of the table.
 *
 * @param path a URI, relative to the table's location unless absolute; percent-decoded once
 * @param partitionValues a value for each partition column, null standing for null
 * @param sizeBytes its size
 * @param modifiedMillis when it was made, in milliseconds since 1970
 * @param dataChange whether the rows are new to the table
 * @param statistics the statistics as JSON, see {@link StatisticsJson}
 */
public record AddFile(
    String path,
    Map<String, @Nullable String> partitionValues,
    long sizeBytes,
    long modifiedMillis,
    boolean dataChange,
    @Nullable String statistics)
    implements Action {

  public AddFile {
    Objects.requireNonNull(path, "path");
    // Map.copyOf refuses the null values that partition values may have.
    partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
  }

  /** The number of rows, from the statistics; -1 if they do not say. */
  public long rowCount() {
    return statistics == null ? -1 : ActionReader.rowCount(statistics);
  }
}
