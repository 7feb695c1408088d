package org.tarnlake.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.history.Anomaly.Kind;

/**
 * What can be told from two transactions: one sees a part of another, or not what had ended before,
 * or appends to what it read before another's append; or each misses what the other appends. Looks
 * at each transaction and the ones next to what it read: whoever is further away is found by {@link
 * CycleChecks}.
 */
final class PairChecks {
  private final WriteRule rule;
  private final Findings findings;
  private final Set<Long> skewed = new HashSet<>();

  PairChecks(WriteRule rule, Findings findings) {
    this.rule = rule;
    this.findings = findings;
  }

  void run(List<Node> nodes) {
    for (Node node : nodes) {
      node.reads.forEach(seen -> seen.key.presentRead = seen);
      boolean fractured = false;
      for (Seen seen : node.reads) {
        fractured |= findPartOf(seen.last(), node) | findPartOf(seen.missed(), node);
      }
      if (!fractured) {
        node.reads.forEach(this::findOldRead);
      }
      if (node.isCommitted() && !node.appends.isEmpty()) {
        node.appends.forEach(append -> append.key.presentAppend = append);
        node.appends.forEach(append -> findLostUpdate(node, append));
        node.reads.forEach(seen -> findWriteSkew(node, seen));
      }
    }
  }

  /** What the transaction that is looked at read of a key, or null. */
  private static @Nullable Seen read(Node node, KeyOrder key) {
    Seen seen = key.presentRead;
    return seen != null && seen.by == node && seen.count >= 0 ? seen : null;
  }

  private boolean findPartOf(@Nullable Written append, Node reader) {
    if (append == null || append.by == reader) {
      return false;
    }
    Written seen = null;
    Written missed = null;
    for (Written each : append.by.appends) {
      Seen read = each.isVanished ? null : read(reader, each.key);
      if (read != null && read.sees(each)) {
        seen = each;
      } else if (read != null) {
        missed = each;
      }
    }
    // Of one key it is an intermediate read.
    boolean found = seen != null && missed != null && seen.key != missed.key;
    if (found) {
      findings.add(
          Kind.FRACTURED_READ,
          List.of(append.by, reader),
          "%s read %s with %d and %s without %d, both appended by %s"
              .formatted(
                  reader, seen.key.name, seen.value, missed.key.name, missed.value, append.by));
    }
    return found;
  }

  private void findOldRead(Seen seen) {
    Written missed = seen.missed();
    Node reader = seen.by;
    if (missed != null
        && missed.by.transaction.outcome() == Outcome.COMMITTED
        && missed.by.transaction.endedAt() < reader.transaction.begunAt()) {
      findings.add(
          Kind.REAL_TIME_VIOLATION,
          List.of(missed.by, reader),
          "%s was begun at %d and read %s without %d, which %s had committed at %d"
              .formatted(
                  reader,
                  reader.transaction.begunAt(),
                  seen.key.name,
                  missed.value,
                  missed.by,
                  missed.by.transaction.endedAt()));
    }
  }

  private void findLostUpdate(Node node, Written append) {
    Seen seen = read(node, append.key);
    Written missed = seen == null ? null : seen.missed();
    if (missed != null
        && missed.by != node
        && missed.position < append.position
        && !isPartOf(missed.by, seen.last())) {
      boolean allowed = rule == WriteRule.APPENDS_REBASE && !node.isSerializable();
      findings.add(
          Kind.LOST_UPDATE,
          allowed,
          List.of(missed.by, node),
          "%s read %s without %d, which %s appended before %s appended %d"
              .formatted(node, append.key.name, missed.value, missed.by, node, append.value));
    }
  }

  private void findWriteSkew(Node node, Seen seen) {
    Written missed = seen.missed();
    if (missed == null || missed.by == node || isPartOf(missed.by, seen.last())) {
      return;
    }
    Node other = missed.by;
    for (Seen theirs : other.reads) {
      Written mine = theirs.key.presentAppend;
      if (mine != null
          && mine.by == node
          && theirs.key != missed.key
          && mine.position >= theirs.count
          && theirs.count >= 0
          && skewed.add(pair(node, other))) {
        boolean allowed = !node.isSerializable() || !other.isSerializable();
        findings.add(
            Kind.WRITE_SKEW,
            allowed,
            List.of(node, other),
            "%s read %s without %d, which %s appended, and %s read %s without %d, which %s appended"
                .formatted(
                    node,
                    seen.key.name,
                    missed.value,
                    other,
                    other,
                    theirs.key.name,
                    mine.value,
                    node));
      }
    }
  }

  private static boolean isPartOf(Node node, @Nullable Written last) {
    return last != null && last.by == node;
  }

  private static long pair(Node one, Node other) {
    return ((long) Math.min(one.index, other.index) << 32) | Math.max(one.index, other.index);
  }
}
