package org.tarnlake.s3;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a failed conditional write says about the object. */
enum S3Answer {
  /** There is an object of that name, perhaps by an earlier try whose answer was lost. */
  TAKEN,
  /** The server refused the request, and would again. Nothing was written by it. */
  REFUSED,
  /** The request did not reach the server, or was not looked at; another may. */
  NOT_DONE,
  /** The object may have been written, or may be later. */
  UNKNOWN;

  /** Reads an answer. What is not known to be harmless is {@link #UNKNOWN}. */
  static S3Answer of(RuntimeException e) {
    if (e instanceof AwsServiceException answer) {
      return of(answer.statusCode(), code(answer));
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof NoCredentialsException) {
        return REFUSED;
      }
      if (each instanceof ConnectException
          || each instanceof ConnectTimeoutException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException
          || each instanceof SSLHandshakeException) {
        return NOT_DONE;
      }
    }
    return UNKNOWN;
  }

  /** The server's code for an error, empty if it sent none. */
  static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static S3Answer of(int status, String code) {
    return switch (code) {
      case "PreconditionFailed" -> TAKEN;
      // The vendor's library has learnt the server's time by this.
      case "RequestTimeTooSkewed" -> NOT_DONE;
      case "NotImplemented" -> REFUSED;
      case "RequestTimeout" -> UNKNOWN;
      // 408 and 429 are for later. 409 is a race that is not decided. 412 without the code that
      // belongs to it comes from somebody between.
      default ->
          status >= 300
                  && status < 500
                  && status != 408
                  && status != 409
                  && status != 412
                  && status != 429
              ? REFUSED
              : UNKNOWN;
    };
  }
}
