package org.tarnlake.s3;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.Variables;

/**
 * What the vendor's own configuration has no name for, by the names that other lakes' readers gave
 * it in the environment. Immutable.
 *
 * @param virtualHosted whether the bucket is part of the host's name; null: as the endpoint needs
 * @param skipSignature whether requests are anonymous
 * @param requesterPays whether the caller pays for the requests to somebody else's bucket
 * @param encryption how the server encrypts new objects; null: as the bucket says
 * @param kmsKeyId the key for that; null: the bucket's
 * @param bucketKey whether the server derives keys of the bucket; null: as the bucket says
 * @param caBundle the file of the certificates to trust; null: those of the JVM
 * @param maxAttempts how often a read is tried; null: as Tarn does
 * @param endpoint where the server is; null: the vendor's
 */
record S3Settings(
    @Nullable Boolean virtualHosted,
    boolean skipSignature,
    boolean requesterPays,
    @Nullable String encryption,
    @Nullable String kmsKeyId,
    @Nullable Boolean bucketKey,
    @Nullable String caBundle,
    @Nullable Integer maxAttempts,
    @Nullable S3Endpoint endpoint) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one of them cannot be understood
   */
  static S3Settings of(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    String encryption = variables.text("AWS_SERVER_SIDE_ENCRYPTION");
    if (encryption != null && encryption.toLowerCase(Locale.ROOT).startsWith("sse-c")) {
      throw new IllegalArgumentException(
          "AWS_SERVER_SIDE_ENCRYPTION is %s, but a lake keeps no keys: set AES256, aws:kms or aws:kms:dsse"
              .formatted(encryption));
    }
    return new S3Settings(
        variables.choice("AWS_VIRTUAL_HOSTED_STYLE_REQUEST"),
        variables.flag("AWS_SKIP_SIGNATURE"),
        requesterPays(variables),
        encryption,
        variables.text("AWS_SSE_KMS_KEY_ID"),
        variables.choice("AWS_SSE_BUCKET_KEY_ENABLED"),
        variables.text("AWS_CA_BUNDLE"),
        variables.count("aws.maxAttempts", "AWS_MAX_ATTEMPTS"),
        S3Endpoint.find(variables));
  }

  private static boolean requesterPays(Variables variables) {
    return "requester".equalsIgnoreCase(variables.text("AWS_REQUEST_PAYER"))
        || variables.flag("AWS_REQUEST_PAYER");
  }
}
