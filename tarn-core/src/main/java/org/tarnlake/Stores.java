package org.tarnlake;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.LostLake;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.StoreProvider;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.cache.StoreCache;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.write.WriteSettings;

/**
 * Stores by their addresses: a folder of the disk by its path, {@code /data/lake}, or a bucket by a
 * URL, {@code s3://bucket/lake}. Safe for many threads.
 *
 * <p>Which URLs there are depends on the modules at hand: {@code tarn-s3} has those of Amazon S3,
 * {@code tarn-azure} those of Azure Blob Storage, {@code az://container/lake}, {@code tarn-gcs}
 * those of Google Cloud Storage, {@code gs://bucket/lake}. Credentials and endpoints are configured
 * as for the vendor's own tools.
 */
public final class Stores {
  private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

  /** A URL whose slashes were lost, which no folder is meant by. */
  private static final Pattern TORN_URL =
      Pattern.compile("(?i)(s3a?|gc?s|az|azure|abfss?|wasbs?|https?):/?([^/].*)");

  private static final String DISK = "file";

  /** The artifacts that open addresses, by scheme. */
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "s3", "tarn-s3",
          "s3a", "tarn-s3",
          "az", "tarn-azure",
          "azure", "tarn-azure",
          "abfs", "tarn-azure",
          "abfss", "tarn-azure",
          "wasb", "tarn-azure",
          "wasbs", "tarn-azure",
          "gs", "tarn-gcs",
          "gcs", "tarn-gcs");

  /** What follows a question mark in an address may be a signature, which is a secret. */
  private static final Pattern SIGNATURE = Pattern.compile("\\?.*", Pattern.DOTALL);

  /** And so may what stands before an at sign, unless it is the container of an account. */
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?is)^([a-z][a-z0-9+.-]*:/{1,2})?+(?:[^/]*:.*|(?<=(?:s3a?|gc?s|https?)://)[^/]*)@");

  private static final Pattern LAST_SLASHES = Pattern.compile("/+$");

  private Stores() {}

  /**
   * Opens the store at an address.
   *
   * @throws InvalidDataException if it is a folder that does not exist, or no address of a store;
   *     the message tells what to add to the class path
   */
  public static ObjectStore open(String address) {
    Path folder = folder(address);
    return folder != null ? openFolder("open", folder) : bucket(address);
  }

  /**
   * As {@link #open}, for a new lake; a folder that does not exist is made. In a bucket each
   * address above is asked for a lake, unless there is one at the address already.
   *
   * @throws InvalidDataException if it is within another lake, or a table on a disk, or no address
   *     of a store
   * @throws StorageException if the folder cannot be made, or the bucket not read
   */
  public static ObjectStore create(String address) {
    return closing(
        target(address),
        store -> {
          requireNoneAbove(address, store);
          return store;
        });
  }

  /** As {@link #create}, asking nothing of a bucket. */
  static ObjectStore target(String address) {
    Path folder = folder(address);
    return folder != null ? makeFolder(folder) : bucket(address);
  }

  /**
   * Requires that the address of a lake that is still to be made lies within no other lake of the
   * bucket. An address above that cannot be read is passed over: the right to read may end below.
   */
  static void requireNoneAbove(String address, ObjectStore store) {
    if (folder(address) != null || LogLoader.isLake(store)) {
      return;
    }
    for (String above = above(address); above != null; above = above(above)) {
      if (isLake(above)) {
        throw LostLake.within(store.location(), above, "which is a lake");
      }
    }
  }

  /** The address without its last part; null if that is the bucket. */
  private static @Nullable String above(String address) {
    String place = LAST_SLASHES.matcher(address).replaceFirst("");
    int slash = place.lastIndexOf('/');
    return place.charAt(slash - 1) == '/' ? null : place.substring(0, slash);
  }

  private static boolean isLake(String address) {
    try (ObjectStore store = bucket(address)) {
      return LogLoader.isLake(store);
    } catch (TarnException | IOException e) {
      return false;
    }
  }

  /**
   * The folder of the disk that an address names; null if it is that of a bucket. Looks for
   * nothing.
   *
   * @throws InvalidDataException if it cannot be a path, or looks like a URL with a slash too few
   */
  public static @Nullable Path folder(String address) {
    Argument.require(address, "address", "a String");
    Matcher torn = TORN_URL.matcher(address);
    if (torn.matches()) {
      throw new InvalidDataException(
          "'%s' is no address; write %s://%s, or ./%s for a folder of that name"
              .formatted(shown(address), torn.group(1), shown(torn.group(2)), shown(address)));
    }
    String scheme = scheme(address);
    if (!scheme.isEmpty() && !scheme.equals(DISK)) {
      return null;
    }
    try {
      return scheme.isEmpty() ? Path.of(address) : Path.of(URI.create(address));
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "'%s' is no path of a folder: %s".formatted(address, e.getMessage()), e);
    }
  }

  /** Empty if there is none. */
  private static String scheme(String address) {
    Matcher matcher = URL.matcher(address);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  private static String shown(String address) {
    String unsigned = SIGNATURE.matcher(address).replaceFirst("?...");
    return LOGIN.matcher(unsigned).replaceFirst("$1...@");
  }

  private static ObjectStore bucket(String address) {
    String scheme = scheme(address);
    String shown = shown(address);
    Set<String> known = new HashSet<>(Set.of(DISK));
    for (StoreProvider provider :
        ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader())) {
      if (provider.schemes().contains(scheme)) {
        try {
          return provider.open(address);
        } catch (IllegalArgumentException e) {
          throw new InvalidDataException("cannot open %s: %s".formatted(shown, e.getMessage()), e);
        } catch (TarnException e) {
          throw e;
        } catch (RuntimeException e) {
          // A vendor's library says in ways of its own that it cannot use its configuration.
          throw new StorageException(
              "cannot open %s: %s (%s); check its settings in the environment and in files"
                  .formatted(shown, e.getMessage(), e.getClass().getSimpleName()),
              e);
        }
      }
      known.addAll(provider.schemes());
    }
    String artifact = ARTIFACTS.get(scheme);
    if (artifact != null) {
      throw new InvalidDataException(
          "cannot open %s: add org.tarnlake:%s to the class path".formatted(shown, artifact));
    }
    String place = shown.replaceFirst("[^:]*://[^/]*/?", "");
    throw new InvalidDataException(
        "cannot open %s: there are no stores of the kind '%s'; known here: %s%s"
            .formatted(
                shown,
                scheme,
                String.join(", ", known.stream().sorted().toList()),
                scheme.startsWith("http")
                    ? "; for a bucket of S3 write s3://%s, and the server's address into AWS_ENDPOINT_URL_S3"
                        .formatted(place.isEmpty() ? "BUCKET/FOLDER" : place)
                    : ""));
  }

  /** Does something with a store, which is closed if that fails: nobody else has it then. */
  static <T> T closing(ObjectStore store, Function<ObjectStore, T> open) {
    try {
      return open.apply(store);
    } catch (RuntimeException | Error e) {
      try {
        store.close();
      } catch (IOException unclosed) {
        e.addSuppressed(unclosed);
      }
      throw e;
    }
  }

  static Lake createCached(ObjectStore store) {
    // Read first: what cannot be understood leaves no lake behind.
    StoreCache cache = cache(store, Environment.system());
    LogLoader.create(store, Environment.system());
    return open(store, Environment.system(), cache);
  }

  static Lake openOrCreate(ObjectStore store) {
    StoreCache cache = cache(store, Environment.system());
    LogLoader.createUnlessThere(store, Environment.system());
    return open(store, Environment.system(), cache);
  }

  /** Opens the lake in a store, whose immutable objects are cached where it is elsewhere. */
  static Lake openCached(ObjectStore store, Environment environment) {
    return open(store, environment, cache(store, environment));
  }

  private static @Nullable StoreCache cache(ObjectStore store, Environment environment) {
    return store.isLocal() ? null : StoreCache.of(System.getenv(), environment);
  }

  private static Lake open(ObjectStore store, Environment environment, @Nullable StoreCache cache) {
    return new Lake(
        store, environment, LogLoader.open(store, environment, cache), WriteSettings.DEFAULT);
  }

  /**
   * Opens a folder that exists.
   *
   * @param purpose what cannot be done otherwise, in front of the folder's name
   * @param readable folders that may be read besides
   */
  static ObjectStore openFolder(String purpose, Path folder, Path... readable) {
    require(folder, readable);
    try {
      return LocalStore.open(folder, List.of(readable));
    } catch (IOException e) {
      throw cannot(purpose, folder, e);
    }
  }

  /** Opens a folder for a new lake; makes it if it does not exist. */
  static ObjectStore makeFolder(Path folder) {
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
