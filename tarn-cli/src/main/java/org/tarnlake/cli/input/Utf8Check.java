package org.tarnlake.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.tarnlake.cli.terminal.Failure;

/**
 * Passes bytes on and fails at the first that is no UTF-8, naming the line: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF. One thread at a time.
 */
final class Utf8Check extends FilterInputStream {
  /** The bytes that are no characters of windows-1252. */
  private static final Set<Integer> NO_WINDOWS = Set.of(0x81, 0x8D, 0x8F, 0x90, 0x9D);

  private final String file;
  private long line;
  private boolean afterCarriageReturn;
  private int first;
  private int pending;
  private int low;
  private int high;

  /**
   * @param line where the bytes begin
   */
  Utf8Check(InputStream in, String file, long line) {
    super(in);
    this.file = file;
    this.line = line;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count < 0 && pending > 0) {
      throw new Failure(
          "%s:%s: the file ends in the middle of a UTF-8 character; it seems cut off"
              .formatted(file, line));
    }
    for (int i = 0; i < count; i++) {
      check(buffer[offset + i] & 0xFF);
    }
    return count;
  }

  private void check(int b) {
    if (pending > 0) {
      if (b < low || b > high) {
        throw invalid(first);
      }
      low = 0x80;
      high = 0xBF;
      pending--;
    } else if (b < 0x80) {
      if (b == '\r' || (b == '\n' && !afterCarriageReturn)) {
        line++;
      }
      afterCarriageReturn = b == '\r';
    } else {
      start(b);
    }
  }

  private void start(int b) {
    first = b;
    if (b < 0xC2 || b > 0xF4) {
      throw invalid(b);
    }
    pending = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
  }

  private Failure invalid(int b) {
    return new Failure("%s:%s: %s".formatted(file, line, problem(b)));
  }

  /** What is told of a byte that is no UTF-8. */
  static String problem(int b) {
    return "byte 0x%s is no valid UTF-8 here; name the encoding of the file%s"
        .formatted(
            Integer.toHexString(b),
            NO_WINDOWS.contains(b) ? " by --encoding" : ", for example --encoding windows-1252");
  }
}
