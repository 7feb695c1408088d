package org.tarnlake.transaction;

import java.time.Duration;
import java.util.List;
import org.tarnlake.error.ConflictException;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.table.scan.Deletions;

/**
 * The lake version that a transaction reads: the newest when it began. Where a look at the log is a
 * request over a network it is not settled then, if one was made shortly before; until it is, the
 * transaction may only append. Once it does anything else, it is the newest then, or the one of its
 * beginning where that is known to have been the newest. One thread at a time.
 *
 * <p>An entry proves by its name that what it follows was the newest, and the commit checks all
 * that others committed since the state that was known: so who only appends needs no look.
 */
final class ReadState {
  /** After this time others may have changed so much that an append would often conflict. */
  private static final long FRESH_MILLIS = Duration.ofSeconds(1).toMillis();

  private final LakeContext lake;

  /** The number of the newest look at the log when it began. */
  private final long newestLook;

  private LakeState state;
  private boolean settled;
  private boolean moved;

  ReadState(LakeContext lake) {
    this.lake = lake;
    this.newestLook = lake.log().looksBegun();
    long age = lake.environment().clock().millis() - lake.log().lookedAtMillis();
    this.settled =
        lake.store().isLocal() || lake.log().isStandalone() || Math.abs(age) > FRESH_MILLIS;
    this.state = settled ? lake.log().refresh() : lake.log().latest();
  }

  /** The state; not for reading before it is settled. */
  LakeState state() {
    return state;
  }

  boolean isSettled() {
    return settled;
  }

  /** Whether it is another one than when the transaction began. */
  boolean hasMoved() {
    return moved;
  }

  /**
   * Settles which version is read: from here on it stays.
   *
   * @param appended the tables to which rows were appended so far
   * @return whether it became another one
   * @throws ConflictException if such an append may not follow what others committed
   */
  boolean settle(List<OwnTable> appended) {
    if (!settled && !wasNewest()) {
      LakeState newest = lake.log().refresh();
      lake.committer().requireNoConflict(appends(appended), newest.version());
      moved = newest.version() != state.version();
      state = newest;
    }
    boolean movedNow = !settled && moved;
    settled = true;
    return movedNow;
  }

  /** Whether this process began to put the next entry since: so the state was the newest. */
  private boolean wasNewest() {
    RatifiedEntry next = lake.log().recent(state.version() + 1);
    return next != null && next.putLook() > newestLook;
  }

  private CommitRequest appends(List<OwnTable> tables) {
    List<CommitRequest.TableWrite> writes =
        tables.stream()
            .map(
                table ->
                    new CommitRequest.TableWrite(
                        table,
                        List.of(),
                        List.of(),
                        Deletions.NONE,
                        false,
                        false,
                        null,
                        List.of(),
                        null))
            .toList();
    return new CommitRequest(state.version(), null, List.of(), List.of(), writes, List.of(), 0);
  }
}
