package org.tarnlake.gcs;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.tarnlake.store.remote.Certificates;
import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.RemoteAnswer;

/** What Google's answers to a conditional write mean. */
final class GcsAnswer {
  private GcsAnswer() {}

  /** Reads an answer. What is not known to be harmless is {@link RemoteAnswer#UNKNOWN}. */
  static RemoteAnswer of(RuntimeException e) {
    if (e instanceof GcsTrouble trouble) {
      return trouble.kind() == GcsTrouble.Kind.UPLOAD_ENDED
          ? RemoteAnswer.TAKEN
          : RemoteAnswer.REFUSED;
    }
    GcsError error = GcsError.find(e);
    if (error != null) {
      return of(error);
    }
    if (Certificates.isRefused(e)) {
      return RemoteAnswer.REFUSED;
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof NoCredentialsException) {
        return RemoteAnswer.REFUSED;
      }
      if (each instanceof ConnectException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException
          || each instanceof SSLHandshakeException) {
        return RemoteAnswer.NOT_DONE;
      }
    }
    return RemoteAnswer.UNKNOWN;
  }

  private static RemoteAnswer of(GcsError error) {
    int status = error.status();
    if (status == 412) {
      return ofPrecondition(error);
    }
    // What is for later may be done by then; a 409 is not decided.
    return error.isForLater() || status == 409 || status < 300
        ? RemoteAnswer.UNKNOWN
        : RemoteAnswer.REFUSED;
  }

  /** The condition is not the only thing that is checked before a write. */
  private static RemoteAnswer ofPrecondition(GcsError error) {
    if (error.message().contains("constraint")) {
      return RemoteAnswer.REFUSED;
    }
    // Emulators have no words for a reason. What is not of the service's form is not its word.
    boolean isCondition = error.reason().isEmpty() || error.reason().equals("conditionNotMet");
    return error.isGoogles() && isCondition ? RemoteAnswer.TAKEN : RemoteAnswer.UNKNOWN;
  }

  /** Whether a request that may be done twice may succeed the next time. */
  static boolean isPassing(RuntimeException e) {
    GcsError error = GcsError.find(e);
    return !(e instanceof GcsTrouble)
        && !(e instanceof NoCredentialsException)
        && !Certificates.isRefused(e)
        && (error == null || error.isForLater());
  }
}
