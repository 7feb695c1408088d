package org.tarnlake.history;

import java.util.List;

/**
 * Something in a history that no serial execution shows. Immutable.
 *
 * @param allowed whether the isolation that its transactions asked for allows it
 * @param transactions those that it is made of, as positions in the history
 * @param text tells it in words, and how its transactions go round in a circle if they do
 */
public record Anomaly(Kind kind, boolean allowed, List<Integer> transactions, String text) {
  public Anomaly {
    transactions = List.copyOf(transactions);
  }

  @Override
  public String toString() {
    return kind.words + (allowed ? " (allowed): " : ": ") + text;
  }

  /** The anomalies, with Adya's names where they have one. */
  public enum Kind {
    /** A value is read that nobody appended. */
    VALUE_FROM_NOWHERE("value from nowhere"),

    /** A value is in a list twice. */
    DUPLICATED_APPEND("duplicated append"),

    /** Nothing of a transaction that committed is there for who was begun last. */
    VANISHED_APPEND("vanished append"),

    /** Of one transaction some appends are there for who was begun last, and others are not. */
    HALF_COMMIT("half commit"),

    /** A value is read of a transaction that did not commit. */
    DIRTY_READ("dirty read (G1a)"),

    /** A list is read that ends between two appends of one transaction. */
    INTERMEDIATE_READ("intermediate read (G1b)"),

    /** Two reads show the same appends in different orders. */
    INCOMPATIBLE_ORDERS("incompatible orders"),

    /** A transaction reads a list twice and differently, but for its own appends. */
    NON_REPEATABLE_READ("non-repeatable read"),

    /** A transaction does not see its own appends, or not at the end of the list. */
    OWN_APPEND_UNSEEN("own append unseen"),

    /** A transaction sees a part of another's appends. */
    FRACTURED_READ("fractured read"),

    /** A transaction appends to what it read before another's append. */
    LOST_UPDATE("lost update"),

    /** Two transactions append to two lists in different orders. */
    DIRTY_WRITE("dirty write (G0)"),

    /** Transactions have seen one another's appends in a circle. */
    CIRCULAR_INFORMATION("circular information flow (G1c)"),

    /** A circle with one read of what was old: a transaction reads two states at once. */
    READ_SKEW("read skew (G-single)"),

    /** A circle with several reads of what was old, no two of them in succession. */
    LONG_FORK("long fork (G-nonadjacent)"),

    /** A circle with reads of what was old in succession: each misses what the next one appends. */
    WRITE_SKEW("write skew (G2)"),

    /** A transaction begun after another one had ended is as of a state before it. */
    REAL_TIME_VIOLATION("real-time violation");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }
}
