package org.tarnlake.crash.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * What the writers of one lake were told, to be compared with what is there. Safe for many threads.
 */
final class Acknowledged {
  // Guarded by this.
  private final Map<Long, Long> newest = new TreeMap<>();
  private int killedOpen;

  /** Notes a writer that has ended, from what it said. */
  synchronized void add(long writer, List<String> lines) {
    long last = 0;
    for (String line : lines) {
      if (line.matches("[0-9]+")) {
        last++;
        if (last != Long.parseLong(line)) {
          throw new AssertionError("writer " + writer + " said " + line + " for " + last);
        }
      } else if (line.equals("open")) {
        killedOpen++;
      } else {
        throw new AssertionError("writer " + writer + " said " + lines);
      }
    }
    newest.put(writer, last);
  }

  /** Compares; each writer may have committed one transaction more than it could tell. */
  synchronized KillReport compare(LedgerAudit found) {
    List<String> violations = new ArrayList<>();
    found.half().forEach(each -> violations.add("half: " + each));
    found.doubled().forEach(each -> violations.add("doubled: " + each));
    long lost = 0;
    long untold = 0;
    for (Map.Entry<Long, Long> each : newest.entrySet()) {
      NavigableSet<Long> there = found.sequences(each.getKey());
      for (long sequence = 1; sequence <= each.getValue(); sequence++) {
        if (!there.contains(sequence)) {
          lost++;
          violations.add("lost: number %d of writer %d".formatted(sequence, each.getKey()));
        }
      }
      NavigableSet<Long> more = there.tailSet(each.getValue(), false);
      untold += more.size();
      if (!more.isEmpty() && more.last() > each.getValue() + 1) {
        violations.add("writer %d committed %s in no order".formatted(each.getKey(), more));
      }
    }
    found.sequences().keySet().stream()
        .filter(writer -> !newest.containsKey(writer))
        .forEach(writer -> violations.add("writer %d is unknown".formatted(writer)));
    return new KillReport(
        1,
        0,
        killedOpen,
        newest.values().stream().mapToLong(Long::longValue).sum(),
        untold,
        lost,
        found.doubled().size(),
        found.half().size(),
        violations);
  }
}
