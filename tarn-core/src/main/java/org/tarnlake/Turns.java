package org.tarnlake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that two threads are in one transaction at the same time. Each call costs two unordered
 * writes and no lock: so calls that overlap by a few nanoseconds are noticed by the one that ends
 * later, or by the next that overlap. Once noticed, nothing goes on.
 */
final class Turns {
  private static final VarHandle INSIDE = inside();

  private final LongSupplier readVersion;
  private final String location;

  // Read and written by INSIDE, so that neither compiler nor processor leaves it out.
  @SuppressWarnings("unused")
  private @Nullable Thread inside;

  private volatile boolean misused;

  Turns(LongSupplier readVersion, String location) {
    this.readVersion = readVersion;
    this.location = location;
  }

  private static VarHandle inside() {
    try {
      return MethodHandles.lookup().findVarHandle(Turns.class, "inside", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Begins a call; returns what {@link #end} is to be given. Calls of one thread may nest. */
  @Nullable Thread begin() {
    Thread me = Thread.currentThread();
    Thread before = (Thread) INSIDE.getOpaque(this);
    if (before != null && before != me) {
      throw misused();
    }
    INSIDE.setOpaque(this, me);
    return before;
  }

  /** Throws IllegalStateException if two threads were here at the same time. */
  void requireUnshared() {
    if (misused) {
      throw misused();
    }
  }

  /** Ends a call. Throws IllegalStateException if another thread was here meanwhile. */
  void end(@Nullable Thread before) {
    if (INSIDE.getOpaque(this) != Thread.currentThread()) {
      throw misused();
    }
    INSIDE.setOpaque(this, before);
  }

  /** Ends a call that had its effect, whoever else was here. */
  void endAnyhow(@Nullable Thread before) {
    INSIDE.setOpaque(this, before);
  }

  /** Whether another thread is in a call. */
  boolean isBusy() {
    Thread now = (Thread) INSIDE.getOpaque(this);
    return now != null && now != Thread.currentThread();
  }

  private IllegalStateException misused() {
    misused = true;
    return new IllegalStateException(
        "two threads are in one transaction at the same time, that on the lake %s which reads lake version %s; it goes on no more: roll it back, unless it is committed, and use one for each thread"
            .formatted(location, readVersion.getAsLong()));
  }
}
