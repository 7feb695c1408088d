package org.tarnlake.store.cache;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/**
 * Where the cache is and what it may hold, as the environment says. Immutable.
 *
 * @param folder where it is
 * @param bytesMax what it may hold
 * @param isNamed whether the user named the folder
 */
record CacheSettings(Path folder, long bytesMax, boolean isNamed) {
  private static final String FOLDER = "TARN_CACHE";
  private static final String BYTES = "TARN_CACHE_BYTES";
  private static final long DEFAULT_BYTES = 4L << 30;
  private static final Pattern SIZE =
      Pattern.compile("(?<number>\\d{1,12}(?:\\.\\d{1,6})?) ?(?:(?<unit>[KMGT])(?<binary>I)?)?B?");

  /**
   * Reads the settings.
   *
   * @param variables the environment
   * @param system the name of the operating system
   * @return null if there is to be no cache
   * @throws InvalidDataException if they cannot be understood
   */
  static @Nullable CacheSettings of(Map<String, String> variables, String system) {
    String named = variables.getOrDefault(FOLDER, "").strip();
    long bytesMax = bytesMax(variables.getOrDefault(BYTES, "").strip());
    if (bytesMax == 0 || named.equalsIgnoreCase("off")) {
      return null;
    }
    try {
      Path folder = named.isEmpty() ? usual(variables, system) : Path.of(named).toAbsolutePath();
      return folder == null ? null : new CacheSettings(folder, bytesMax, !named.isEmpty());
    } catch (InvalidPathException e) {
      throw new InvalidDataException(
          "%s is '%s', which is no path; name a folder, or off".formatted(FOLDER, named), e);
    }
  }

  /** The folder for caches of the user; null if there is none. */
  private static @Nullable Path usual(Map<String, String> variables, String system) {
    String lower = system.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return below(variables.get("LOCALAPPDATA"), "tarn", "cache");
    }
    if (lower.startsWith("mac")) {
      return below(variables.get("HOME"), "Library", "Caches", "tarn");
    }
    Path folder = below(variables.get("XDG_CACHE_HOME"), "tarn");
    return folder != null ? folder : below(variables.get("HOME"), ".cache", "tarn");
  }

  /** A folder below an absolute path; null if that is none. */
  private static @Nullable Path below(@Nullable String start, String... names) {
    Path folder = start == null || start.isEmpty() ? null : Path.of(start);
    if (folder == null || !folder.isAbsolute()) {
      return null;
    }
    for (String name : names) {
      folder = folder.resolve(name);
    }
    return folder;
  }

  private static long bytesMax(String text) {
    if (text.isEmpty()) {
      return DEFAULT_BYTES;
    }
    Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new InvalidDataException(
          "%s is '%s'; set a size, such as 20GB or 512MiB".formatted(BYTES, text));
    }
    String unit = size.group("unit");
    double step = size.group("binary") == null ? 1000 : 1024;
    int power = unit == null ? 0 : 1 + "KMGT".indexOf(unit);
    return (long) (Double.parseDouble(size.group("number")) * Math.pow(step, power));
  }
}
