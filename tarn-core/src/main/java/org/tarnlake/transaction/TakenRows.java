package org.tarnlake.transaction;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.scan.Deletions;

/**
 * The rows that a statement takes of a table. Immutable.
 *
 * @param deletions rows of files that go, those that went before included
 * @param updated those that go by this statement because they get new values; none where nobody
 *     asks
 * @param kept the rows in no file that stay; null if all do
 */
public record TakenRows(Deletions deletions, Deletions updated, @Nullable BufferedRows kept) {
  public TakenRows {
    Objects.requireNonNull(deletions, "deletions");
    Objects.requireNonNull(updated, "updated");
  }
}
