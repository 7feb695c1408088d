package org.tarnlake.s3;

import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.Proxies;
import org.tarnlake.store.remote.RemoteNames;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Puts failures of the server, and on the way to it, into words: why not, and what to do.
 * Immutable.
 */
final class S3Failure {
  private final RemoteNames names;
  private final String endpoint;
  private final @Nullable String encryption;

  /** What names the endpoint, or would. */
  private final String setting;

  /**
   * @param endpoint where the requests go
   */
  S3Failure(RemoteNames names, String endpoint, S3Settings settings) {
    this.names = names;
    this.endpoint = endpoint;
    this.encryption = settings.encryption();
    S3Endpoint set = settings.endpoint();
    this.setting = set == null ? "AWS_ENDPOINT_URL_S3" : set.setting();
  }

  /** Whether the server says that there is no object, and does not say that there is no bucket. */
  static boolean isMissing(RuntimeException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && !S3Answer.code(answer).equals("NoSuchBucket");
  }

  /** Why, and what to do. */
  String reason(RuntimeException e) {
    if (e instanceof AwsServiceException answer) {
      return "%s; %s".formatted(said(answer), remedy(answer));
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof NoCredentialsException) {
        return S3Credentials.whyNone();
      }
      if (each instanceof UnknownHostException) {
        return "the host of %s is not known; check %s, AWS_REGION and the bucket's name"
            .formatted(endpoint, setting);
      }
      if (each instanceof SSLException) {
        return "no safe connection to %s (%s); name its certificates in AWS_CA_BUNDLE, or check that it speaks https"
            .formatted(endpoint, each.getMessage());
      }
      if (each instanceof ApiCallAttemptTimeoutException
          || each instanceof ApiCallTimeoutException) {
        return "%s did not answer in time; try again, and check the network".formatted(endpoint);
      }
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "no answer from %s (%s: %s); check that it can be reached, and %s and NO_PROXY"
        .formatted(
            endpoint,
            cause.getClass().getSimpleName(),
            cause.getMessage(),
            Proxies.variable(endpoint));
  }

  /** What the server said. Its messages hold no secrets; other parts of its answer may. */
  private static String said(AwsServiceException e) {
    String code = S3Answer.code(e);
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return "the server answers %s%s%s"
        .formatted(
            e.statusCode(),
            code.isEmpty() ? "" : " " + code,
            message == null || message.isEmpty() ? "" : " (" + message.strip() + ")");
  }

  private String remedy(AwsServiceException e) {
    Optional<String> region =
        e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
            ? Optional.empty()
            : e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
    return switch (S3Answer.code(e)) {
      case "NoSuchBucket" ->
          "make the bucket '%s' at %s, or check its name and %s"
              .formatted(names.bucket(), endpoint, setting);
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired" ->
          "the credentials have expired: renew them, for instance with 'aws sso login'";
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "UnrecognizedClientException" ->
          "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile: they are of no use at %s"
              .formatted(endpoint);
      case "RequestTimeTooSkewed" -> "set this machine's clock";
      case "KeyTooLongError", "KeyTooLong" -> "shorten the names of tables and partitions";
      case "NotImplemented" ->
          encryption != null
              ? checkEncryption()
              : "a lake needs a server that honours If-None-Match; for Google Cloud Storage use tarn-gcs";
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          ofRegion(region);
      default -> byStatus(e, region);
    };
  }

  private String byStatus(AwsServiceException e, Optional<String> region) {
    int status = e.statusCode();
    if (status >= 300 && status < 400) {
      return ofRegion(region);
    }
    return switch (status) {
      case 401, 403 ->
          "%slet these credentials do s3:GetObject, s3:PutObject and s3:DeleteObject in %s/*, and s3:ListBucket in '%s' (without that, an object that is missing is denied, too)"
              .formatted(
                  // A look at an object is answered without a reason.
                  S3Answer.code(e).isEmpty()
                      ? "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile, and "
                      : "",
                  names.location(),
                  names.bucket());
      case 404 -> "check the bucket's name and " + setting;
      case 429, 503 -> "it asks to slow down: try again later, or with fewer writers";
      case 400, 501 -> encryption != null ? checkEncryption() : "check the bucket and the server";
      default -> status >= 500 ? "try again later" : "check the bucket and the server";
    };
  }

  private String checkEncryption() {
    return "AWS_SERVER_SIDE_ENCRYPTION is '%s': set what the server knows, with the right AWS_SSE_KMS_KEY_ID if any, or unset both"
        .formatted(encryption);
  }

  private String ofRegion(Optional<String> region) {
    return "the bucket '%s' is in another region: set AWS_REGION%s"
        .formatted(
            names.bucket(), region.map("="::concat).orElse(" to the one that its owner names"));
  }
}
