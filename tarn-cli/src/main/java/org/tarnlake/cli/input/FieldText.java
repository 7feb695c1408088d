package org.tarnlake.cli.input;

/**
 * The text of a field in the UTF-8 of a file, which can be looked at without making a string of it:
 * one character is one byte, so ASCII characters are what they are, and others are none. One thread
 * at a time.
 */
final class FieldText implements CharSequence {
  private byte[] bytes = {};
  private int from;
  private int length;
  private StringCache strings = StringCache.NONE;

  /** Stands for other bytes from now on. */
  void set(byte[] text, int start, int end, StringCache cache) {
    bytes = text;
    from = start;
    length = end - start;
    strings = cache;
  }

  /** In bytes. */
  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return (char) (bytes[from + index] & 0xFF);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    FieldText part = new FieldText();
    part.set(bytes, from + start, from + end, StringCache.NONE);
    return part;
  }

  /** Copies the bytes; returns how many they are. */
  int copyTo(byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, length);
    return length;
  }

  /** The text itself. */
  @Override
  public String toString() {
    return strings.string(bytes, from, length);
  }
}
