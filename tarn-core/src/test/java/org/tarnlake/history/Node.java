package org.tarnlake.history;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.Isolation;

/** A transaction while its history is checked. One thread at a time. */
final class Node {
  final int index;
  final Transaction transaction;

  /** Its appends, in order. */
  final List<Written> appends = new ArrayList<>();

  /** What it read first of each key. */
  final List<Seen> reads = new ArrayList<>();

  /** Whether some other transaction read a value of it. */
  boolean isSeen;

  Node(int index, Transaction transaction) {
    this.index = index;
    this.transaction = transaction;
  }

  boolean isCommitted() {
    return transaction.outcome() == Outcome.COMMITTED
        || (transaction.outcome() == Outcome.UNKNOWN && isSeen);
  }

  /** Whether all of it happens at one moment: it wrote nothing, or what it read was checked. */
  boolean isInstant() {
    return !isCommitted() || appends.isEmpty() || isSerializable();
  }

  boolean isSerializable() {
    return transaction.isolation() == Isolation.SERIALIZABLE;
  }

  @Override
  public String toString() {
    return "T" + index;
  }
}
