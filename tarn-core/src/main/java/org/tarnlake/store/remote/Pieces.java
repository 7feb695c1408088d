package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.tarnlake.store.NothingWrittenException;

/**
 * The pieces of a large object on their way to the server, several at a time, of all large objects
 * of a store together {@value Remote#PIECES_AT_ONCE}. One thread at a time.
 *
 * @param <T> what the server makes of a piece
 */
public final class Pieces<T> {
  private final Remote remote;
  private final String name;
  private final List<CompletableFuture<T>> sent = new ArrayList<>();

  /**
   * @param name the object, in messages
   */
  public Pieces(Remote remote, String name) {
    this.remote = remote;
    this.name = name;
  }

  public int count() {
    return sent.size();
  }

  /**
   * Sends a piece, as soon as there is room on the way.
   *
   * @param request may be done twice
   * @throws NothingWrittenException if one of those before failed, or this one
   */
  public void send(Supplier<T> request) throws IOException {
    for (CompletableFuture<T> each : sent) {
      if (each.isCompletedExceptionally()) {
        join(each);
      }
    }
    remote.slots().acquireUninterruptibly();
    try {
      sent.add(
          CompletableFuture.supplyAsync(
              () -> sendAndFree(request), remote.environment().background()));
    } catch (RejectedExecutionException noThreadIsLeft) {
      try {
        sent.add(CompletableFuture.completedFuture(sendAndFree(request)));
      } catch (RuntimeException e) {
        throw remote.failure("write", name, e);
      }
    }
  }

  private T sendAndFree(Supplier<T> request) {
    try {
      return Interrupts.heldBack(request);
    } finally {
      remote.slots().release();
    }
  }

  /**
   * Waits for all, and returns what the server made of them, in the order of {@link #send}.
   *
   * @throws NothingWrittenException if one failed
   */
  public List<T> await() throws IOException {
    List<T> all = new ArrayList<>();
    for (CompletableFuture<T> each : sent) {
      all.add(join(each));
    }
    return all;
  }

  private T join(CompletableFuture<T> piece) throws IOException {
    try {
      return piece.join();
    } catch (CompletionException e) {
      RuntimeException cause = e.getCause() instanceof RuntimeException failed ? failed : e;
      throw remote.nothingWritten("write", name, cause);
    }
  }

  /** Waits until none is on its way, whatever became of it. */
  public void settle() {
    for (CompletableFuture<T> each : sent) {
      each.handle((piece, failed) -> true).join();
    }
  }
}
