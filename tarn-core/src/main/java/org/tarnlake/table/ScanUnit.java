package org.tarnlake.table;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A part of a scan, of rows or of the log, that one thread at a time reads ahead of the consumer,
 * up to a bounded number of batches. Whoever waits for a batch that nobody is reading reads it
 * itself, so no scan depends on there being a free thread. Safe for many threads.
 */
final class ScanUnit<T> {
  /** Enough batches for a whole row group as Tarn writes them. */
  static final int ROW_GROUP = 64;

  /** Yields the batches of the unit. One thread at a time. */
  interface Source<T> extends AutoCloseable {
    /** The next batch, or null at the end. */
    @Nullable T next();

    @Override
    void close();
  }

  private final Source<T> source;
  private final int capacity;

  // Guarded by this.
  private final ArrayDeque<T> ready = new ArrayDeque<>();
  private boolean reading;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;

  /**
   * @param capacity how many batches are read ahead at most
   */
  ScanUnit(Source<T> source, int capacity) {
    this.source = source;
    this.capacity = capacity;
  }

  /** Reads ahead until there is enough, nothing more, or another thread at it. */
  void readAhead() {
    while (true) {
      synchronized (this) {
        if (reading || ended || ready.size() >= capacity) {
          return;
        }
        reading = true;
      }
      readOne();
    }
  }

  /** Whether reading ahead has room and nobody is at it. */
  synchronized boolean isIdle() {
    return !reading && !ended && ready.size() <= capacity / 2;
  }

  /** The next batch, or null at the end. Throws what reading threw. */
  @Nullable T next() {
    while (true) {
      synchronized (this) {
        T batch = ready.poll();
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
    T batch = null;
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
        failure = closed(thrown);
      }
      notifyAll();
    }
  }

  /** What the end of reading threw, if anything did; the end is told whatever it was. */
  private @Nullable Throwable closed(@Nullable Throwable thrown) {
    try {
      source.close();
    } catch (RuntimeException | Error e) {
      if (thrown == null) {
        return e;
      }
      thrown.addSuppressed(e);
    }
    return thrown;
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
