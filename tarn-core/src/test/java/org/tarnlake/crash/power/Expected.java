package org.tarnlake.crash.power;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must be there after the next power cut, and what must not. One thread at a time. */
final class Expected {
  /** More than the clients of a victim try after the newest number that they tell of. */
  private static final long TRIED_UNTOLD_MAX = 1000;

  private final Set<Long> durable = new TreeSet<>();
  private final Set<Long> duringCut = new HashSet<>();
  private final Set<Long> denied = new HashSet<>();
  private long newest;

  /** A number that no transaction has had so far. */
  long next() {
    return newest + TRIED_UNTOLD_MAX;
  }

  /** Notes what a victim said before the power was cut. */
  CutReport told(List<String> lines) {
    int before = durable.size();
    for (String line : lines) {
      if (line.matches("[0-9]+")) {
        durable.add(note(line));
      } else if (line.matches("failed [0-9]+")) {
        denied.add(note(line.substring("failed ".length())));
      }
    }
    return new CutReport(0, durable.size() - before, 0, 0, 0, 0, 0, 0, List.of());
  }

  /** Notes what a victim said while the power was cut, or afterwards. */
  CutReport toldDuringCut(List<String> lines) {
    Set<Long> before = new HashSet<>(durable);
    CutReport report = told(lines);
    duringCut.addAll(durable);
    duringCut.removeAll(before);
    return report;
  }

  private long note(String number) {
    long parsed = Long.parseLong(number);
    newest = Math.max(newest, parsed);
    return parsed;
  }

  /** Compares with what is there. What is there now must stay; what is lost is told once. */
  CutReport found(List<Long> there) {
    Set<Long> distinct = new TreeSet<>(there);
    Set<Long> lost = new TreeSet<>(durable);
    lost.removeAll(distinct);
    Set<Long> lostDuringCut = new TreeSet<>(lost);
    lostDuringCut.retainAll(duringCut);
    duringCut.clear();
    Set<Long> revived = new TreeSet<>(distinct);
    revived.retainAll(denied);
    Set<Long> untold = new TreeSet<>(distinct);
    untold.removeAll(durable);
    durable.removeAll(lost);
    durable.addAll(distinct);
    distinct.forEach(number -> newest = Math.max(newest, number));
    List<String> findings = new ArrayList<>();
    if (!lost.isEmpty()) {
      findings.add("lost: " + Numbers.text(List.copyOf(lost)));
    }
    if (!lostDuringCut.isEmpty()) {
      findings.add("of these acknowledged during the cut: " + lostDuringCut);
    }
    if (!revived.isEmpty()) {
      findings.add("said to have failed: " + Numbers.text(List.copyOf(revived)));
    }
    int doubled = there.size() - distinct.size();
    if (doubled > 0) {
      findings.add("doubled: " + Numbers.text(there));
    }
    return new CutReport(
        0,
        0,
        untold.size(),
        lost.size(),
        lostDuringCut.size(),
        doubled,
        revived.size(),
        0,
        findings);
  }

  /** There is no telling what is there. */
  CutReport unreadable(String reason) {
    return new CutReport(0, 0, 0, durable.size(), 0, 0, 0, 1, List.of(reason));
  }
}
