package org.tarnlake.azure;

import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobStorageException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.Proxies;

/**
 * Puts failures of the server, and on the way to it, into words: why not, and what to do.
 * Immutable.
 */
final class AzureFailure {
  /** What the server says to people, without the numbers that follow. */
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<\\r\\n]*)");

  /** The vendor's library of identities has much to say. */
  private static final int SAID_MAX = 300;

  private final String container;
  private final String endpoint;

  AzureFailure(String container, String endpoint) {
    this.container = container;
    this.endpoint = endpoint;
  }

  /**
   * Whether the server says that there is no object, and does not say that there is no container.
   */
  static boolean isMissing(RuntimeException e) {
    return e instanceof BlobStorageException answer
        && answer.getStatusCode() == 404
        && AzureAnswer.code(answer).equals("BlobNotFound");
  }

  /** Whether blocks that were sent are no longer there. */
  static boolean isWithoutBlocks(RuntimeException e) {
    return e instanceof BlobStorageException answer
        && AzureAnswer.code(answer).equals("InvalidBlockList");
  }

  /** Why, and what to do. */
  String reason(RuntimeException e) {
    Throwable cause = e;
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof BlobStorageException answer) {
        return "%s; %s".formatted(said(answer), remedy(answer));
      }
      if (each instanceof NoCredentialsException) {
        return withoutIdentity(each.getCause());
      }
      if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
        return "the host of %s is not known; check the account's name and AZURE_STORAGE_ENDPOINT"
            .formatted(endpoint);
      }
      if (each instanceof SSLException) {
        return "no safe connection to %s (%s); let this JVM trust its certificates (javax.net.ssl.trustStore), or check that it speaks https"
            .formatted(endpoint, each.getMessage());
      }
      if (each instanceof HttpTimeoutException) {
        return "%s did not answer in time; try again, and check the network".formatted(endpoint);
      }
      cause = each;
    }
    return "no answer from %s (%s%s); check that it can be reached, and %s and NO_PROXY"
        .formatted(
            endpoint,
            cause.getClass().getSimpleName(),
            cause.getMessage() == null ? "" : ": " + withoutQuery(cause.getMessage()),
            Proxies.variable(endpoint));
  }

  /** A URL in a message may have a signature. */
  private static String withoutQuery(String message) {
    return message.replaceAll("(?s)\\?.*", "?...");
  }

  /** Either there is nothing to log in with, or it was of no use. */
  private static String withoutIdentity(@Nullable Throwable cause) {
    if (cause == null || cause instanceof CredentialUnavailableException) {
      return "no credentials were found; set AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET,"
          + " or run 'az login', or set AZURE_SKIP_SIGNATURE=true for a container that is public";
    }
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "no identity could be had (%s); check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or log in anew with 'az login'; AZURE_TOKEN_CREDENTIALS names the kind to use"
        .formatted(said.length() > SAID_MAX ? said.substring(0, SAID_MAX) + "..." : said);
  }

  /** What the server said. Its messages hold no secrets; other parts of its answer may. */
  private static String said(BlobStorageException e) {
    String code = AzureAnswer.code(e);
    Matcher message = MESSAGE.matcher(String.valueOf(e.getServiceMessage()));
    return "the server answers %s%s%s"
        .formatted(
            e.getStatusCode(),
            code.isEmpty() ? "" : " " + code,
            message.find() && !message.group(1).isBlank()
                ? " (" + message.group(1).strip() + ")"
                : "");
  }

  private String remedy(BlobStorageException e) {
    return switch (AzureAnswer.code(e)) {
      case "ContainerNotFound" ->
          "make the container '%s' at %s, or check its name and the account's"
              .formatted(container, endpoint);
      case "ResourceNotFound" ->
          "make the container '%s' at %s, or check its name; without a key or an identity it must be public"
              .formatted(container, endpoint);
      case "ContainerBeingDeleted" ->
          "the container '%s' is being deleted: take another, or make it again when it is gone"
              .formatted(container);
      case "ContainerDisabled", "AccountIsDisabled" ->
          "it is disabled: its owner, or the vendor, can enable it";
      case "AuthenticationFailed", "InvalidAuthenticationInfo", "NoAuthenticationInformation" ->
          "check AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN or the identity, which are of no use at %s, and this machine's clock"
              .formatted(endpoint);
      case "AuthorizationFailure" ->
          "check AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN or the identity at %s, and that the account's firewall lets this machine pass"
              .formatted(endpoint);
      case "KeyBasedAuthenticationNotPermitted" ->
          "the account takes no keys: unset AZURE_STORAGE_ACCOUNT_KEY, and log in with 'az login' or an identity";
      case "PublicAccessNotPermitted" ->
          "the account has no public containers: unset AZURE_SKIP_SIGNATURE";
      case "LeaseIdMissing" ->
          "somebody has a lease of it: break that, for instance with 'az storage blob lease break'";
      case "BlobArchived", "BlobBeingRehydrated" ->
          "it is in the archive: set its tier to Hot, and wait until that is done";
      case "BlobImmutableDueToPolicy" ->
          "the container keeps objects as they are: a lake replaces hints, and deletes";
      case "InvalidBlockList" ->
          "another upload to that name came before, and its object was deleted: write again";
      case "InvalidResourceName", "OutOfRangeInput", "InvalidUri" ->
          "check the container's name, and shorten those of tables and partitions";
      default -> byStatus(e.getStatusCode());
    };
  }

  private String byStatus(int status) {
    return switch (status) {
      case 401, 403 ->
          "let this identity be Storage Blob Data Contributor of the container '%s' (to read, Storage Blob Data Reader), or give the signature the rights to read, create, write, delete and list"
              .formatted(container);
      case 404 -> "check the container's name and the account's";
      case 429, 503 -> "it asks to slow down: try again later, or with fewer writers";
      default -> status >= 500 ? "try again later" : "check the container and the server";
    };
  }
}
