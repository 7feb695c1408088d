package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.NothingWrittenException;

/**
 * Brings a write that is to succeed only if its name is free to one of three ends: created, taken,
 * or unknown. Safe for many threads.
 *
 * <p>An answer that leaves open whether the object was written (none at all, a conflict, too many
 * requests, a fault of the server) is followed by the identical request. If the name is taken then,
 * it may be by the earlier try: every object carries the random token of the call that wrote it, so
 * that whoever wrote the same bytes is not taken for this call. An object without a token, by
 * another program or behind a server that drops it, is told by its bytes: then two writers of the
 * same bytes whose answers were lost may both hear that they created it.
 */
public final class ConditionalWrite {
  private static final int TRIES_MAX = 10;

  private final Remote remote;
  private final RemoteObjects objects;
  private final Backoff backoff;

  public ConditionalWrite(Remote remote) {
    this.remote = remote;
    this.objects = remote.objects();
    this.backoff = new Backoff(remote.environment());
  }

  /**
   * A conditional write, over and over the same.
   *
   * @param name the object, in messages
   * @param content what it has; null if that is not at hand
   * @param request one request, which the library does not repeat
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Write(
      String name, String key, String token, byte @Nullable [] content, Runnable request) {}

  private enum Owner {
    OURS,
    ANOTHERS,
    /** There is no object, or no answer. */
    UNTOLD
  }

  /**
   * Writes the object unless there is one.
   *
   * @return whether this call created it
   * @throws NothingWrittenException if it was refused, and certainly nothing was written
   * @throws IOException if the outcome is unknown
   */
  public boolean run(Write write) throws IOException {
    try (Interrupts interrupts = new Interrupts()) {
      boolean open = false;
      for (int tries = 1; ; tries++) {
        try {
          write.request().run();
          return true;
        } catch (RuntimeException e) {
          interrupts.clear();
          RemoteAnswer answer = objects.answer(e);
          if (answer == RemoteAnswer.TAKEN && !open) {
            return false;
          }
          open |= answer == RemoteAnswer.UNKNOWN || answer == RemoteAnswer.TAKEN;
          boolean last = answer == RemoteAnswer.REFUSED || tries == TRIES_MAX;
          if (last && !open) {
            throw remote.nothingWritten("create", write.name(), e);
          }
          if (last || answer == RemoteAnswer.TAKEN) {
            switch (owner(write, last)) {
              case OURS -> {
                return true;
              }
              case ANOTHERS -> {
                return false;
              }
              case UNTOLD -> {
                if (last) {
                  throw remote.unknown("tell whether there is", write.name(), e);
                }
              }
            }
          }
        }
        backoff.pause(tries);
        interrupts.clear();
      }
    }
  }

  /** Looks whose the object is; a failure is one only if it is the last look. */
  private Owner owner(Write write, boolean last) throws IOException {
    try {
      RemoteObjects.Head head = Interrupts.heldBack(() -> objects.head(write.key()));
      String token = head.token();
      if (token != null) {
        return token.equals(write.token()) ? Owner.OURS : Owner.ANOTHERS;
      }
      byte[] content = write.content();
      if (content == null) {
        throw new IOException(
            "cannot tell who wrote %s: the server did not keep its metadata; read it, and write again under another name"
                .formatted(write.name()));
      }
      return head.sizeBytes() == content.length
              && Arrays.equals(Interrupts.heldBack(() -> objects.get(write.key())), content)
          ? Owner.OURS
          : Owner.ANOTHERS;
    } catch (RuntimeException e) {
      boolean mayLookAgain = !last && objects.answer(e) != RemoteAnswer.REFUSED;
      if (objects.isMissing(e) || mayLookAgain) {
        return Owner.UNTOLD;
      }
      throw remote.unknown("tell who wrote", write.name(), e);
    }
  }
}
