package org.tarnlake.lake.feed;

import java.util.Objects;
import org.tarnlake.table.scan.ChangedRows;

/** Rows of a table that a commit changed, at least one. Immutable. */
public record FeedRows(FeedCommit commit, ChangedRows rows) {
  public FeedRows {
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(rows, "rows");
  }
}
