package org.tarnlake.crash.copy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.tarnlake.Lake;
import org.tarnlake.crash.process.Child;
import org.tarnlake.crash.process.ChildJvms;
import org.tarnlake.crash.process.Ledger;
import org.tarnlake.crash.process.LedgerWriter;

/** Eight writers of one lake while it is copied, see {@link Ledger}. One thread at a time. */
interface Writers extends AutoCloseable {
  /** Lets them commit for a moment. */
  void work();

  @Override
  void close() throws Exception;

  /** Six threads and two processes that write all the time. */
  final class Live implements Writers {
    private static final int THREADS = 6;
    private static final int PROCESSES = 2;
    private static final int PAUSE_MILLIS_MAX = 120;
    private static final int WORK_MILLIS_MAX = 250;

    private final SplittableRandom random;
    private final Lake lake;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Child> processes = new ArrayList<>();

    Live(Path folder, int firstWriter, SplittableRandom random) throws IOException {
      this.random = random;
      this.lake = Lake.open(folder);
      for (int i = 0; i < THREADS; i++) {
        long writer = firstWriter + i;
        SplittableRandom own = random.split();
        Thread thread = new Thread(() -> write(writer, own), "writer " + writer);
        threads.add(thread);
        thread.start();
      }
      for (int i = 0; i < PROCESSES; i++) {
        Object[] arguments = {
          folder, firstWriter + THREADS + i, random.nextLong(), Integer.MAX_VALUE, PAUSE_MILLIS_MAX
        };
        processes.add(ChildJvms.plain().start(LedgerWriter.class, arguments));
      }
    }

    private void write(long writer, SplittableRandom own) {
      try {
        for (long sequence = 1; !stopped.get(); sequence++) {
          Ledger.commit(lake, writer, sequence, own);
          pause(own.nextInt(PAUSE_MILLIS_MAX));
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    private static void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void work() {
      pause(random.nextInt(WORK_MILLIS_MAX));
    }

    @Override
    public void close() throws Exception {
      stopped.set(true);
      for (Thread each : threads) {
        each.join();
      }
      for (Child each : processes) {
        each.close();
      }
      lake.close();
      if (failure.get() != null) {
        throw new AssertionError("a writer failed", failure.get());
      }
    }
  }

  /**
   * Eight writers that commit when they are asked, as many times as a seed says, so that a case can
   * be repeated; some commits are published when the next step of the copy comes, some are not.
   */
  final class Stepwise implements Writers {
    private static final int WRITERS = 8;
    private static final int COMMITS_MAX = 30;

    private final Path folder;
    private final int firstWriter;
    private final SplittableRandom random;
    private final AtomicLong[] sequences = new AtomicLong[WRITERS];
    private Lake lake;

    Stepwise(Path folder, int firstWriter, SplittableRandom random) {
      this.folder = folder;
      this.firstWriter = firstWriter;
      this.random = random;
      this.lake = Lake.open(folder);
      for (int i = 0; i < WRITERS; i++) {
        sequences[i] = new AtomicLong();
      }
    }

    @Override
    public void work() {
      work(random.nextInt(COMMITS_MAX));
    }

    void work(int commits) {
      for (int i = 0; i < commits; i++) {
        int writer = random.nextInt(WRITERS);
        Ledger.commit(lake, firstWriter + writer, sequences[writer].incrementAndGet(), random);
      }
      int then = random.nextInt(4);
      if (then == 0) {
        lake.close();
        lake = Lake.open(folder);
      } else if (then < 3) {
        lake.awaitPublished();
      }
    }

    @Override
    public void close() {
      lake.close();
    }
  }
}
