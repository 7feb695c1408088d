package org.tarnlake.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Which bytes of a CSV file mean something, and how its values are written. Immutable. */
final class CsvDialect {
  private static final int NO_BYTE = -1;
  private static final int NEAR_THE_END = 1 << 14;

  private final byte[] delimiter;
  private final int quote;
  private final int escape;
  private final int comment;
  private final List<byte[]> nulls;
  private final TextForms values;

  CsvDialect(char delimiter, CsvOptions options) {
    this.delimiter = utf8(String.valueOf(delimiter));
    this.quote = options.quote() == 0 ? NO_BYTE : options.quote();
    this.escape = options.escape() == 0 ? NO_BYTE : options.escape();
    this.comment = options.comment() == 0 ? NO_BYTE : options.comment();
    this.nulls = options.nulls().stream().map(CsvDialect::utf8).toList();
    this.values = options.values();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** How numbers and times are written. */
  TextForms values() {
    return values;
  }

  /** With what a line begins that is no record; -1 if with nothing. */
  int comment() {
    return comment;
  }

  /** Whether an unquoted field stands for null. */
  boolean isNull(byte[] bytes, int from, int to) {
    if (from == to) {
      return true;
    }
    for (byte[] each : nulls) {
      if (Arrays.equals(bytes, from, to, each, 0, each.length)) {
        return true;
      }
    }
    return false;
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
    return delimiter[0] == '\t' ? "tab" : "'" + new String(delimiter, StandardCharsets.UTF_8) + "'";
  }

  /** What opens and closes a field; -1 if nothing does. */
  int quote() {
    return quote;
  }

  /**
   * Whether within quotes a byte only says that the next one, a quote or the same once more, stands
   * for itself.
   */
  boolean isEscape(byte[] bytes, int at, int end) {
    return (bytes[at] & 0xFF) == escape
        && at + 1 < end
        && (bytes[at + 1] == quote || bytes[at + 1] == escape);
  }

  /** Whether anything but a quote stands for that. */
  boolean hasEscape() {
    return escape != NO_BYTE;
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
      if (comment != NO_BYTE && isComment(bytes, outside, open)) {
        i = lineEnd(bytes, open, end);
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

  /** Whether a place stands in a line that is a comment, the quotes before it being closed. */
  private boolean isComment(byte[] bytes, int outside, int place) {
    int start = place;
    while (start > outside && bytes[start - 1] != '\n' && bytes[start - 1] != '\r') {
      start--;
    }
    boolean isLineStart = start == 0 || bytes[start - 1] == '\n' || bytes[start - 1] == '\r';
    return isLineStart && start < place && bytes[start] == comment;
  }

  private static int lineEnd(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  /** The quote that closes a field; -1 if there is none. One at the end may be the first of two. */
  private int closing(byte[] bytes, int from, int end) {
    int i = from;
    if (escape != NO_BYTE) {
      return closingUnescaped(bytes, from, end);
    }
    while (true) {
      int close = ByteSearch.indexOf(bytes, (byte) quote, i, end);
      if (close < 0 || close + 1 == end || bytes[close + 1] != quote) {
        return close;
      }
      i = close + 2;
    }
  }

  private int closingUnescaped(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end) {
      boolean isPair =
          isEscape(bytes, i, end) || (bytes[i] == quote && i + 1 < end && bytes[i + 1] == quote);
      if (bytes[i] == quote && !isPair) {
        return i;
      }
      i += isPair ? 2 : 1;
    }
    return -1;
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
