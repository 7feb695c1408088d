package org.tarnlake.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A part of a text that begins and ends with whole records. Immutable but for its bytes, which
 * nobody changes.
 *
 * @param bytes the text, in UTF-8
 * @param from where the part begins
 * @param to where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
record TextBlock(byte[] bytes, int from, int to) {
  static final TextBlock EMPTY = new TextBlock(new byte[0], 0, 0);

  int sizeBytes() {
    return to - from;
  }

  /**
   * Where the first bytes are that are no UTF-8: there are no overlong forms, no surrogates, and
   * nothing beyond U+10FFFF. The end if there are none.
   *
   * @param start where to begin; no character stands across it
   */
  int firstWrongByte(int start) {
    int i = ByteSearch.firstBeyondAscii(bytes, start, to);
    while (i < to) {
      int length = characterLength(i);
      if (length <= 0) {
        return i;
      }
      i += length;
      if (i < to && bytes[i] >= 0) {
        i = ByteSearch.firstBeyondAscii(bytes, i, to);
      }
    }
    return to;
  }

  /** How many bytes a character has that is not of ASCII; 0 if it is none, -1 if it is cut off. */
  private int characterLength(int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    for (int i = at + 1; i < at + length; i++) {
      if (i == to) {
        return -1;
      }
      int next = bytes[i] & 0xFF;
      if (next < low || next > high) {
        return 0;
      }
      low = 0x80;
      high = 0xBF;
    }
    return length;
  }

  /** What is wrong with the byte that {@link #firstWrongByte} found. */
  TextProblem wrongByte(int at) {
    if (characterLength(at) < 0) {
      return TextProblem.ofFile(
          linesBefore(at), "the file ends in the middle of a UTF-8 character; it seems cut off");
    }
    return new TextProblem(linesBefore(at), Utf8Check.problem(bytes[at] & 0xFF));
  }

  /** The text, bytes that are no UTF-8 as {@code \\xFC}. */
  String shown() {
    StringBuilder text = new StringBuilder();
    int start = from;
    while (start < to) {
      int wrong = firstWrongByte(start);
      text.append(new String(bytes, start, wrong - start, StandardCharsets.UTF_8));
      if (wrong < to) {
        text.append(String.format(Locale.ROOT, "\\x%02X", bytes[wrong]));
      }
      start = wrong + 1;
    }
    return text.toString();
  }

  private int linesBefore(int end) {
    int lines = 0;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\r' || (bytes[i] == '\n' && (i == from || bytes[i - 1] != '\r'))) {
        lines++;
      }
    }
    return lines;
  }
}
