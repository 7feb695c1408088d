package org.tarnlake.s3;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.tarnlake.store.remote.Certificates;
import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.RemoteAnswer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What S3's answers to a conditional write mean. */
final class S3Answer {
  private S3Answer() {}

  /** Reads an answer. What is not known to be harmless is {@link RemoteAnswer#UNKNOWN}. */
  static RemoteAnswer of(RuntimeException e) {
    if (e instanceof AwsServiceException answer) {
      return of(answer.statusCode(), code(answer));
    }
    if (Certificates.isRefused(e)) {
      return RemoteAnswer.REFUSED;
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof NoCredentialsException) {
        return RemoteAnswer.REFUSED;
      }
      if (each instanceof ConnectException
          || each instanceof ConnectTimeoutException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException
          || each instanceof SSLHandshakeException) {
        return RemoteAnswer.NOT_DONE;
      }
    }
    return RemoteAnswer.UNKNOWN;
  }

  /** The server's code for an error, empty if it sent none. */
  static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static RemoteAnswer of(int status, String code) {
    if (status == 304) {
      // What RFC 9110 has for reads; some servers say it of a put.
      return RemoteAnswer.TAKEN;
    }
    return switch (code) {
      case "PreconditionFailed" -> RemoteAnswer.TAKEN;
      // The vendor's library has learnt the server's time by this.
      case "RequestTimeTooSkewed" -> RemoteAnswer.NOT_DONE;
      case "NotImplemented" -> RemoteAnswer.REFUSED;
      case "RequestTimeout" -> RemoteAnswer.UNKNOWN;
      // 408 and 429 are for later. 409 is a race that is not decided. 412 without the code that
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
