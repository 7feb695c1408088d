package org.tarnlake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/**
 * Counts round trips to a store: it answers only once all the requests of a round have come, each
 * by a thread of its own. Writes are not counted. Safe for many threads.
 */
public final class RoundsStore extends ForwardingStore {
  private static final int PATIENCE_SECONDS = 20;

  /** One for each request that is expected, the same for those of a round. */
  private final List<CyclicBarrier> barriers = new ArrayList<>();

  // Guarded by the barriers.
  private boolean counts;
  private int asked;

  public RoundsStore(ObjectStore store) {
    super(store);
  }

  /** From now on so many requests must come at a time, one time after the other. */
  public void expect(int... requests) {
    synchronized (barriers) {
      counts = true;
      for (int each : requests) {
        CyclicBarrier barrier = new CyclicBarrier(each);
        for (int i = 0; i < each; i++) {
          barriers.add(barrier);
        }
      }
    }
  }

  /** All of them came; what comes now does not count. */
  public void assertOver() {
    synchronized (barriers) {
      assertThat(asked).as("requests").isEqualTo(barriers.size());
      counts = false;
    }
  }

  private void await(String what) throws IOException {
    CyclicBarrier barrier;
    synchronized (barriers) {
      if (!counts) {
        return;
      }
      if (asked == barriers.size()) {
        throw new IOException("asked for %s behind the last round".formatted(what));
      }
      barrier = barriers.get(asked++);
    }
    try {
      barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException("asked for %s, and for too little besides".formatted(what), e);
    }
  }

  @Override
  public byte[] get(String name) throws IOException {
    await(name);
    return super.get(name);
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    await("%s bytes of %s from %s on".formatted(length, name, offset));
    return super.getRange(name, offset, length);
  }

  @Override
  public long size(String name) throws IOException {
    await(name);
    return super.size(name);
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    await(prefix);
    return super.list(prefix, startAfter);
  }
}
