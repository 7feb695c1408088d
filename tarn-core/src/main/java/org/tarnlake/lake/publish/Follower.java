package org.tarnlake.lake.publish;

import java.util.function.Predicate;

/**
 * Something that is written when commits are published: version checksums, tables' checkpoints,
 * checkpoints of the lake. What it writes can be made again from the log, so that nothing waits for
 * it. It overrides what it wants to be told of. To add one: a class, and a line in {@link
 * Publisher}.
 *
 * <p>What a follower is told, by its own process and of what that does:
 *
 * <ol>
 *   <li><b>Order.</b> It is told of each commit that this process publishes, for one table in the
 *       order of versions, and only when the commit stands in the table's own log. Other processes
 *       may have published commits in between.
 *   <li><b>Once.</b> It is told of no commit twice. What a follower misses, because it failed or
 *       its process died, it finds in the log, or does without.
 *   <li><b>Threads.</b> {@link #published}, {@link #caughtUp} and {@link #forget} come from several
 *       threads, those of one table one after the other. {@link #roundPublished} and {@link
 *       #roundCounted} come from one thread at a time, and beside none of these. {@link #close} may
 *       come beside anything.
 *   <li><b>Tables that leave.</b> It is told to forget a table as soon as this process knows that
 *       the table was given back and is published, or else at the end of a round of publication.
 *       That may be late: another process may have detached the table and its folder may be another
 *       table's. So whatever it puts into a table's folder, it puts through a {@link
 *       FollowerStore}.
 * </ol>
 *
 * <p>What a follower does:
 *
 * <ol>
 *   <li>It should not throw. If it does, that is logged, and stops neither a commit, nor
 *       publication, nor another follower; it is told of what comes next as if nothing had been.
 *   <li>It holds nobody up: who takes long does so on a thread of its own, since commits do not
 *       wait for it, but the next round of publication does.
 *   <li>It never changes how far publication got, never writes to the log, and never puts anything
 *       of a version that it was not told of, nor of one after it.
 * </ol>
 */
interface Follower {
  /** What it writes, for messages. */
  String name();

  /** Tells that this process put a commit into its table's log. */
  default void published(PublishedCommit commit) {}

  /**
   * Tells that all commits of a table up to one are published, and some of them, told of before, by
   * this process.
   */
  default void caughtUp(PublishedCommit newest) {}

  /**
   * Tells that the tables of a round are published, but for those that lag. Who waits for that is
   * told afterwards, and so finds what is written here. A round that fails later is repeated.
   *
   * @param tables how many it touched
   */
  default void roundPublished(int tables) {}

  /**
   * Tells that everything up to a lake version counts as published, but for what lags.
   *
   * @param lakeVersion with which a round ended
   */
  default void roundCounted(long lakeVersion) {}

  /**
   * Tells that tables have left the lake: nothing more is written of them.
   *
   * @param isGone by {@link org.tarnlake.lake.CatalogTable#membership}
   */
  default void forget(Predicate<String> isGone) {}

  /**
   * Tells that the lake is closed, once what was ratified is published as far as it can be: the
   * last time to write. Waits until what is being written is done.
   */
  default void close() {}
}
