package org.tarnlake.work;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A part of a scan, of rows or of the log. One thread at a time reads it ahead of the consumer, up
 * to a bounded number of batches. It is begun ahead only if the scan has memory left for all of it.
 * Whoever waits for a batch that nobody is reading reads it itself, so no scan depends on there
 * being a free thread. Safe for many threads.
 */
public final class ScanUnit<T> {
  /** Enough batches for a whole row group as Tarn writes them. */
  public static final int ROW_GROUP = 64;

  /** Yields the batches of the unit. One thread at a time. */
  public interface Source<T> extends AutoCloseable {
    /** The next batch, or null at the end. */
    public @Nullable T next();

    /** About how many bytes of memory all batches take together; 0 if their number bounds it. */
    default long totalBytes() {
      return 0;
    }

    /** About how many the batch returned last took. */
    default long bytes() {
      return 0;
    }

    @Override
    void close();
  }

  private static final long NONE = -1;

  private final Source<T> source;
  private final int capacity;
  private final ReadMemory memory;

  // Guarded by this.
  private final ArrayDeque<Ready<T>> ready = new ArrayDeque<>();
  private long readyBytes;
  private long claimedBytes = NONE;
  private long readyBytesMax;
  private boolean reading;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;

  private record Ready<T>(T batch, long bytes) {}

  /**
   * @param capacity how many batches are read ahead at most
   * @param memory what the scan may take
   */
  public ScanUnit(Source<T> source, int capacity, ReadMemory memory) {
    this.source = source;
    this.capacity = capacity;
    this.memory = memory;
  }

  /** A unit of which only the number of batches is bounded. */
  public ScanUnit(Source<T> source, int capacity) {
    this(source, capacity, new ReadMemory(Long.MAX_VALUE));
  }

  /** Reads ahead until there is enough, nothing more, no memory, or another thread at it. */
  void readAhead() {
    while (true) {
      synchronized (this) {
        if (reading || ended || ready.size() >= capacity || isFull()) {
          return;
        }
        reading = true;
      }
      if (!claim(false)) {
        return;
      }
      readOne();
    }
  }

  private boolean isFull() {
    return claimedBytes != NONE && readyBytes > 0 && readyBytes >= readyBytesMax;
  }

  /** Whether reading ahead has room and nobody is at it. */
  synchronized boolean isIdle() {
    return !reading
        && !ended
        && ready.size() <= capacity / 2
        && (claimedBytes == NONE || readyBytes <= readyBytesMax / 2);
  }

  /**
   * Claims memory, by the thread that is reading, unless that was done.
   *
   * @param now whether the scan waits for this unit, so that it must get some
   * @return false if there is none left; nobody is reading then
   */
  private boolean claim(boolean now) {
    synchronized (this) {
      if (claimedBytes != NONE || ended) {
        return true;
      }
    }
    long wanted = 0;
    try {
      wanted = source.totalBytes();
    } catch (RuntimeException | Error e) {
      // Reading throws it again, and tells whoever comes to this unit.
      wanted = 0;
    }
    long claimed = memory.claim(wanted, now);
    synchronized (this) {
      if (claimed < 0 || closed) {
        memory.release(Math.max(0, claimed));
        reading = false;
        closeIfNobodyReads();
        notifyAll();
        return false;
      }
      claimedBytes = claimed;
      readyBytesMax = wanted == 0 ? Long.MAX_VALUE : claimed;
      return true;
    }
  }

  private synchronized void release() {
    memory.release(Math.max(0, claimedBytes));
    claimedBytes = 0;
  }

  /** The next batch, or null at the end. Throws what reading threw. */
  public @Nullable T next() {
    while (true) {
      synchronized (this) {
        Ready<T> first = ready.poll();
        if (first != null) {
          readyBytes -= first.bytes();
          return first.batch();
        }
        if (ended) {
          release();
          rethrow();
          return null;
        }
        if (reading) {
          awaitReader();
          continue;
        }
        reading = true;
      }
      claim(true);
      readOne();
    }
  }

  private void awaitReader() {
    Waiting.until(this, () -> !reading || !ready.isEmpty());
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
        long bytes = source.bytes();
        ready.add(new Ready<>(batch, bytes));
        readyBytes += bytes;
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
    readyBytes = 0;
    release();
    closeIfNobodyReads();
  }

  private void closeIfNobodyReads() {
    if (closed && !reading && !ended) {
      ended = true;
      source.close();
    }
  }
}
