package org.tarnlake.store.access;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.RequestFailedException;

/**
 * The store as all above it ask it: failures are Tarn's errors, which name the object and the
 * remedy. Stateless.
 */
public final class StoreAccess {
  private static final Logger LOGGER = System.getLogger(StoreAccess.class.getName());

  private static final Pattern AGAIN = Pattern.compile("(^|, )try again.*");

  private StoreAccess() {}

  /** An object that must exist; its absence is a CorruptionException. */
  public static byte[] get(ObjectStore store, String name) {
    byte[] bytes = find(store, name);
    if (bytes == null) {
      throw missing(store, name);
    }
    return bytes;
  }

  public static CorruptionException missing(ObjectStore store, String name) {
    return new CorruptionException(
        "%s is missing in %s; restore it, or run 'tarn check'".formatted(name, store.location()));
  }

  /** An object, or null if there is none of that name. */
  public static byte @Nullable [] find(ObjectStore store, String name) {
    try {
      return store.get(name);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failed("read", store, name, e);
    }
  }

  /** An object to do without; null, with a warning, also if it cannot be read. */
  public static byte @Nullable [] findOptional(ObjectStore store, String name) {
    try {
      return find(store, name);
    } catch (TarnException e) {
      LOGGER.log(Level.WARNING, "{0}; it is done without", e.getMessage());
      return null;
    }
  }

  /** Whether there is an object of that name. */
  public static boolean exists(ObjectStore store, String name) {
    return findSize(store, name) >= 0;
  }

  /** The bytes that an object has; -1 if there is none of that name. */
  public static long findSize(ObjectStore store, String name) {
    try {
      return store.size(name);
    } catch (NoSuchFileException e) {
      return -1;
    } catch (IOException e) {
      throw failed("look for", store, name, e);
    }
  }

  /**
   * A range of a file that a table names; less where the file ends.
   *
   * @param called the file in messages
   * @throws CorruptionException if the file is missing, or no store could have it
   */
  public static byte[] getRange(
      ObjectStore store, String name, long offset, int length, String called) {
    try {
      return store.getRange(name, offset, length);
    } catch (NoSuchFileException e) {
      throw new CorruptionException(
          "%s is missing; restore it from a backup; 'tarn check' lists all".formatted(called), e);
    } catch (IllegalArgumentException e) {
      // What names the store refuses is up to it.
      throw new CorruptionException("%s cannot exist: %s".formatted(called, e.getMessage()), e);
    } catch (IOException e) {
      throw failed("read", store, called, e);
    }
  }

  /**
   * Copies an object that must exist to a fresh name; its absence is a CorruptionException.
   *
   * @param copy the new object, of a store that may be another one
   */
  public static void copy(ObjectStore from, String name, ObjectStore to, String copy) {
    try {
      if (!to.copy(from, name, copy)) {
        throw new StorageException(
            "%s exists already in %s; nothing was committed, run the transaction again"
                .formatted(copy, to.location()));
      }
    } catch (NoSuchFileException e) {
      throw missing(from, name);
    } catch (IOException e) {
      throw failed("copy", from, name, e);
    }
  }

  /** A listing, as {@link ObjectStore#list}. */
  public static List<ObjectInfo> list(ObjectStore store, String prefix, String startAfter) {
    try {
      return store.list(prefix, startAfter);
    } catch (IOException e) {
      throw failed("list", store, prefix, e);
    }
  }

  /** Puts an object to do without; if it cannot be written, there is a warning. */
  public static void putOptional(ObjectStore store, String name, byte[] content) {
    try {
      store.put(name, content);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "{0} is not written: {1}", name, e.getMessage());
    }
  }

  /** What is asked of a store where nothing else here fits. */
  @FunctionalInterface
  public interface Request<T> {
    T run() throws IOException;
  }

  /** As {@link Request}, without an answer. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException;
  }

  /**
   * Asks a store. If it fails, that is a StorageException.
   *
   * @param what cannot be done then, as a verb and its object
   * @param remedy what to do then
   */
  public static <T> T ask(String what, String remedy, Request<T> request) {
    try {
      return request.run();
    } catch (IOException e) {
      throw failed(what, remedy, e);
    }
  }

  /** As {@link #ask(String, String, Request)}, where nothing is answered. */
  public static void ask(String what, String remedy, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw failed(what, remedy, e);
    }
  }

  /** As {@link #ask(String, String, Request)}; null if an object is not there. */
  public static <T> @Nullable T askIfThere(String what, String remedy, Request<T> request) {
    try {
      return request.run();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failed(what, remedy, e);
    }
  }

  private static StorageException failed(String what, String remedy, IOException cause) {
    RequestFailedException failed = RequestFailedException.find(cause);
    String reason = failed == null ? String.valueOf(cause.getMessage()) : failed.reason();
    // What a server refuses it refuses again; and some reasons end in these words themselves.
    boolean isSaid = failed != null && (failed.isRefused() || reason.contains("try again"));
    String then = isSaid ? AGAIN.matcher(remedy).replaceFirst("") : remedy;
    return new StorageException(
        "cannot %s: %s%s".formatted(what, reason, then.isEmpty() ? "" : "; " + then), cause);
  }

  /** Closes a store for good. */
  public static void close(ObjectStore store) {
    try {
      store.close();
    } catch (IOException e) {
      throw new StorageException(
          "cannot close %s: %s".formatted(store.location(), e.getMessage()), e);
    }
  }

  /** What the failure of a store is to the user. */
  public static TarnException failed(
      String verb, ObjectStore store, String name, IOException cause) {
    if (cause instanceof ForbiddenPathException && name.startsWith("_tarn/")) {
      return new CorruptionException(
          "cannot %s %s: %s; move it away, and put the right file in its place if there was one"
              .formatted(verb, name, cause.getMessage()),
          cause);
    }
    if (cause instanceof ForbiddenPathException) {
      return new UnsupportedTableException(
          "cannot %s %s: %s".formatted(verb, name, cause.getMessage()), cause);
    }
    return failed("%s %s in %s".formatted(verb, name, store.location()), "try again", cause);
  }
}
