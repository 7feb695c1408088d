package org.tarnlake.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.history.Anomaly.Kind;

/**
 * What can be told from single reads: that they agree with one another on the order of each key,
 * and show what committed, whole and once. Leaves behind the order of each key. One thread at a
 * time.
 */
final class ReadChecks {
  private final List<Node> nodes;
  private final Map<String, KeyOrder> keys = new LinkedHashMap<>();
  private final Findings findings;

  ReadChecks(List<Node> nodes, Findings findings) {
    this.nodes = nodes;
    this.findings = findings;
  }

  /** Runs the checks. Returns the keys, their order known. */
  Iterable<KeyOrder> run() {
    nodes.forEach(this::noteAppends);
    nodes.forEach(this::followReads);
    for (KeyOrder key : keys.values()) {
      Seen telling = key.tellingRead();
      if (telling != null) {
        order(key, telling);
      }
    }
    keys.values().forEach(this::noteUnseen);
    nodes.forEach(this::reportVanished);
    for (KeyOrder key : keys.values()) {
      for (Seen seen : key.reads) {
        if (seen.count < 0) {
          fitIn(key, seen);
        }
      }
      checkWholeness(key);
    }
    return keys.values();
  }

  private void noteAppends(Node node) {
    for (Operation operation : node.transaction.operations()) {
      KeyOrder key = keys.computeIfAbsent(operation.key(), KeyOrder::new);
      if (operation instanceof Append append) {
        key.add(node, append.value());
      }
    }
  }

  /**
   * Compares what one transaction read of a key with its own appends and with what it read before.
   */
  private void followReads(Node node) {
    for (Operation operation : node.transaction.operations()) {
      KeyOrder key = keys.computeIfAbsent(operation.key(), KeyOrder::new).visit(node);
      if (operation instanceof Append append) {
        key.own().add(append.value());
      } else if (operation instanceof Read read) {
        List<Long> others = withoutOwn(node, key, read.values());
        Seen first = key.first();
        if (first == null) {
          key.readFirst(new Seen(node, key, others));
        } else if (!first.values.equals(others)) {
          findings.add(
              Kind.NON_REPEATABLE_READ,
              List.of(node),
              "%s read %s twice, first %s of others and then %s"
                  .formatted(node, key.name, ending(first.values), ending(others)));
        }
      } else {
        throw new AssertionError(operation);
      }
    }
  }

  private List<Long> withoutOwn(Node node, KeyOrder key, List<Long> values) {
    List<Long> own = key.own();
    if (own.isEmpty()) {
      return values;
    }
    int others = values.size() - own.size();
    if (others >= 0 && values.subList(others, values.size()).equals(own)) {
      return values.subList(0, others);
    }
    findings.add(
        Kind.OWN_APPEND_UNSEEN,
        List.of(node),
        "%s had appended %s to %s and then read %s".formatted(node, own, key.name, ending(values)));
    return values.stream().filter(value -> !own.contains(value)).toList();
  }

  /** Takes the order of a key from one read, and counts what the reads that agree saw. */
  private void order(KeyOrder key, Seen telling) {
    int size = telling.values.size();
    int[] counts = new int[size + 1];
    for (int i = 0; i < size; i++) {
      Written append = resolve(telling, telling.values.get(i));
      if (append != null) {
        append.position = key.order.size();
        key.order.add(append);
      }
      counts[i + 1] = key.order.size();
    }
    for (Seen seen : key.reads) {
      if (seen.isBeginningOf(telling)) {
        seen.count = counts[seen.values.size()];
      } else {
        seen.values.forEach(value -> note(seen, key.find(value)));
      }
    }
  }

  /** The append of a value that was read, if it counts and has no place yet; null if not. */
  private @Nullable Written resolve(Seen seen, Long value) {
    Written append = seen.key.find(value);
    note(seen, append);
    if (append == null) {
      findings.add(
          Kind.VALUE_FROM_NOWHERE,
          List.of(seen.by),
          "%s read %d in %s, which nobody appended".formatted(seen.by, value, seen.key.name));
      return null;
    }
    if (append.by.transaction.outcome() == Outcome.ABORTED) {
      findings.add(
          Kind.DIRTY_READ,
          List.of(append.by, seen.by),
          "%s read %d in %s, which %s appended without committing"
              .formatted(seen.by, value, seen.key.name, append.by));
      return null;
    }
    if (append.position >= 0) {
      reportTwice(seen, append);
      return null;
    }
    return append;
  }

  private static void note(Seen seen, @Nullable Written append) {
    if (append != null && append.by != seen.by) {
      append.by.isSeen = true;
    }
  }

  private void reportTwice(Seen seen, Written append) {
    findings.add(
        Kind.DUPLICATED_APPEND,
        List.of(append.by, seen.by),
        "%s read %d twice in %s, which %s appended once"
            .formatted(seen.by, append.value, seen.key.name, append.by));
  }

  /** Tells committed appends that are gone from those that nobody came to see. */
  private void noteUnseen(KeyOrder key) {
    Seen last = key.lastRead();
    boolean isOrderWrong = false;
    for (Written append : key.written()) {
      if (append.by.isCommitted()) {
        append.isVanished = last != null && isGone(append, last);
        if (append.isVanished) {
          isOrderWrong |= append.position >= 0;
        } else if (append.position < 0) {
          key.unseen.add(append);
        }
      }
    }
    if (isOrderWrong) {
      key.forgetVanished();
    }
  }

  private boolean isGone(Written append, Seen last) {
    boolean missed =
        append.position < 0
            ? !last.values.contains(append.value)
            : last.count >= 0 && !last.sees(append);
    return missed && last.by != append.by && last.by.transaction.begunAt() > knownSince(append.by);
  }

  /** When the first client knew that a transaction had committed. */
  private long knownSince(Node node) {
    if (node.transaction.outcome() == Outcome.COMMITTED) {
      return node.transaction.endedAt();
    }
    long since = Long.MAX_VALUE;
    for (Written append : node.appends) {
      for (Seen seen : append.key.reads) {
        if (seen.values.contains(append.value)) {
          since = Math.min(since, seen.by.transaction.endedAt());
        }
      }
    }
    return since;
  }

  private void reportVanished(Node node) {
    List<Written> vanished = node.appends.stream().filter(each -> each.isVanished).toList();
    if (vanished.isEmpty()) {
      return;
    }
    Written gone = vanished.get(0);
    Written there =
        node.appends.stream().filter(each -> each.position >= 0).findFirst().orElse(null);
    Seen last = gone.key.lastRead();
    Node reader = last == null ? node : last.by;
    String lacks =
        "%s committed %d in %s, and %s, begun later, does not see it"
            .formatted(node, gone.value, gone.key.name, reader);
    if (there == null) {
      findings.add(Kind.VANISHED_APPEND, List.of(node, reader), lacks);
    } else {
      findings.add(
          Kind.HALF_COMMIT,
          List.of(node, reader),
          "%s, though its %d in %s is there".formatted(lacks, there.value, there.key.name));
    }
  }

  /**
   * Compares a read that is no beginning of the telling one with the order, without what is
   * reported.
   */
  private void fitIn(KeyOrder key, Seen seen) {
    Set<Written> met = new HashSet<>();
    List<Written> clean = new ArrayList<>();
    for (Long value : seen.values) {
      Written append = key.find(value);
      if (append == null || !append.by.isCommitted()) {
        resolve(seen, value);
      } else if (!met.add(append)) {
        reportTwice(seen, append);
      } else if (!append.isVanished) {
        clean.add(append);
      }
    }
    int common = Math.min(clean.size(), key.order.size());
    for (int i = 0; i < common; i++) {
      if (clean.get(i) != key.order.get(i)) {
        reportOrders(seen, clean.get(i), key.order.get(i));
        return;
      }
    }
    for (Written append : clean.subList(common, clean.size())) {
      append.position = key.order.size();
      key.order.add(append);
      key.unseen.remove(append);
    }
    seen.count = clean.size();
  }

  private void reportOrders(Seen seen, Written here, Written there) {
    Seen telling = seen.key.tellingRead();
    Node other = telling == null ? seen.by : telling.by;
    findings.add(
        Kind.INCOMPATIBLE_ORDERS,
        List.of(seen.by, other),
        "%s read %d in %s where %s read %d"
            .formatted(seen.by, here.value, seen.key.name, other, there.value));
  }

  /** Looks for reads that end within a transaction's appends, and for appends in another order. */
  private void checkWholeness(KeyOrder key) {
    for (Written append : key.order) {
      Written next = append.next;
      if (next != null && next.position >= 0 && next.position < append.position) {
        findings.add(
            Kind.INCOMPATIBLE_ORDERS,
            List.of(append.by),
            "%s appended %d and then %d to %s, where reads show them the other way round"
                .formatted(append.by, append.value, next.value, key.name));
      }
    }
    for (Seen seen : key.reads) {
      Written last = seen.last();
      Written next = last == null ? null : last.next;
      if (next != null && last.by != seen.by && !next.isVanished && !seen.sees(next)) {
        findings.add(
            Kind.INTERMEDIATE_READ,
            List.of(last.by, seen.by),
            "%s read %s up to %d, after which %s appended %d"
                .formatted(seen.by, key.name, last.value, last.by, next.value));
      }
    }
  }

  /** A list in few words. */
  private static String ending(List<Long> values) {
    int size = values.size();
    return size <= 5
        ? values.toString()
        : "%d values up to %s".formatted(size, values.subList(size - 3, size));
  }
}
