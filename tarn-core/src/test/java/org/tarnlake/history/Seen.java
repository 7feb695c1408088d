package org.tarnlake.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transaction read of a key before its own appends. */
final class Seen {
  final Node by;
  final KeyOrder key;
  final List<Long> values;

  /** How many of the key's appends, in their order, it saw; -1 if they are in another order. */
  int count = -1;

  Seen(Node by, KeyOrder key, List<Long> values) {
    this.by = by;
    this.key = key;
    this.values = values;
  }

  boolean isBeginningOf(Seen other) {
    return values.size() <= other.values.size()
        && other.values.subList(0, values.size()).equals(values);
  }

  boolean sees(Written append) {
    return append.position >= 0 && append.position < count;
  }

  /** The append that it saw last, or null. */
  @Nullable Written last() {
    return count <= 0 ? null : key.order.get(count - 1);
  }

  /** The first append that it did not see, or null if no read shows one. */
  @Nullable Written missed() {
    return count < 0 || count == key.order.size() ? null : key.order.get(count);
  }
}
