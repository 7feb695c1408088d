package org.tarnlake.lake;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * How far publication got, as this process knows it: from checkpoints, and from what it publishes
 * itself. Safe for many threads; it only moves forward.
 */
public final class PublicationTracker {
  private volatile Publication known;

  PublicationTracker(long through, Collection<Lag> lags) {
    this.known = Publication.of(through, lags);
  }

  public Publication now() {
    return known;
  }

  /** Tells that everything up to a version is published, but for what lags. */
  public synchronized void published(long version) {
    known = known.through(version);
  }

  /** Tells that a table lags, or by null that it does no more. */
  public synchronized void lags(String membership, @Nullable Lag lag) {
    known = known.with(membership, lag);
  }

  /** The tables that could not be published, in the order of their ids. */
  public List<Lag> lags() {
    return known.lagsUpTo(Long.MAX_VALUE);
  }

  /** What a table lags by; null if it does not. */
  public @Nullable Lag lag(String membership) {
    return known.lags().get(membership);
  }

  /** Learns what others have published from the lake checkpoint that the hint names. */
  void followHint(ObjectStore store, LakeState latest) {
    long hinted = LogLoader.hint(StoreAccess.findOptional(store, LakeNames.LAST_CHECKPOINT));
    if (hinted > known.through() && hinted <= latest.version()) {
      LakeCheckpoint.Content checkpoint = LogLoader.usable(store, latest.end().lakeId(), hinted);
      if (checkpoint != null) {
        adopt(checkpoint, latest.version());
      }
    }
  }

  /**
   * Whether commits may still be published to a folder, or around it, that a table had which is
   * gone: then the folder is not to be used, though it may be empty now.
   *
   * @param log whose publication this is
   */
  public boolean isAwaiting(LakeLog log, Predicate<String> overlaps) {
    return known.isAwaited(overlaps, log.latest().version(), version -> log.entry(version).entry());
  }

  /** Learns it from the newest lake checkpoint, whatever the hint says. */
  public void followNewestCheckpoint(ObjectStore store, long newestEntry) {
    adopt(LogLoader.checkpointAtOrBefore(store, newestEntry), newestEntry);
  }

  /** Whether the newest lake checkpoint says that a commit of a table is published. */
  public static boolean isCounted(
      ObjectStore store, long newestEntry, CatalogTable table, long lakeVersion) {
    LakeCheckpoint.Content newest = LogLoader.checkpointAtOrBefore(store, newestEntry);
    return newest.state().version() >= lakeVersion
        && !Publication.of(newest.state().version(), newest.lags()).isLagging(table, lakeVersion);
  }

  /** Believes what a checkpoint up to the newest entry says of publication, if that is news. */
  private synchronized void adopt(LakeCheckpoint.Content checkpoint, long newestEntry) {
    if (checkpoint.state().version() > known.through()
        && checkpoint.state().version() <= newestEntry) {
      known = Publication.of(checkpoint.state().version(), checkpoint.lags());
    }
  }
}
