package org.tarnlake.lake.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tells all followers, one after the other, and keeps their failures from each other and from
 * publication: nothing here throws. Safe for many threads.
 */
final class Followers {
  private static final Logger LOGGER = System.getLogger(Followers.class.getName());

  private final List<Follower> all;

  private Followers(List<Follower> all) {
    this.all = List.copyOf(all);
  }

  /** Those that are told in this order, some others first. */
  static Followers of(List<Follower> others, Follower... own) {
    List<Follower> all = new ArrayList<>(others);
    all.addAll(List.of(own));
    return new Followers(all);
  }

  void published(PublishedCommit commit) {
    tell(follower -> follower.published(commit));
  }

  void caughtUp(PublishedCommit newest) {
    tell(follower -> follower.caughtUp(newest));
  }

  void roundPublished(int tables) {
    tell(follower -> follower.roundPublished(tables));
  }

  void roundCounted(long lakeVersion) {
    tell(follower -> follower.roundCounted(lakeVersion));
  }

  void forget(Predicate<String> isGone) {
    tell(follower -> follower.forget(isGone));
  }

  void close() {
    tell(Follower::close);
  }

  private void tell(Consumer<Follower> what) {
    for (Follower follower : all) {
      try {
        what.accept(follower);
      } catch (RuntimeException | Error e) {
        LOGGER.log(Level.WARNING, "no %s for now: %s".formatted(follower.name(), e), e);
      }
    }
  }
}
