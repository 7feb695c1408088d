package org.tarnlake.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an answer.
 *
 * @param bytes read to their end, in an array of their own
 * @param isPart whether they are the range that was asked for; the whole object otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record S3Content(byte[] bytes, boolean isPart) {
  private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

  /** Reads an answer; one that breaks off is asked for again. */
  static S3Content of(GetObjectResponse answer, InputStream in) {
    boolean isPart = answer.contentRange() != null;
    Long length = answer.contentLength();
    try {
      if (length == null) {
        return new S3Content(in.readAllBytes(), isPart);
      }
      if (length > ARRAY_BYTES_MAX) {
        throw SdkClientException.create(
            "its %s bytes do not fit into one array; read it in ranges".formatted(length));
      }
      byte[] bytes = new byte[(int) (long) length];
      int read = in.readNBytes(bytes, 0, bytes.length);
      if (read < bytes.length) {
        throw new EOFException("it ended after %s of %s bytes".formatted(read, length));
      }
      return new S3Content(bytes, isPart);
    } catch (IOException e) {
      throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
    }
  }

  /** What a range has, also where the server gave all. */
  byte[] range(long offset, int length) {
    if (isPart) {
      return bytes;
    }
    int from = (int) Math.min(offset, bytes.length);
    return Arrays.copyOfRange(bytes, from, (int) Math.min(offset + length, bytes.length));
  }
}
