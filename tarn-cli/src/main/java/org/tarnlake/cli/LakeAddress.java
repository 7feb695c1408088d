package org.tarnlake.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Stores;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.ObjectStore;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a lake is, as the user says it: the path of a folder, or a URL such as {@code
 * s3://bucket/lake}. Immutable.
 */
final class LakeAddress {
  /** What a command says of a lake that it needs. */
  static final String WHERE = "the lake's folder, or its URL, such as s3://bucket/lake";

  private final String text;
  private final @Nullable Path folder;

  private LakeAddress(String text, @Nullable Path folder) {
    this.text = text;
    this.folder = folder;
  }

  static LakeAddress of(String text) {
    Path folder = Stores.folder(text);
    return folder != null
        ? new LakeAddress(folder.toString(), folder)
        : new LakeAddress(text.replaceFirst("(?<=[^:/])/+$", ""), null);
  }

  /** Reads an argument by {@link #of} or {@link #path}. */
  static <T> ITypeConverter<T> reader(Function<String, T> read) {
    return value -> {
      try {
        return read.apply(value);
      } catch (InvalidDataException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }

  /**
   * A path of the disk.
   *
   * @throws InvalidDataException if it is a URL of something else
   */
  static Path path(String text) {
    Path path = Stores.folder(text);
    if (path == null) {
      throw new InvalidDataException(
          "'%s' is a URL, and a path of this disk is needed here".formatted(text));
    }
    return path;
  }

  /** The folder on the disk; null if it is a URL. */
  @Nullable Path folder() {
    return folder;
  }

  /** Opens the lake. */
  Lake open(Terminal terminal, Path... readable) {
    if (folder != null) {
      return Lake.open(folder, terminal.environment(), readable);
    }
    requireNone(readable);
    return Lake.open(text, terminal.environment());
  }

  /** Makes a lake there, and opens it. */
  Lake create(Terminal terminal) {
    return folder != null
        ? Lake.create(folder, terminal.environment())
        : Lake.create(Stores.create(text), terminal.environment());
  }

  /**
   * Requires that there is no lake yet, nor in a bucket one above it. Changes nothing.
   *
   * @param remedy what to do if there is one
   */
  void requireNone(Terminal terminal, String remedy) {
    try (Lake there = open(terminal)) {
      throw new Failure(
          "%s is a %s already; %s"
              .formatted(there.location(), there.isStandalone() ? "Delta table" : "lake", remedy));
    } catch (InvalidDataException e) {
      if (folder == null) {
        closing(Stores.create(text), store -> store);
      }
    }
  }

  private <T> T closing(ObjectStore opened, Function<ObjectStore, T> question) {
    try (ObjectStore store = opened) {
      return question.apply(store);
    } catch (IOException e) {
      throw new Failure("cannot close %s: %s".formatted(text, e.getMessage()), e);
    }
  }

  /** Makes a lake of the tables that stand there, and opens it. */
  Lake adopt(Terminal terminal) {
    ObjectStore store = folder != null ? Stores.open(text) : Stores.create(text);
    return Lake.adopt(store, terminal.environment());
  }

  /** Asks the store. */
  <T> T ask(Function<ObjectStore, T> question, Path... readable) {
    requireNone(readable);
    return closing(Stores.open(text), question);
  }

  private void requireNone(Path... readable) {
    if (readable.length > 0) {
      throw new WrongUsage(
          "--allow-path is for lakes on this disk: tables in %s name no files of it"
              .formatted(text));
    }
  }

  /** Where something in the lake is, from where the user is. */
  String resolve(String location) {
    return folder != null ? folder.resolve(location).toString() : text + "/" + location;
  }

  /** The lake from anywhere, by the name that the store itself has for it. */
  String absolute() {
    return folder != null
        ? folder.toAbsolutePath().normalize().toString()
        : ask(ObjectStore::location);
  }

  @Override
  public String toString() {
    return text;
  }
}
