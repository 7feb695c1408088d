package org.tarnlake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.Lifetime;
import org.tarnlake.transaction.Workspace;

/** A transaction's way from begin to end: in it is one thread at a time, and none after its end. */
final class Course {
  private final Lifetime lifetime;
  private final InstantSource clock;
  private final Workspace workspace;
  private final Turns turns;
  private @Nullable Instant time;
  private String state = "open";

  Course(LakeContext context, Workspace workspace) {
    this.lifetime = context.lifetime();
    this.clock = context.environment().clock();
    this.workspace = workspace;
    this.turns = new Turns(() -> workspace.base().version(), context.store().location());
  }

  /** What the time is in all of the transaction: what it was when that was asked first. */
  Instant time() {
    Instant known = time;
    if (known == null) {
      known = clock.instant();
      time = known;
    }
    return known;
  }

  /** Does something, while no other thread is in the transaction, which reads one version then. */
  <T> T within(Supplier<T> work) {
    return appending(
        () -> {
          workspace.settle();
          return work.get();
        });
  }

  /** As {@link #within}, for what may be done before it is settled which version is read. */
  <T> T appending(Supplier<T> work) {
    Thread before = begin();
    try {
      return work.get();
    } finally {
      turns.end(before);
    }
  }

  /** As {@link #within}, without a result. */
  void doing(Runnable work) {
    within(
        () -> {
          work.run();
          return true;
        });
  }

  /** Settles which version is read, unless it has ended or another thread is in it. */
  void settle() {
    if (isOpen() && !workspace.isSettled() && !lifetime.isClosed() && !turns.isBusy()) {
      doing(() -> {});
    }
  }

  /** Begins something after which the transaction goes on only if {@link #within} could. */
  @Nullable Thread begin() {
    requireOpen();
    turns.requireUnshared();
    return turns.begin();
  }

  /** Throws IllegalStateException once the lake was closed or the transaction has ended. */
  void requireOpen() {
    lifetime.requireOpen();
    requireNotEnded();
  }

  void requireNotEnded() {
    if (!isOpen()) {
      throw new IllegalStateException("the transaction was %s; begin another one".formatted(state));
    }
  }

  boolean isOpen() {
    return state.equals("open");
  }

  /** Ends it with a commit; returns the lake version that holds it. */
  long commit() {
    Thread before = begin();
    ends("ended by an error in its commit");
    try {
      long version = workspace.commit();
      ends("committed");
      return version;
    } catch (CommitUnknownException e) {
      ends("ended without an answer from the store");
      throw e;
    } catch (RuntimeException e) {
      ends("rolled back, because its commit failed");
      workspace.discard();
      throw e;
    } finally {
      workspace.close();
      turns.endAnyhow(before);
    }
  }

  /** Notes how it ended. */
  void ends(String how) {
    state = how;
  }

  Turns turns() {
    return turns;
  }

  @Override
  public String toString() {
    return state;
  }
}
