package org.tarnlake.lake.publish;

import org.tarnlake.env.Environment;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;

/**
 * Tells right before something is put into a table's folder whether the table is still in the lake:
 * others may have given it back, and the folder may be another table's. The lake's log is asked
 * unless it was asked just now. Safe for many threads.
 */
final class Presence {
  /** A look at the log that is older may have missed that a table left the lake. */
  private static final long LOOK_MILLIS = 100;

  private final LakeLog log;
  private final Environment environment;
  private volatile long lookedAtMillis;

  Presence(LakeLog log, Environment environment) {
    this.log = log;
    this.environment = environment;
  }

  /** Whether a table has left the lake, by what was read of the log. */
  boolean isGone(CatalogTable table) {
    CatalogTable now = log.latest().catalog().findById(table.id());
    return now == null || !now.membership().equals(table.membership());
  }

  /** As {@link #isGone}, after a look at the log if the last one is old. */
  boolean hasLeft(CatalogTable table) {
    if (!log.isStandalone() && !isGone(table) && isOld(lookedAtMillis)) {
      // A look may be held up: it tells of the time at which it began.
      long beganMillis = nowMillis();
      log.refresh();
      lookedAtMillis = beganMillis;
    }
    return isGone(table);
  }

  /** Whether so much time passed that a table may have left unseen. */
  boolean isOld(long thenMillis) {
    return Math.abs(nowMillis() - thenMillis) > LOOK_MILLIS;
  }

  long nowMillis() {
    return environment.clock().millis();
  }
}
