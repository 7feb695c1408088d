package org.tarnlake.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The appends to one key, and their order as far as reads show it. One thread at a time. */
final class KeyOrder {
  final String name;

  /** Committed appends in the order in which reads show them. */
  final List<Written> order = new ArrayList<>();

  /** Committed appends that no read shows, though none shows that they are gone. */
  final List<Written> unseen = new ArrayList<>();

  /** What was read of the key. */
  final List<Seen> reads = new ArrayList<>();

  private final Map<Long, Written> written = new HashMap<>();
  private @Nullable Written newest;

  // What one transaction did to the key so far.
  private @Nullable Node visitor;
  private final List<Long> own = new ArrayList<>();
  private @Nullable Seen first;

  /** What the transaction that is looked at read of the key, and the first that it appended. */
  @Nullable Seen presentRead;

  @Nullable Written presentAppend;

  KeyOrder(String name) {
    this.name = name;
  }

  /** Takes up an append; those of one transaction come in succession. */
  void add(Node by, long value) {
    Written append = new Written(by, this, value);
    if (written.putIfAbsent(value, append) != null) {
      throw new IllegalArgumentException(
          "%d is appended to %s twice: no read could tell which is which".formatted(value, name));
    }
    if (newest != null && newest.by == by) {
      newest.next = append;
    }
    newest = append;
    by.appends.add(append);
  }

  /** The append of a value, or null if nobody made it. */
  @Nullable Written find(Long value) {
    return written.get(value);
  }

  Iterable<Written> written() {
    return written.values();
  }

  /** Takes what vanished out of the order; what reads saw has to be counted again. */
  void forgetVanished() {
    order.removeIf(append -> append.isVanished);
    for (int i = 0; i < order.size(); i++) {
      order.get(i).position = i;
    }
    for (Written append : written.values()) {
      if (append.isVanished) {
        append.position = -1;
      }
    }
    reads.forEach(seen -> seen.count = -1);
  }

  /** Begins to follow a transaction, unless it is the one that is followed. */
  KeyOrder visit(Node node) {
    if (visitor != node) {
      visitor = node;
      own.clear();
      first = null;
    }
    return this;
  }

  /** The appends of the transaction that is followed, so far. */
  List<Long> own() {
    return own;
  }

  /** What the transaction that is followed read first, or null. */
  @Nullable Seen first() {
    return first;
  }

  void readFirst(Seen seen) {
    first = seen;
    reads.add(seen);
    seen.by.reads.add(seen);
  }

  /**
   * The read that tells the order of the key, or null if there is none: the longest, unless the
   * last shows that it was not to last.
   */
  @Nullable Seen tellingRead() {
    Seen longest = null;
    for (Seen seen : reads) {
      if (longest == null || seen.values.size() > longest.values.size()) {
        longest = seen;
      }
    }
    Seen last = lastRead();
    return longest == null || last == null || last.isBeginningOf(longest) ? longest : last;
  }

  /** The read of the transaction that was begun last, or null. */
  @Nullable Seen lastRead() {
    Seen last = null;
    for (Seen seen : reads) {
      if (last == null || seen.by.transaction.begunAt() > last.by.transaction.begunAt()) {
        last = seen;
      }
    }
    return last;
  }
}
