package org.tarnlake.crash.process;

import java.util.ArrayList;
import java.util.List;

/**
 * What a campaign of kills found; whatever is in {@link #violations} breaks a promise.
 *
 * @param kills processes killed
 * @param killedOpen those of them that had the lake open
 * @param acknowledged transactions whose commit had returned
 * @param unacknowledged transactions found whole whose writer was killed before it could tell
 * @param lost acknowledged transactions that are not there
 * @param doubled transactions that are there more than once
 * @param half transactions of which only a part is there
 * @param violations all that is wrong, in words
 */
record KillReport(
    int lakes,
    int kills,
    int killedOpen,
    long acknowledged,
    long unacknowledged,
    long lost,
    long doubled,
    long half,
    List<String> violations) {

  static final KillReport NOTHING = new KillReport(0, 0, 0, 0, 0, 0, 0, 0, List.of());

  KillReport {
    violations = List.copyOf(violations);
  }

  KillReport plus(KillReport other) {
    List<String> all = new ArrayList<>(violations);
    all.addAll(other.violations);
    return new KillReport(
        lakes + other.lakes,
        kills + other.kills,
        killedOpen + other.killedOpen,
        acknowledged + other.acknowledged,
        unacknowledged + other.unacknowledged,
        lost + other.lost,
        doubled + other.doubled,
        half + other.half,
        all);
  }

  @Override
  public String toString() {
    return ("%,d kills (%,d with the lake open) on %,d lakes: %,d commits acknowledged, %,d found that"
            + " nobody could acknowledge; %d lost, %d doubled, %d half, %d findings")
        .formatted(
            kills,
            killedOpen,
            lakes,
            acknowledged,
            unacknowledged,
            lost,
            doubled,
            half,
            violations.size());
  }
}
