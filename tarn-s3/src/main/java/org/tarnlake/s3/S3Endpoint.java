package org.tarnlake.s3;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.Variables;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where the server is, if somebody says so. It is read here since the vendor's library does not say
 * which setting it cannot understand.
 *
 * @param setting what says so, for messages
 * @param url null if the setting is blank, which counts as not set; the vendor's library trips over
 *     it
 */
record S3Endpoint(String setting, @Nullable URI url) {
  /** As the vendor's library has them: the first that is set counts. */
  private static final List<String> NAMES =
      List.of("aws.endpointUrlS3", "AWS_ENDPOINT_URL_S3", "aws.endpointUrl", "AWS_ENDPOINT_URL");

  /**
   * The endpoint that the environment or the user's profile names; null if none does.
   *
   * @throws IllegalArgumentException if it is none
   */
  static @Nullable S3Endpoint find(Variables variables) {
    if (variables.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") || S3Profile.ignoresEndpoints()) {
      return null;
    }
    String name = variables.name(NAMES.toArray(String[]::new));
    if (name != null) {
      return of(name, String.valueOf(variables.text(name)));
    }
    String url = S3Profile.endpoint();
    if (url != null) {
      return of("endpoint_url of the profile '%s'".formatted(S3Profile.name()), url.strip());
    }
    return NAMES.stream()
        .filter(variables.values()::containsKey)
        .findFirst()
        .map(blank -> new S3Endpoint(blank, null))
        .orElse(null);
  }

  /** The URL, or that of the vendor's servers in a region. */
  URI in(Region region) {
    return url != null
        ? url
        : URI.create("https://" + S3Client.serviceMetadata().endpointFor(region));
  }

  private static S3Endpoint of(String setting, String value) {
    if (isUrl(value)) {
      return new S3Endpoint(setting, URI.create(value));
    }
    String guess = (value.matches(".*:\\d+/?") ? "http://" : "https://") + value;
    throw new IllegalArgumentException(
        "%s is '%s'; write %s"
            .formatted(
                setting,
                // What stands before an at sign may be a secret.
                value.replaceFirst(".*@", "...@"),
                !value.contains("://") && isUrl(guess)
                    ? guess
                    : "a URL of http or https such as http://localhost:9000, without a name, password or question mark"));
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = URI.create(value);
      return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
