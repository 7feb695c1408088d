package org.tarnlake.data.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What the footers of Tarn's data files have in common for who writes and who reads them. */
public final class FooterFormat {
  public static final int MAGIC_BYTES = 4;
  public static final String CREATED_BY = "tarn version 0.1.0";
  public static final String CHECKSUMS = "tarn.crc32";

  /** Of the Bloom filters, in the order of their places, hexadecimal with commas between. */
  public static final String FILTERS = "tarn.bloomFilters";

  public static final String NO_CHECKSUMS = "00000000:00000000";

  private FooterFormat() {}

  /** With what a Parquet file starts and ends. */
  public static byte[] magic() {
    return new byte[] {'P', 'A', 'R', '1'};
  }

  /**
   * What a footer is known by from outside: the CRC-32C of its bytes, length and magic included.
   */
  public static String crc32c(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** Where in a footer the checksums stand; -1 if it has none. */
  public static int findChecksums(byte[] bytes, int from, int to) {
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

  /**
   * Compares the footer with its checksum, and returns both {@link #CHECKSUMS}; null for a file of
   * another writer.
   */
  public static @Nullable String verify(StoredFile file, byte[] bytes, int from, int to) {
    int at = findChecksums(bytes, from, to);
    if (at < 0) {
      return null;
    }
    byte[] footer = Arrays.copyOfRange(bytes, from, to);
    byte[] zeros = NO_CHECKSUMS.getBytes(ISO_8859_1);
    System.arraycopy(zeros, 0, footer, at - from, zeros.length);
    CRC32 crc = new CRC32();
    crc.update(footer);
    String checksums = new String(bytes, at, zeros.length, ISO_8859_1);
    // The first half is not part of what is summed: in capitals it would say the same.
    if (!checksums.equals(checksums.toLowerCase(Locale.ROOT))
        || !checksums.endsWith(String.format(Locale.ROOT, ":%08x", (int) crc.getValue()))) {
      throw file.corrupt("its footer does not match its checksum");
    }
    return checksums;
  }
}
