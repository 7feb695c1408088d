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

  /** As {@link #LOOK_MILLIS}, where a look is a request over a network. */
  private static final long DISTANT_LOOK_MILLIS = 1000;

  private final LakeLog log;
  private final Environment environment;

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
    if (!log.isStandalone() && !isGone(table) && isOld(log.lookedAtMillis())) {
      log.refresh();
    }
    return isGone(table);
  }

  /** Looks at the log after something that took so long that a table may have left unseen. */
  void lookAfter(long startMillis) {
    long now = nowMillis();
    if (!log.isStandalone()
        && Math.abs(now - startMillis) > LOOK_MILLIS
        && Math.abs(now - log.lookedAtMillis()) > LOOK_MILLIS) {
      log.refresh();
    }
  }

  /** Whether so much time passed that a table may have left unseen. */
  private boolean isOld(long thenMillis) {
    long most = log.store().isLocal() ? LOOK_MILLIS : DISTANT_LOOK_MILLIS;
    return Math.abs(nowMillis() - thenMillis) > most;
  }

  long nowMillis() {
    return environment.clock().millis();
  }
}
