package org.tarnlake.cli.input;

import java.nio.charset.StandardCharsets;

/** Which bytes of a CSV file mean something. Immutable. */
final class CsvDialect {
  private static final int NO_BYTE = -1;
  private static final int NEAR_THE_END = 1 << 14;

  private final byte[] delimiter;
  private final int quote;

  CsvDialect(char delimiter) {
    this.delimiter = String.valueOf(delimiter).getBytes(StandardCharsets.UTF_8);
    this.quote = '"';
  }

  /** The first byte of what separates fields. */
  byte delimiterStart() {
    return delimiter[0];
  }

  int delimiterLength() {
    return delimiter.length;
  }

  /** Whether a delimiter stands there, its first byte being one. */
  boolean isDelimiter(byte[] bytes, int at, int end) {
    if (delimiter.length > end - at) {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (bytes[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  String shownDelimiter() {
    return delimiter[0] == '\t' ? "tab" : new String(delimiter, StandardCharsets.UTF_8);
  }

  /** What opens and closes a field; -1 if nothing does. */
  int quote() {
    return quote;
  }

  /**
   * Where the last record ends of those that are whole within bytes which begin with a record; 0 if
   * none is. Quotes that open at the beginning of a field are what hides the end of a line.
   */
  int lastRecordEnd(byte[] bytes, int end) {
    int found = lastRecordEnd(bytes, end, Math.max(0, end - NEAR_THE_END));
    return found > 0 ? found : lastRecordEnd(bytes, end, 0);
  }

  /** The same, of ends of lines that stand at {@code from} or behind it. */
  private int lastRecordEnd(byte[] bytes, int end, int from) {
    int found = 0;
    int outside = 0;
    int i = 0;
    while (true) {
      int open = quote == NO_BYTE ? -1 : ByteSearch.indexOf(bytes, (byte) quote, i, end);
      if (open < 0) {
        return Math.max(found, lastLineEnd(bytes, Math.max(outside, from), end, end));
      }
      if (!isFieldStart(bytes, open)) {
        i = open + 1;
        continue;
      }
      found = Math.max(found, lastLineEnd(bytes, Math.max(outside, from), open, end));
      int close = closing(bytes, open + 1, end);
      if (close < 0) {
        return found;
      }
      outside = close + 1;
      i = outside;
    }
  }

  /** The quote that closes a field; -1 if there is none. One at the end may be the first of two. */
  private int closing(byte[] bytes, int from, int end) {
    int i = from;
    while (true) {
      int close = ByteSearch.indexOf(bytes, (byte) quote, i, end);
      if (close < 0 || close + 1 == end || bytes[close + 1] != quote) {
        return close;
      }
      i = close + 2;
    }
  }

  private boolean isFieldStart(byte[] bytes, int at) {
    if (at == 0 || bytes[at - 1] == '\n' || bytes[at - 1] == '\r') {
      return true;
    }
    int before = at - delimiter.length;
    return before >= 0 && isDelimiter(bytes, before, at);
  }

  /** The place behind the last end of a line in a part of the bytes; 0 if there is none. */
  private static int lastLineEnd(byte[] bytes, int from, int to, int end) {
    for (int i = to - 1; i >= from; i--) {
      boolean carriageReturn = bytes[i] == '\r' && i + 1 < end && bytes[i + 1] != '\n';
      if (bytes[i] == '\n' || carriageReturn) {
        return i + 1;
      }
    }
    return 0;
  }
}
