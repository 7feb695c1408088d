package org.tarnlake.crash.power;

import java.util.ArrayList;
import java.util.List;

/**
 * What power cuts did to a victim.
 *
 * @param acknowledged transactions whose commit had returned
 * @param unacknowledged transactions found whose commit did not come to return
 * @param lost acknowledged transactions, or ones seen after an earlier cut, that are not there
 * @param lostDuringCut those of the lost that were acknowledged while the power was cut or
 *     afterwards; with a real cut the process would have been gone, so only a victim that looks
 *     twice has none
 * @param doubled transactions that are there more than once
 * @param revived transactions that are there though their commit said they are not
 * @param unreadable cuts after which there was no telling what is there; all is lost then
 * @param findings all that is wrong, in words
 */
record CutReport(
    int cuts,
    long acknowledged,
    long unacknowledged,
    long lost,
    long lostDuringCut,
    long doubled,
    long revived,
    int unreadable,
    List<String> findings) {

  static final CutReport NOTHING = new CutReport(0, 0, 0, 0, 0, 0, 0, 0, List.of());

  CutReport {
    findings = List.copyOf(findings);
  }

  CutReport plus(CutReport other) {
    List<String> all = new ArrayList<>(findings);
    all.addAll(other.findings);
    return new CutReport(
        cuts + other.cuts,
        acknowledged + other.acknowledged,
        unacknowledged + other.unacknowledged,
        lost + other.lost,
        lostDuringCut + other.lostDuringCut,
        doubled + other.doubled,
        revived + other.revived,
        unreadable + other.unreadable,
        all);
  }

  @Override
  public String toString() {
    return "%,d cuts: %,d commits acknowledged, %,d found that nobody could acknowledge; %,d lost (%d of them acknowledged during the cut), %d doubled, %d revived, unreadable after %d; %d findings"
        .formatted(
            cuts,
            acknowledged,
            unacknowledged,
            lost,
            lostDuringCut,
            doubled,
            revived,
            unreadable,
            findings.size());
  }
}
