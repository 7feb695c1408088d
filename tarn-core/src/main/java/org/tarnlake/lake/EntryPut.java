package org.tarnlake.lake;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * Puts an entry under its name, and asks until it is known what stands there. Safe for many
 * threads.
 */
final class EntryPut {
  /** How often a request that nobody answers is repeated. */
  static final int ATTEMPTS = 8;

  private final ObjectStore store;
  private final IntConsumer pauseBefore;

  /**
   * @param pauseBefore waits before an attempt of that number
   */
  EntryPut(ObjectStore store, IntConsumer pauseBefore) {
    this.store = store;
    this.pauseBefore = pauseBefore;
  }

  /**
   * Puts bytes if the name is free, the same ones again where the store does not answer.
   *
   * @return null if they were put; else what was read back from the name, which may be the same
   *     bytes or those of others
   * @throws StorageException if certainly nothing was written
   * @throws CommitUnknownException if the store did not tell
   */
  byte @Nullable [] put(String name, byte[] bytes) {
    boolean ambiguous = false;
    IOException failure = new IOException("no answer");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        pauseBefore.accept(attempt);
      }
      try {
        if (store.putIfAbsent(name, bytes)) {
          return null;
        }
        return store.get(name);
      } catch (NothingWrittenException e) {
        if (!ambiguous) {
          throw StoreAccess.failed("write", store, name, e);
        }
        failure = e;
      } catch (IOException e) {
        // A name that is taken may be so by this very request, which arrived twice.
        ambiguous = true;
        failure = e;
      }
      byte[] standing = standing(name);
      if (standing != null) {
        return standing;
      }
    }
    throw unknown(name, failure);
  }

  /** What stands there after a put that was not answered; null if that is not known. */
  private byte @Nullable [] standing(String name) {
    try {
      return store.get(name);
    } catch (IOException e) {
      return null;
    }
  }

  /** That nobody knows whether an entry was written. */
  CommitUnknownException unknown(String name, Exception cause) {
    return new CommitUnknownException(
        "the store did not tell whether %s was written in %s: %s; read the log (tarn log) before anything else"
            .formatted(name, store.location(), cause.getMessage()),
        cause);
  }
}
