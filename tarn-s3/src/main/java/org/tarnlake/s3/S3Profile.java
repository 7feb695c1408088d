package org.tarnlake.s3;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** The user's profile in the files of the vendor's tools, {@code ~/.aws}. Stateless. */
final class S3Profile {
  private static final String ENDPOINT = "endpoint_url";
  private static final String OF_S3 = "s3." + ENDPOINT;

  private S3Profile() {}

  /** Its name, which AWS_PROFILE says. */
  static String name() {
    return ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
  }

  /** Whether the files have it. */
  static boolean exists() {
    return ProfileFile.defaultProfileFile().profile(name()).isPresent();
  }

  /** The URL that it has for S3, or else for all services; null if it has none. */
  static @Nullable String endpoint() {
    ProfileFile file = ProfileFile.defaultProfileFile();
    Optional<Profile> profile = file.profile(name());
    return profile
        .flatMap(each -> each.property("services"))
        .flatMap(services -> file.getSection("services", services))
        .flatMap(services -> services.property(OF_S3))
        .or(() -> profile.flatMap(each -> each.property(OF_S3)))
        .or(() -> profile.flatMap(each -> each.property(ENDPOINT)))
        .orElse(null);
  }

  /** Whether no endpoint counts that is set anywhere. */
  static boolean ignoresEndpoints() {
    return ProfileFile.defaultProfileFile()
        .profile(name())
        .flatMap(each -> each.booleanProperty("ignore_configured_endpoint_urls"))
        .orElse(false);
  }
}
