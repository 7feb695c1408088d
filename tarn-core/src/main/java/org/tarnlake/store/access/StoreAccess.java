package org.tarnlake.store.access;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * The store as all above it ask it: failures are Tarn's errors, which name the object and the
 * remedy. Stateless.
 */
public final class StoreAccess {
  private static final Logger LOGGER = System.getLogger(StoreAccess.class.getName());

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
    try {
      store.size(name);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw failed("look for", store, name, e);
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
    return new StorageException(
        "cannot %s %s in %s: %s; try again"
            .formatted(verb, name, store.location(), cause.getMessage()),
        cause);
  }
}
