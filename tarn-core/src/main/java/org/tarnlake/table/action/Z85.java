package org.tarnlake.table.action;

/** Bytes as text, four of them in five characters (ZeroMQ RFC 32). Stateless. */
public final class Z85 {
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

  private Z85() {}

  /**
   * The text of some bytes.
   *
   * @param bytes a multiple of four
   */
  public static String encode(byte[] bytes) {
    if (bytes.length % 4 != 0) {
      throw new IllegalArgumentException("%s bytes are no multiple of 4".formatted(bytes.length));
    }
    char[] text = new char[bytes.length / 4 * 5];
    for (int block = 0; block < bytes.length / 4; block++) {
      long value = 0;
      for (int i = 0; i < 4; i++) {
        value = value << 8 | (bytes[block * 4 + i] & 0xFF);
      }
      for (int i = 4; i >= 0; i--) {
        text[block * 5 + i] = DIGITS.charAt((int) (value % 85));
        value /= 85;
      }
    }
    return new String(text);
  }

  /**
   * The bytes of a text.
   *
   * @throws IllegalArgumentException if it stands for none, saying why
   */
  public static byte[] decode(String text) {
    if (text.length() % 5 != 0) {
      throw new IllegalArgumentException(
          "%s characters are no multiple of 5".formatted(text.length()));
    }
    byte[] bytes = new byte[text.length() / 5 * 4];
    for (int block = 0; block < bytes.length / 4; block++) {
      long value = 0;
      for (int i = 0; i < 5; i++) {
        int digit = DIGITS.indexOf(text.charAt(block * 5 + i));
        if (digit < 0) {
          throw new IllegalArgumentException(
              "it has the character '%s'".formatted(text.charAt(block * 5 + i)));
        }
        value = value * 85 + digit;
      }
      if (value > 0xFFFFFFFFL) {
        throw new IllegalArgumentException("five of its characters are too large");
      }
      for (int i = 0; i < 4; i++) {
        bytes[block * 4 + i] = (byte) (value >>> (24 - 8 * i));
      }
    }
    return bytes;
  }
}
