package org.tarnlake.table.scan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.table.action.AddFile;

/**
 * Rows of one file that are deleted. Immutable.
 *
 * @param file as it was when they were found; what its own vector deletes is not among them
 * @param rows their positions; null if they are all rows of the file that were left
 * @param rowCount how many they are
 */
public record FileDeletion(AddFile file, @Nullable DeletedRows rows, long rowCount) {
  public FileDeletion {
    Objects.requireNonNull(file, "file");
  }

  /** All rows of a file of which it is known how many are left. */
  public static FileDeletion whole(AddFile file) {
    return new FileDeletion(file, null, file.rowCount());
  }

  /** Some rows of a file, or all if there are no more. */
  public static FileDeletion of(AddFile file, DeletedRows rows) {
    long count = rows.cardinality();
    return count == file.rowCount() ? whole(file) : new FileDeletion(file, rows, count);
  }

  /** Whether no row is left. */
  public boolean isWhole() {
    return rows == null;
  }

  /** These rows and more of the same file. */
  FileDeletion and(FileDeletion more) {
    if (rows == null || more.rows == null) {
      return isWhole() ? this : more;
    }
    return of(file, rows.or(more.rows));
  }
}
