package org.tarnlake.table;

import java.util.Objects;

/**
 * A data file stops being part of the table; it stays readable for older versions.
 *
 * @param path as in the {@link AddFile} that it ends
 * @param deletedMillis when, in milliseconds since 1970
 * @param dataChange whether the rows leave the table
 */
public record RemoveFile(String path, long deletedMillis, boolean dataChange) implements Action {
  public RemoveFile {
    Objects.requireNonNull(path, "path");
  }
}
