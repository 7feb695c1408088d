package org.tarnlake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.dump.FileDump;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.local.LocalStore;

/**
 * Shows whatever is on disk as text for people: log entries, lake checkpoints, hints, Delta commits
 * and their checksums, data files. What is damaged is shown as far as it can be, and the damage is
 * told. Nothing is changed. Stateless.
 */
public final class Dump {
  private Dump() {}

  /**
   * Shows a file.
   *
   * @param line takes each line of the text
   * @throws InvalidDataException if there is no such file, or it is of no kind that a lake has
   * @throws StorageException if it cannot be read
   */
  public static void file(Path file, Consumer<String> line) {
    Argument.require(file, "file", "a Path");
    Argument.require(line, "line", "a Consumer");
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException(
          "%s is no file; name one of a lake, such as LAKE/_tarn/log/00000000000000000001.json"
              .formatted(file));
    }
    try {
      // Who names the file may name it by a link.
      Path real = file.toRealPath();
      Path root = root(real);
      String name =
          root.relativize(real).toString().replace(real.getFileSystem().getSeparator(), "/");
      try (ObjectStore store = LocalStore.open(root)) {
        object(store, name, line);
      }
    } catch (IOException e) {
      throw new StorageException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("cannot show %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * As {@link #file(Path, Consumer)}, at an address: of the lake, see {@link Stores}, a slash, and
   * the file's name in it.
   */
  public static void file(String address, Consumer<String> line) {
    Argument.require(line, "line", "a Consumer");
    Path file = Stores.folder(address);
    if (file != null) {
      file(file, line);
      return;
    }
    String lake = lakeAround(address);
    try (ObjectStore store = Stores.open(lake)) {
      String name = address.substring(lake.length() + 1);
      if (!StoreAccess.exists(store, name)) {
        throw new InvalidDataException(
            "%s is no file; name one of a lake, such as LAKE/_tarn/log/00000000000000000001.json"
                .formatted(address));
      }
      object(store, name, line);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidDataException("cannot show %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  /** The address of the lake that a file is in, or else of the folder. */
  private static String lakeAround(String address) {
    int bucketEnd = address.indexOf('/', address.indexOf("://") + 3);
    if (bucketEnd < 0 || address.endsWith("/")) {
      throw new InvalidDataException(
          "%s is no file; name one of a lake, such as LAKE/_tarn/log/00000000000000000001.json"
              .formatted(address));
    }
    try (ObjectStore bucket = Stores.open(address.substring(0, bucketEnd))) {
      for (int end = address.lastIndexOf('/'); ; end = address.lastIndexOf('/', end - 1)) {
        String folder = end == bucketEnd ? "" : address.substring(bucketEnd + 1, end) + "/";
        if (StoreAccess.exists(bucket, folder + LakeNames.IDENTITY)) {
          return address.substring(0, end);
        }
        if (end == bucketEnd) {
          return address.substring(0, address.lastIndexOf('/'));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidDataException("cannot show %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  /** Shows an object of a store; fails as {@link #file(Path, Consumer)} does. */
  public static void object(ObjectStore store, String name, Consumer<String> line) {
    Argument.require(store, "store", "an ObjectStore");
    Argument.require(name, "name", "a name");
    Argument.require(line, "line", "a Consumer");
    FileDump.dump(store, name, line);
  }

  /** The lake that a file is in, or else its folder. */
  private static Path root(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("_tarn").resolve("lake.json"))) {
        return folder;
      }
    }
    Path folder = file.getParent();
    return folder == null ? file : folder;
  }
}
