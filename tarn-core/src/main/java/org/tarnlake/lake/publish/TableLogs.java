package org.tarnlake.lake.publish;

import java.util.function.Predicate;

/**
 * The tables' own logs, from which other engines read: what all followers follow. It is no follower
 * itself: how far these logs got is what publication means, who waits for publication waits for
 * them, and lake checkpoints tell of it. One thread at a time.
 */
sealed interface TableLogs permits LakeTableLogs, StandaloneTableLog {
  /** Tries those again that lag; at once, or else those that were left alone for a while. */
  void retryLagging(boolean atOnce);

  /**
   * Where publication goes on: at a lake version, or at a later one up to which others have
   * published.
   */
  long resume(long from, long newest);

  /**
   * Brings the entries after a lake version, up to another, into the tables' logs, but for those of
   * tables that lag, and tells the followers. These entries may count as published then.
   *
   * @throws org.tarnlake.error.TarnException if they must not; the round is tried again
   */
  void publish(long from, long to);

  /** Lets go of what is known of tables that are gone. */
  void forget(Predicate<String> isGone);
}
