package org.tarnlake.cli.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;

/**
 * Reads CSV byte by byte, all of it in memory, in the plainest way there is: what a reader of files
 * with the columns {@code id long, a string, b string} must come to. One thread at a time.
 */
final class CsvReference {
  private static final int COLUMNS = 3;

  /** Each byte is one character. */
  private final String text;

  private int at;
  private int line = 1;
  private final List<String> rows = new ArrayList<>();

  CsvReference(byte[] bytes) {
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The rows, and behind them what is wrong with the first record that is no row, if any is. */
  List<String> rows() {
    try {
      boolean header = true;
      while (at < text.length()) {
        int start = at;
        int startLine = line;
        List<@Nullable String> fields;
        try {
          fields = fields(startLine);
        } catch (Failure e) {
          checkUtf8(start, at, startLine);
          throw e;
        }
        checkUtf8(start, at, startLine);
        if (header) {
          header = false;
        } else if (fields.size() == COLUMNS) {
          rows.add(row(startLine, fields));
        } else if (fields.size() != 1 || fields.get(0) != null) {
          throw new Failure(startLine + (fields.size() < COLUMNS ? ": few" : ": many"));
        }
      }
    } catch (Failure e) {
      rows.add(e.getMessage());
    }
    return rows;
  }

  private static String row(int startLine, List<@Nullable String> fields) {
    String id = fields.get(0);
    if (id != null && !id.matches("0|[1-9][0-9]{0,17}")) {
      throw new Failure(startLine + ": value");
    }
    return Arrays.asList(id, fields.get(1), fields.get(2)).toString();
  }

  private List<@Nullable String> fields(int startLine) {
    List<@Nullable String> fields = new ArrayList<>();
    while (true) {
      fields.add(next() == '"' ? quoted(startLine) : plain());
      if (next() != ',') {
        break;
      }
      at++;
    }
    endLine();
    return fields;
  }

  private int next() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private String quoted(int startLine) {
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      if (next() < 0) {
        throw new Failure(startLine + ": open");
      } else if (text.startsWith("\"\"", at)) {
        field.append('"');
        at += 2;
      } else if (next() == '"') {
        break;
      } else if (next() == '\r' || next() == '\n') {
        int before = at;
        endLine();
        field.append(text, before, at);
      } else {
        field.append(text.charAt(at++));
      }
    }
    at++;
    if (next() >= 0 && next() != ',' && next() != '\r' && next() != '\n') {
      throw new Failure(startLine + ": behind");
    }
    return utf8(field.toString());
  }

  private @Nullable String plain() {
    int start = at;
    while (next() >= 0 && next() != ',' && next() != '\r' && next() != '\n') {
      at++;
    }
    return start == at ? null : utf8(text.substring(start, at));
  }

  private void endLine() {
    if (next() >= 0) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void checkUtf8(int start, int end, int startLine) {
    ByteBuffer record =
        ByteBuffer.wrap(text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
    CharBuffer characters = CharBuffer.allocate(end - start);
    if (StandardCharsets.UTF_8.newDecoder().decode(record, characters, true).isError()) {
      String before = text.substring(start, start + record.position()).replace("\r\n", "\n");
      long lines = before.chars().filter(c -> c == '\n' || c == '\r').count();
      throw new Failure(startLine + lines + ": UTF-8");
    }
  }
}
