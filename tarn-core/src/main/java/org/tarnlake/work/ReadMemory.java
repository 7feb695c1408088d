package org.tarnlake.work;

import java.util.concurrent.atomic.AtomicLong;

/** What one scan may read ahead, in bytes, shared by its units. Safe for many threads. */
public final class ReadMemory {
  private final long maxBytes;
  private final AtomicLong claimedBytes = new AtomicLong();

  public ReadMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Claims memory for a unit.
   *
   * @param bytes what all of it takes
   * @param now whether it is to be read now, if need be a part at a time
   * @return how many bytes were claimed; -1 if there are not so many left
   */
  long claim(long bytes, boolean now) {
    long claim = now ? Math.min(bytes, maxBytes) : bytes;
    while (true) {
      long before = claimedBytes.get();
      if (!now && claim > maxBytes - before) {
        return -1;
      }
      if (claimedBytes.compareAndSet(before, before + claim)) {
        return claim;
      }
    }
  }

  void release(long bytes) {
    claimedBytes.addAndGet(-bytes);
  }
}
