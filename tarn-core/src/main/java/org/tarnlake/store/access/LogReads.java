package org.tarnlake.store.access;

import java.io.IOException;
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

/** Reads of a log's objects, the store's failures translated into Tarn's. Stateless. */
public final class LogReads {
  private LogReads() {}

  public static byte[] get(ObjectStore store, String name) {
    byte[] bytes = find(store, name);
    if (bytes == null) {
      throw new CorruptionException(
          "%s is missing in %s; restore it".formatted(name, store.location()));
    }
    return bytes;
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

  public static List<ObjectInfo> list(ObjectStore store, String prefix, String startAfter) {
    try {
      return store.list(prefix, startAfter);
    } catch (IOException e) {
      throw failed("list", store, prefix, e);
    }
  }

  private static TarnException failed(
      String verb, ObjectStore store, String name, IOException cause) {
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
