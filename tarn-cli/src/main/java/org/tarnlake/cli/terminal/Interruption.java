package org.tarnlake.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end in good order when the process is told to end, as by Ctrl-C: between two rows, with
 * what it opened closed and its files deleted. Opened before them, to be closed after them. Work
 * that does not ask for seconds is not waited for. One thread at a time.
 */
public final class Interruption implements AutoCloseable {
  private static final int SECONDS_MAX = 5;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "tarn-interruption");
  private final Terminal terminal;
  private volatile Runnable ending = () -> {};
  private volatile boolean isTold;
  private boolean isStopped;

  public Interruption(Terminal terminal) {
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Goes on.
   *
   * @throws Interrupted if the process is told to end
   */
  public void check() {
    if (isTold) {
      isStopped = true;
      throw new Interrupted();
    }
  }

  /** Has something done, on another thread, when the process is told to end: ends a wait, say. */
  public void onEnd(Runnable newEnding) {
    ending = newEnding;
    if (isTold) {
      newEnding.run();
    }
  }

  private void end() {
    isTold = true;
    ending.run();
    try {
      done.await(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the work was stopped, before the process may end. */
  @Override
  public void close() {
    if (isStopped) {
      terminal.failure("interrupted");
    }
    done.countDown();
    if (!isTold) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends just now.
      }
    }
  }
}
