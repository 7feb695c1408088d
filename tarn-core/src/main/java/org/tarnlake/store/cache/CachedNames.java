package org.tarnlake.store.cache;

import java.util.regex.Pattern;

/**
 * Which objects never change, by their names. Only what has a random UUID in its file name is
 * written once for all times; other names are used again where a lake is made anew at the same
 * address, or restored. Stateless.
 */
final class CachedNames {
  private static final String UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private static final Pattern RANDOM = Pattern.compile("(?:.*/)?[^/]*" + UUID + "[^/]*");

  private static final Pattern LOGS = Pattern.compile("(?:.*/)?(?:_tarn|_delta_log)/.*");

  private static final Pattern OF_CHECKPOINTS =
      Pattern.compile(
          "(?:.*/)?_delta_log/(?:_sidecars/[^/]*%s[^/]*|[0-9]{20}\\.checkpoint\\.%s\\.[^/]*)"
              .formatted(UUID, UUID));

  private static final Pattern VECTORS = Pattern.compile("(?:.*/)?deletion_vector_[^/]*");

  private CachedNames() {}

  /** Data files, files of changes and of deletion vectors, V2 checkpoints and their sidecars. */
  static boolean isImmutable(String name) {
    return LOGS.matcher(name).matches()
        ? OF_CHECKPOINTS.matcher(name).matches()
        : RANDOM.matcher(name).matches();
  }

  /** Of these, what is needed before any row can be read. */
  static boolean isMetadata(String name) {
    return OF_CHECKPOINTS.matcher(name).matches() || VECTORS.matcher(name).matches();
  }
}
