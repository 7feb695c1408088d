package org.tarnlake.history;

import java.util.List;
import java.util.Objects;
import org.tarnlake.Isolation;

/**
 * A transaction as its client saw it. Immutable.
 *
 * @param client who ran it
 * @param isolation what it asked for
 * @param begunAt when it was begun, as a position in the real-time order of the run
 * @param endedAt when its client was told the outcome, or gave up
 * @param outcome what its client was told
 * @param operations in the order in which they were made
 */
public record Transaction(
    int client,
    Isolation isolation,
    long begunAt,
    long endedAt,
    Outcome outcome,
    List<Operation> operations) {
  public Transaction {
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(outcome, "outcome");
    operations = List.copyOf(operations);
    if (endedAt < begunAt) {
      throw new IllegalArgumentException("it ended at %d, begun at %d".formatted(endedAt, begunAt));
    }
  }
}
