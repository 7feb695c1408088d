package org.tarnlake.cli.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** What is wrong with the record that is read, as far as is known. */
  private @Nullable Wrong wrong;

  private final List<String> rows = new ArrayList<>();

  CsvReference(byte[] bytes) {
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The rows, and behind them what is wrong with the first record that is no row, if any is. */
  List<String> rows() {
    return rows(false);
  }

  /**
   * The rows, and in their places what is wrong with those records that are none, and their text.
   * Where the next record would begin must be known: a quote that is never closed, and a character
   * that is cut off, end it.
   */
  List<String> rowsAndRejectedRecords() {
    return rows(true);
  }

  private List<String> rows(boolean goesOn) {
    boolean header = true;
    while (at < text.length()) {
      int start = at;
      int startLine = line;
      wrong = null;
      List<@Nullable String> fields = fields(start, startLine);
      if (wrong == null) {
        wrong = wrongUtf8(start, at, startLine);
      }
      if (header) {
        header = false;
        continue;
      }
      if (wrong == null && fields.size() == COLUMNS) {
        String id = fields.get(0);
        if (id == null || id.matches("0|[1-9][0-9]{0,17}")) {
          rows.add(Arrays.asList(id, fields.get(1), fields.get(2)).toString());
          continue;
        }
        wrong = new Wrong(startLine, "value", false);
      } else if (wrong == null && (fields.size() != 1 || fields.get(0) != null)) {
        wrong = new Wrong(startLine, fields.size() < COLUMNS ? "few" : "many", false);
      }
      if (wrong == null) {
        continue;
      }
      if (!goesOn || wrong.endsAll) {
        rows.add(wrong.line + ": " + wrong.kind);
        return rows;
      }
      String record = text.substring(start, at).replaceFirst("(\r\n|\r|\n)\\z", "");
      boolean isText = !wrong.kind.equals("UTF-8") && wrongUtf8(start, at, startLine) == null;
      rows.add(startLine + ": " + wrong.kind + ": " + (isText ? utf8(record) : ""));
    }
    return rows;
  }

  /** What is wrong with a record. */
  private record Wrong(long line, String kind, boolean endsAll) {}

  private List<@Nullable String> fields(int start, int startLine) {
    List<@Nullable String> fields = new ArrayList<>();
    while (true) {
      fields.add(next() == '"' ? quoted(start, startLine) : plain());
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

  private @Nullable String quoted(int start, int startLine) {
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      if (next() < 0) {
        Wrong before = wrongUtf8(start, at, startLine);
        wrong = before != null ? before : new Wrong(startLine, "open", true);
        wrong = new Wrong(wrong.line, wrong.kind, true);
        return null;
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
    if (next() >= 0 && next() != ',' && next() != '\r' && next() != '\n' && wrong == null) {
      Wrong before = wrongUtf8(start, at, startLine);
      wrong = before != null ? before : new Wrong(startLine, "behind", false);
    }
    while (next() >= 0 && next() != ',' && next() != '\r' && next() != '\n') {
      at++;
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

  private @Nullable Wrong wrongUtf8(int start, int end, int startLine) {
    ByteBuffer record =
        ByteBuffer.wrap(text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
    CharBuffer characters = CharBuffer.allocate(end - start);
    boolean isWrong =
        StandardCharsets.UTF_8.newDecoder().decode(record, characters, false).isError();
    boolean isCutOff = !isWrong && record.hasRemaining() && end == text.length();
    if (!isWrong && !record.hasRemaining()) {
      return null;
    }
    String before = text.substring(start, start + record.position()).replace("\r\n", "\n");
    long lines = before.chars().filter(c -> c == '\n' || c == '\r').count();
    return new Wrong(startLine + lines, "UTF-8", isCutOff);
  }
}
