package org.tarnlake.gcs;

import com.google.api.client.http.HttpHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;

/** Checksums as the service has them: it checks what it gets, and tells that of what it has. */
final class Crc32c {
  private static final String HASHES = "x-goog-hash";
  private static final String NAME = "crc32c=";

  private Crc32c() {}

  static String of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return text(crc);
  }

  static String text(CRC32C crc) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Adds that of a whole object to a request. */
  static void add(HttpHeaders headers, String checksum) {
    headers.set(HASHES, NAME + checksum);
  }

  /**
   * Compares a whole object with what its answer says of it.
   *
   * @throws IOException if it is another one
   */
  static void check(byte[] bytes, HttpHeaders headers) throws IOException {
    List<String> told = headers.getHeaderStringValues(HASHES);
    for (String line : told) {
      for (String each : line.split(",", -1)) {
        String hash = each.strip();
        if (hash.startsWith(NAME)
            && !hash.substring(NAME.length()).equals(of(bytes, bytes.length))) {
          throw new IOException("the bytes that came are not those that the server has");
        }
      }
    }
  }
}
