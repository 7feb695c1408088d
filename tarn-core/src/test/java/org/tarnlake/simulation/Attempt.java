package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;

/** A transaction as its client saw it. Guarded by the baton. */
final class Attempt {
  /** What the client was told. */
  enum Outcome {
    OPEN,
    /** Committed at {@link Attempt#version}. */
    COMMITTED,
    /** Nothing was committed, or nobody asked for it. */
    ABORTED,
    /** Nobody told. */
    UNKNOWN
  }

  static final long NOT_SETTLED = -1;

  final String turn;
  final int client;
  final Isolation isolation;

  /** Whether it reads an older version than the newest. */
  final boolean travelling;

  /** Positions in real time. */
  final int begunAt;

  int endedAt;

  /** The lake version that it reads; {@link #NOT_SETTLED} as long as it has only appended. */
  long readVersion = NOT_SETTLED;

  final List<Step> steps = new ArrayList<>();
  Outcome outcome = Outcome.OPEN;
  long version;

  /**
   * When its client asked for the commit, as a number that grows; 0 before that. From then on it
   * may be committed, whatever becomes of its client.
   */
  int committingAt;

  /** The newest version in the log when it began. */
  final long landedBefore;

  Attempt(
      String turn,
      int client,
      Isolation isolation,
      boolean travelling,
      int begunAt,
      long landedBefore) {
    this.turn = turn;
    this.client = client;
    this.isolation = isolation;
    this.travelling = travelling;
    this.begunAt = begunAt;
    this.landedBefore = landedBefore;
  }

  /** Its steps that change something, but for those about tables that it makes and drops. */
  List<Step> changes() {
    List<Step> changes = new ArrayList<>();
    Map<String, List<Step>> own = new HashMap<>();
    for (Step step : steps) {
      if (step instanceof Step.Created created) {
        own.put(created.table(), new ArrayList<>(List.of(step)));
      } else if (step instanceof Step.Cloned cloned) {
        own.put(cloned.table(), new ArrayList<>(List.of(step)));
      } else if (step instanceof Step.Appended appended && own.containsKey(appended.table())) {
        own.get(appended.table()).add(step);
      } else if (step instanceof Step.Changed changed && own.containsKey(changed.table())) {
        own.get(changed.table()).add(step);
      } else if (step instanceof Step.Altered altered && own.containsKey(altered.table())) {
        own.get(altered.table()).add(step);
      } else if (step instanceof Step.Renamed renamed && own.containsKey(renamed.from())) {
        List<Step> moved = own.remove(renamed.from());
        moved.add(step);
        own.put(renamed.to(), moved);
      } else if (step instanceof Step.Dropped dropped && own.containsKey(dropped.table())) {
        List<Step> undone = own.remove(dropped.table());
        changes.removeIf(each -> undone.stream().anyMatch(other -> other == each));
        continue;
      }
      if (step.isChange()) {
        changes.add(step);
      }
    }
    return changes;
  }

  /**
   * Settles in the end what it read that has only appended: it followed the version before its own.
   * Of one that did not land nothing is known.
   */
  void settle(@Nullable Long landed) {
    if (readVersion == NOT_SETTLED && landed == null) {
      steps.clear();
      readVersion = landedBefore;
    } else if (readVersion == NOT_SETTLED) {
      readVersion = landed - 1;
    }
  }

  /** Ends it; the client was told so, or died. */
  void ended(Outcome told, int at) {
    outcome = told;
    endedAt = at;
  }

  @Override
  public String toString() {
    return "%s (%s, read %d, %s%s) %s"
        .formatted(
            turn,
            isolation,
            readVersion,
            outcome,
            outcome == Outcome.COMMITTED ? " " + version : "",
            steps);
  }
}
