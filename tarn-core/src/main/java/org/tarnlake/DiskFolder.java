package org.tarnlake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LostLake;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.local.LocalStore;

/** A folder of the disk that a user named, as a store. Stateless. */
final class DiskFolder {
  private DiskFolder() {}

  /**
   * Opens a folder that exists.
   *
   * @param purpose what cannot be done otherwise, in front of the folder's name
   * @param readable folders that may be read besides
   */
  static ObjectStore open(String purpose, Path folder, Path... readable) {
    require(folder, readable);
    try {
      return LocalStore.open(folder, List.of(readable));
    } catch (IOException e) {
      throw cannot(purpose, folder, e);
    }
  }

  /** Opens a folder for a new lake; makes it if it does not exist. */
  static ObjectStore make(Path folder) {
    Argument.require(folder, "folder", "a path");
    if (!Files.exists(folder)) {
      LostLake.requireNoneAround(folder);
    }
    return StoreAccess.ask(
        "create a lake in " + folder,
        "try again when it is mended",
        () -> LocalStore.create(folder));
  }

  /** Opens a folder for as long as something is done with it. */
  static <T> T ask(String purpose, Path folder, Function<ObjectStore, T> use, Path... readable) {
    require(folder, readable);
    try (ObjectStore store = LocalStore.open(folder, List.of(readable))) {
      return use.apply(store);
    } catch (IOException e) {
      throw cannot(purpose, folder, e);
    }
  }

  private static void require(Path folder, Path[] readable) {
    Argument.require(folder, "folder", "a path");
    Argument.requireAll(readable, "readable", "paths");
  }

  private static InvalidDataException cannot(String purpose, Path folder, IOException e) {
    return new InvalidDataException(
        "cannot %s %s: %s".formatted(purpose, folder, e.getMessage()), e);
  }
}
