package org.tarnlake.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.Parallel;

/**
 * Puts an entry under its name, and asks until it is known what stands there. Whoever finds the
 * name taken reads in one round trip what stands there and what came behind it: with one for each,
 * it would always be behind who comes anew. Safe for many threads.
 */
final class EntryPut {
  /** How often a request that nobody answers is repeated. */
  static final int ATTEMPTS = 8;

  private static final int READ_AT_A_TIME = 4;

  private final ObjectStore store;
  private final LogFormat format;
  private final ExecutorService background;
  private final IntConsumer pauseBefore;

  /**
   * Entries that were read and are not yet taken, in the order of their versions. Guarded by this.
   */
  private Map<Long, byte[]> read = Map.of();

  /**
   * @param pauseBefore waits before an attempt of that number
   */
  EntryPut(
      ObjectStore store, LogFormat format, ExecutorService background, IntConsumer pauseBefore) {
    this.store = store;
    this.format = format;
    this.background = background;
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
  byte @Nullable [] put(long version, byte[] bytes) {
    String name = format.entryName(version);
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
        return read(version);
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

  /** What stands there; null if nothing does, or that is not known. */
  private byte @Nullable [] standing(String name) {
    try {
      return store.get(name);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The entry of a version, which is there. Where that is a request, reads those behind it, too.
   */
  private byte[] read(long version) throws IOException {
    if (store.isLocal() || format.entriesAreCommits()) {
      return store.get(format.entryName(version));
    }
    List<Supplier<byte @Nullable []>> questions = new ArrayList<>();
    questions.add(() -> get(version));
    for (int i = 1; i < READ_AT_A_TIME; i++) {
      String later = format.entryName(version + i);
      questions.add(() -> standing(later));
    }
    try {
      List<byte @Nullable []> answers = Parallel.all(background, READ_AT_A_TIME, questions);
      keep(version, answers);
      return Objects.requireNonNull(answers.get(0));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private byte[] get(long version) {
    try {
      return store.get(format.entryName(version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void keep(long version, List<byte @Nullable []> answers) {
    Map<Long, byte[]> kept = new LinkedHashMap<>();
    for (byte[] answer : answers) {
      if (answer == null) {
        break;
      }
      kept.put(version + kept.size(), answer);
    }
    read = kept;
  }

  /** The entries that were read when a name was taken, in order, and lets go of them. */
  synchronized Map<Long, byte[]> takeRead() {
    Map<Long, byte[]> taken = read;
    read = Map.of();
    return taken;
  }

  /** That nobody knows whether an entry was written. */
  CommitUnknownException unknown(String name, Exception cause) {
    return new CommitUnknownException(
        "the store did not tell whether %s was written in %s: %s; read the log (tarn log) before anything else"
            .formatted(name, store.location(), cause.getMessage()),
        cause);
  }
}
