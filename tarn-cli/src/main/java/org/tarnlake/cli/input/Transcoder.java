package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.tarnlake.cli.terminal.Failure;

/** A text of another encoding as UTF-8. One thread at a time. */
final class Transcoder extends InputStream {
  private final Reader reader;
  private final Charset encoding;
  private final String file;
  private final char[] characters = new char[1 << 14];
  private byte[] bytes = {};
  private int at;

  /** The first half of a pair whose second half was not read yet; 0 if there is none. */
  private char half;

  /**
   * @param file its name in messages
   */
  Transcoder(InputStream in, Charset encoding, String file) {
    this.encoding = encoding;
    this.file = file;
    // What is no character of the encoding is told, and not replaced.
    this.reader =
        new InputStreamReader(
            in,
            encoding
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    return at < bytes.length || fill() ? bytes[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == bytes.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, buffer, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    int from = 0;
    if (half != 0) {
      characters[from++] = half;
      half = 0;
    }
    int count;
    try {
      count = reader.read(characters, from, characters.length - from);
    } catch (CharacterCodingException e) {
      throw new Failure(
          "%s is no text of the encoding %s; name the right one by --encoding"
              .formatted(file, encoding.name()),
          e);
    }
    if (count < 0 && from == 0) {
      return false;
    }
    int length = from + Math.max(0, count);
    if (count > 0 && Character.isHighSurrogate(characters[length - 1])) {
      half = characters[--length];
    }
    bytes = new String(characters, 0, length).getBytes(StandardCharsets.UTF_8);
    at = 0;
    return bytes.length > 0 || fill();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
