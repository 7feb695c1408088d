package org.tarnlake.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/** What the footers of Tarn's data files have in common for who writes and who reads them. */
final class FooterFormat {
  static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  static final String CREATED_BY = "tarn version 0.1.0";
  static final String CHECKSUMS = "tarn.crc32";
  static final String NO_CHECKSUMS = "00000000:00000000";

  private FooterFormat() {}

  /**
   * What a footer is known by from outside: the CRC-32C of its bytes, length and magic included.
   */
  static String crc32c(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** Where in a footer the checksums stand; -1 if it has none. */
  static int findChecksums(byte[] bytes, int from, int to) {
    byte[] key = CHECKSUMS.getBytes(ISO_8859_1);
    // Behind the key come two bytes: the header of the next field, and the length of the text.
    for (int at = to - key.length - 2 - NO_CHECKSUMS.length(); at >= from; at--) {
      int same = 0;
      while (same < key.length && bytes[at + same] == key[same]) {
        same++;
      }
      if (same == key.length && bytes[at + same + 1] == NO_CHECKSUMS.length()) {
        return at + same + 2;
      }
    }
    return -1;
  }
}
