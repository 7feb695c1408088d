package org.tarnlake.lake.feed;

import java.time.Instant;
import java.util.Objects;

/**
 * A commit that changed rows of a table. Immutable.
 *
 * @param version the lake version that holds it
 * @param timestamp when it was committed
 * @param table the name that the table had then
 * @param tableVersion the table's own version that it made
 */
public record FeedCommit(long version, Instant timestamp, String table, long tableVersion) {
  public FeedCommit {
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(table, "table");
  }
}
