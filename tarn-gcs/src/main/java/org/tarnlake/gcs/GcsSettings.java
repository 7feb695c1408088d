package org.tarnlake.gcs;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.Variables;

/**
 * Where buckets are and how to log in, by the names that the vendor's tools and other lakes'
 * readers gave to settings in the environment. Immutable. With neither key nor file, and not
 * anonymous, the vendor's own chain finds an identity.
 *
 * @param endpoint the URL of the service, without a slash at its end
 * @param key the JSON of a service account's key, a secret
 * @param file where a key, or what else the vendor's tools write, is
 * @param anonymous whether requests tell nothing of who sends them
 * @param project who pays for requests and quota; null: as the identity says
 */
record GcsSettings(
    String endpoint,
    @Nullable String key,
    @Nullable String file,
    boolean anonymous,
    @Nullable String project) {
  private static final String GOOGLE = "https://storage.googleapis.com";

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one of them cannot be understood
   */
  static GcsSettings of(Variables variables) {
    String project = variables.text("GOOGLE_CLOUD_QUOTA_PROJECT");
    String emulator = variables.text("STORAGE_EMULATOR_HOST");
    if (emulator != null) {
      String url = emulator.contains("://") ? emulator : "http://" + emulator;
      return new GcsSettings(checked("STORAGE_EMULATOR_HOST", url), null, null, true, project);
    }
    String set = variables.text("GOOGLE_BASE_URL");
    String endpoint = set == null ? GOOGLE : checked("GOOGLE_BASE_URL", set);
    if (variables.flag("GOOGLE_SKIP_SIGNATURE")) {
      return new GcsSettings(endpoint, null, null, true, project);
    }
    String key = variables.text("GOOGLE_SERVICE_ACCOUNT_KEY");
    String file =
        variables.text(
            "GOOGLE_SERVICE_ACCOUNT",
            "GOOGLE_SERVICE_ACCOUNT_PATH",
            "GOOGLE_APPLICATION_CREDENTIALS");
    return new GcsSettings(endpoint, key, key == null ? file : null, false, project);
  }

  private static String checked(String name, String url) {
    if (!isUrl(url)) {
      throw new IllegalArgumentException(
          "%s is no URL of a server; it is like http://localhost:9000".formatted(name));
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static boolean isUrl(String url) {
    try {
      URI uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@inheritDoc} Without the secrets. */
  @Override
  public String toString() {
    return "GcsSettings[" + endpoint + "]";
  }
}
