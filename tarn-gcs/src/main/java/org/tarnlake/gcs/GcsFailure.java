package org.tarnlake.gcs;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.NoCredentialsException;

/**
 * Puts failures of the server, and on the way to it, into words: why not, and what to do.
 * Immutable.
 */
final class GcsFailure {
  private static final int SAID_MAX = 300;

  private final String bucket;
  private final String endpoint;

  GcsFailure(String bucket, String endpoint) {
    this.bucket = bucket;
    this.endpoint = endpoint;
  }

  /** Why, and what to do. */
  String reason(RuntimeException e) {
    if (e instanceof GcsTrouble trouble) {
      return ofTrouble(trouble);
    }
    GcsError error = GcsError.find(e);
    return error == null ? withoutAnswer(e) : "%s; %s".formatted(said(error), remedy(error));
  }

  private String ofTrouble(GcsTrouble trouble) {
    return switch (trouble.kind()) {
      case NO_BUCKET -> "there is no bucket of that name; " + makeTheBucket();
      case UPLOAD_GONE ->
          "the server has forgotten what was sent of it, as it does after a week; write it again";
      case UPLOAD_ENDED ->
          "its upload has ended, and the server does not say how; read it before it is written again";
    };
  }

  private String withoutAnswer(RuntimeException e) {
    Throwable cause = e;
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof NoCredentialsException) {
        return withoutIdentity(each.getCause());
      }
      if (each instanceof UnknownHostException) {
        return "the host of %s is not known; check the network, and GOOGLE_BASE_URL or STORAGE_EMULATOR_HOST if they are set"
            .formatted(endpoint);
      }
      if (each instanceof SSLException) {
        return "no safe connection to %s (%s); let this JVM trust its certificates (javax.net.ssl.trustStore), or check that it speaks https"
            .formatted(endpoint, each.getMessage());
      }
      if (each instanceof SocketTimeoutException) {
        return "%s did not answer in time; try again, and check the network".formatted(endpoint);
      }
      cause = each;
    }
    return "no answer from %s (%s%s); check that it can be reached, and the JVM's proxy (%s.proxyHost)"
        .formatted(
            endpoint,
            cause.getClass().getSimpleName(),
            cause.getMessage() == null ? "" : ": " + cause.getMessage(),
            endpoint.startsWith("https:") ? "https" : "http");
  }

  /** The library says where it looked, and what of a file is wrong, but not what is in it. */
  private static String withoutIdentity(@Nullable Throwable cause) {
    String said =
        cause == null ? "" : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "no credentials could be had (%s); set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account's key, or run 'gcloud auth application-default login', or set GOOGLE_SKIP_SIGNATURE=true for a bucket that is public"
        .formatted(said.length() > SAID_MAX ? said.substring(0, SAID_MAX) + "..." : said);
  }

  /** What the server said. Its messages hold no secrets; other parts of its answer may. */
  private static String said(GcsError error) {
    return "the server answers %s%s%s"
        .formatted(
            error.status(),
            error.reason().isEmpty() ? "" : " " + error.reason(),
            error.message().isEmpty() ? "" : " (" + error.message() + ")");
  }

  private String remedy(GcsError error) {
    if (error.status() == 412 && error.message().contains("constraint")) {
      return "a policy of the organization forbids it: ask its administrator";
    }
    if (error.message().contains("requester pays")) {
      return "set GOOGLE_CLOUD_QUOTA_PROJECT to the project that pays for your requests";
    }
    return switch (error.reason()) {
      case "rateLimitExceeded", "userRateLimitExceeded" ->
          "it asks to slow down: try again later, or with fewer writers";
      case "userProjectMissing" ->
          "set GOOGLE_CLOUD_QUOTA_PROJECT to the project that pays for your requests";
      case "userProjectAccessDenied", "accessNotConfigured", "SERVICE_DISABLED" ->
          "check GOOGLE_CLOUD_QUOTA_PROJECT: this identity may not use that project, or its storage service is off";
      case "accountDisabled", "billingNotEnabled", "userProjectAccountProblem" ->
          "the project's account is disabled or has no billing: its owner can enable it";
      case "retentionPolicyNotMet", "objectUnderActiveHold" ->
          "the bucket keeps objects as they are: a lake replaces hints, and deletes";
      case "quotaExceeded" -> "a quota of the project is used up: raise it, or try again later";
      default -> byStatus(error.status());
    };
  }

  private String byStatus(int status) {
    return switch (status) {
      case 401 ->
          "check the credentials (GOOGLE_APPLICATION_CREDENTIALS, or 'gcloud auth application-default login'), which are of no use at %s, and this machine's clock"
              .formatted(endpoint);
      case 403 ->
          "let this identity be Storage Object User of the bucket '%s' (to read, Storage Object Viewer)"
              .formatted(bucket);
      case 404 -> makeTheBucket();
      case 429, 503 -> "it asks to slow down: try again later, or with fewer writers";
      default -> status >= 500 ? "try again later" : "check the bucket and the server";
    };
  }

  private String makeTheBucket() {
    return "make the bucket '%s' at %s, or check its name".formatted(bucket, endpoint);
  }
}
