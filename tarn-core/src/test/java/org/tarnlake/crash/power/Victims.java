package org.tarnlake.crash.power;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.crash.process.Child;

/**
 * The processes of a victim, one after the other: a new one after each power cut, or one for many
 * if it lets go of all its files. One thread at a time.
 */
final class Victims implements AutoCloseable {
  private static final int CLOSE_MILLIS_MAX = 30_000;

  private final List<String> command;
  private final boolean kept;
  private @Nullable Child current;

  Victims(List<String> command, boolean kept) {
    this.command = List.copyOf(command);
    this.kept = kept;
  }

  /** A process that waits for input. */
  Child next() throws IOException {
    Child child = current;
    if (child == null) {
      child = Child.start(command);
      current = child;
    }
    return child;
  }

  /** Waits until it has no file open any more. */
  void awaitEnd(Child victim, long millis) throws InterruptedException {
    if (kept) {
      if (!victim.await("closed"::equals, CLOSE_MILLIS_MAX)) {
        throw new IllegalStateException("it does not close: " + victim.lines());
      }
    } else {
      // What it acknowledges after the cut counts too.
      victim.await("closed"::equals, millis);
      kill();
    }
  }

  void kill() throws InterruptedException {
    if (current != null) {
      current.kill();
      current = null;
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
