package org.tarnlake.table.action;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data file stops being part of the table; it stays readable for older versions.
 *
 * @param path as in the {@link AddFile} that it ends
 * @param deletionVector as in the {@link AddFile} that it ends
 * @param deletedMillis when, in milliseconds since 1970
 * @param dataChange whether the rows leave the table
 * @param partitionValues as in the {@link AddFile} that it ends; null if not told
 * @param sizeBytes its size; -1 if not told
 * @param rowIds what row tracking keeps; null without it
 */
public record RemoveFile(
    String path,
    @Nullable DeletionVector deletionVector,
    long deletedMillis,
    boolean dataChange,
    @Nullable Map<String, @Nullable String> partitionValues,
    long sizeBytes,
    @Nullable RowIds rowIds)
    implements Action {

  /** The end of a file, whose rows leave the table. */
  public static RemoveFile of(AddFile file, long deletedMillis) {
    return new RemoveFile(
        file.path(),
        file.deletionVector(),
        deletedMillis,
        true,
        file.partitionValues(),
        file.sizeBytes(),
        file.rowIds());
  }

  /** The same, of a file whose rows only move to others. */
  public RemoveFile unchanged() {
    return new RemoveFile(
        path, deletionVector, deletedMillis, false, partitionValues, sizeBytes, rowIds);
  }

  public RemoveFile {
    Objects.requireNonNull(path, "path");
    if (partitionValues != null) {
      partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
    }
  }
}
