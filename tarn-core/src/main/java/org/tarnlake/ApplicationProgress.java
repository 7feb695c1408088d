package org.tarnlake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;

/**
 * How far a program has come with a table, kept in the table's own log with the rows it wrote
 * (PROTOCOL.md, "Transaction Identifiers"). Immutable; safe for many threads.
 *
 * @param application names the program, such as {@code kafka-loader-3}
 * @param version a number of the program's own that only grows, such as an offset
 * @param recordedAt when it was recorded; null if another writer did not say
 */
public record ApplicationProgress(String application, long version, @Nullable Instant recordedAt) {
  public ApplicationProgress {
    Argument.require(application, "application", "a program's name");
  }
}
