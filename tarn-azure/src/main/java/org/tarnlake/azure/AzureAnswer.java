package org.tarnlake.azure;

import com.azure.storage.blob.models.BlobStorageException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import org.tarnlake.store.remote.Certificates;
import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.RemoteAnswer;

/** What Azure's answers to a conditional write mean. */
final class AzureAnswer {
  private AzureAnswer() {}

  /** Reads an answer. What is not known to be harmless is {@link RemoteAnswer#UNKNOWN}. */
  static RemoteAnswer of(RuntimeException e) {
    if (Certificates.isRefused(e)) {
      return RemoteAnswer.REFUSED;
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof BlobStorageException answer) {
        return of(answer.getStatusCode(), code(answer));
      }
      if (each instanceof NoCredentialsException) {
        return RemoteAnswer.REFUSED;
      }
      if (each instanceof ConnectException
          || each instanceof HttpConnectTimeoutException
          || each instanceof UnresolvedAddressException
          || each instanceof NoRouteToHostException
          || each instanceof SSLHandshakeException) {
        return RemoteAnswer.NOT_DONE;
      }
    }
    return RemoteAnswer.UNKNOWN;
  }

  /** Whether a request that may be done twice may succeed the next time. */
  static boolean isPassing(RuntimeException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof BlobStorageException answer) {
        int status = answer.getStatusCode();
        return status == 408 || status == 429 || status >= 500;
      }
      if (each instanceof NoCredentialsException) {
        return false;
      }
    }
    return !Certificates.isRefused(e);
  }

  /** The server's code for an error, empty if it sent none. */
  static String code(BlobStorageException e) {
    return e.getErrorCode() == null ? "" : e.getErrorCode().toString();
  }

  private static RemoteAnswer of(int status, String code) {
    return switch (code) {
      // Only what is there has a lease. Blocks are gone once a blob of their name appears.
      case "BlobAlreadyExists", "ConditionNotMet", "LeaseIdMissing", "InvalidBlockList" ->
          RemoteAnswer.TAKEN;
      case "ContainerBeingDeleted", "ContainerDisabled", "PublicAccessNotPermitted" ->
          RemoteAnswer.REFUSED;
      // 408 and 429 are for later. Of 409 the others are not decided. 412 without the code that
      // belongs to it comes from somebody between.
      default ->
          status >= 300
                  && status < 500
                  && status != 408
                  && status != 409
                  && status != 412
                  && status != 429
              ? RemoteAnswer.REFUSED
              : RemoteAnswer.UNKNOWN;
    };
  }
}
