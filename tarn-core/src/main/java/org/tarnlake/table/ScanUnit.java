package org.tarnlake.table;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;

/**
 * A part of a scan that one thread at a time reads ahead of the consumer, up to a bounded number of
 * batches. Whoever waits for a batch that nobody is reading reads it itself, so no scan depends on
 * there being a free thread. Safe for many threads.
 */
final class ScanUnit {
  /** Enough for a whole row group as Tarn writes them. */
  private static final int CAPACITY = 64;

  /** Yields the batches of the unit. One thread at a time. */
  interface Source extends AutoCloseable {
    /** The next batch, or null at the end. */
    @Nullable Batch next();

    @Override
    void close();
  }

  private final Source source;

  // Guarded by this.
  private final ArrayDeque<Batch> ready = new ArrayDeque<>();
  private boolean reading;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;

  ScanUnit(Source source) {
    this.source = source;
  }

  /** Reads ahead until there is enough, nothing more, or another thread at it. */
  void readAhead() {
    while (true) {
      synchronized (this) {
        if (reading || ended || ready.size() >= CAPACITY) {
          return;
        }
        reading = true;
      }
      readOne();
    }
  }

  /** Whether reading ahead has room and nobody is at it. */
  synchronized boolean isIdle() {
    return !reading && !ended && ready.size() <= CAPACITY / 2;
  }

  /** The next batch, or null at the end. Throws what reading threw. */
  @Nullable Batch next() {
    while (true) {
      synchronized (this) {
        Batch batch = ready.poll();
        if (batch != null) {
          return batch;
        }
        if (ended) {
          rethrow();
          return null;
        }
        if (reading) {
          awaitReader();
          continue;
        }
        reading = true;
      }
      readOne();
    }
  }

  private void awaitReader() {
    boolean interrupted = false;
    while (reading && ready.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOne() {
    Batch batch = null;
    Throwable thrown = null;
    try {
      batch = source.next();
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      reading = false;
      if (batch != null && !closed) {
        ready.add(batch);
      } else {
        ended = true;
        failure = thrown;
        source.close();
      }
      notifyAll();
    }
  }

  private void rethrow() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Drops what was read; a thread that is reading stops after its batch. */
  synchronized void close() {
    closed = true;
    ready.clear();
    if (!reading && !ended) {
      ended = true;
      source.close();
    }
  }
}
