package org.tarnlake.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of a part of a CSV file as RFC 4180 tells, one after another. Quotes inside an
 * unquoted field stand for themselves. One thread at a time.
 */
final class CsvCursor {
  private final CsvDialect dialect;
  private final int quote;
  private final boolean hasEscape;
  private final int comment;

  /** With which bytes the end of a field may begin. */
  private final boolean[] mayEnd = new boolean[256];

  private TextBlock block = TextBlock.EMPTY;
  private byte[] bytes = block.bytes();
  private int end;
  private int wrongByte;
  private int at;
  private int lines;
  private int recordStart;
  private int recordLine;

  /** What is wrong with the record, if anything was found. */
  private @Nullable TextProblem problem;

  private int size;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private boolean[] quoted = new boolean[16];

  /** How many bytes of a field only say that the next stands for itself. */
  private int[] doubled = new int[16];

  CsvCursor(CsvDialect dialect) {
    this.dialect = dialect;
    this.quote = dialect.quote();
    this.hasEscape = dialect.hasEscape();
    this.comment = dialect.comment();
    mayEnd['\n'] = true;
    mayEnd['\r'] = true;
    mayEnd[dialect.delimiterStart() & 0xFF] = true;
  }

  /** Goes to the beginning of a block. */
  void reset(TextBlock text) {
    block = text;
    bytes = text.bytes();
    at = text.from();
    end = text.to();
    wrongByte = text.firstWrongByte(text.from());
    lines = 0;
  }

  /**
   * Goes to the next record; false at the end.
   *
   * @throws TextProblem if it is no UTF-8, or quotes are not where they may be; unless it is of the
   *     whole file, the next call goes to the record behind
   */
  boolean next() {
    while (at < end && (bytes[at] & 0xFF) == comment) {
      skipLine();
    }
    if (at >= end) {
      return false;
    }
    size = 0;
    problem = null;
    recordStart = at;
    recordLine = lines;
    if (wrongByte < at) {
      wrongByte = block.firstWrongByte(at);
    }
    boolean more = true;
    while (more) {
      if (size == starts.length) {
        grow();
      }
      if (at < end && (bytes[at] & 0xFF) == quote) {
        quotedField();
      } else {
        plainField();
      }
      size++;
      more = at < end && isDelimiter(at);
      if (more) {
        at += dialect.delimiterLength();
      }
    }
    endLine();
    TextProblem found = problem != null || at <= wrongByte ? problem : block.wrongByte(wrongByte);
    if (found != null) {
      throw found;
    }
    return true;
  }

  private void skipLine() {
    while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    endLine();
  }

  private void plainField() {
    byte[] text = bytes;
    boolean[] ending = mayEnd;
    int to = end;
    int i = at;
    while (i < to && !(ending[text[i] & 0xFF] && endsField(i))) {
      i++;
    }
    starts[size] = at;
    ends[size] = i;
    quoted[size] = false;
    doubled[size] = 0;
    at = i;
  }

  private void quotedField() {
    int pairs = 0;
    int i = at + 1;
    while (true) {
      if (i >= end) {
        throw neverClosed(i);
      }
      byte b = bytes[i];
      if (hasEscape && dialect.isEscape(bytes, i, end)) {
        pairs++;
        i++;
      } else if (b == quote) {
        if (i + 1 == end || bytes[i + 1] != quote) {
          break;
        }
        pairs++;
        i++;
      } else if (b == '\r' || (b == '\n' && bytes[i - 1] != '\r')) {
        lines++;
      }
      i++;
    }
    starts[size] = at + 1;
    ends[size] = i;
    quoted[size] = true;
    doubled[size] = pairs;
    at = i + 1;
    if (at < end && !endsField(at)) {
      if (problem == null && wrongByte >= at) {
        problem =
            new TextProblem(
                recordLine,
                "'%s' stands behind a closing quote; quote the whole field, and double the quotes inside it, or see --quote '' and --escape"
                    .formatted(character(at)));
      }
      while (at < end && !endsField(at)) {
        at++;
      }
    }
  }

  /** What is wrong with the file, of which that may be a consequence. */
  private TextProblem neverClosed(int place) {
    if (wrongByte < place) {
      TextProblem wrong = block.wrongByte(wrongByte);
      return TextProblem.ofFile(wrong.line(), String.valueOf(wrong.getMessage()));
    }
    return TextProblem.ofFile(
        recordLine,
        "a quote that opens in this record is never closed; close it, double the quotes inside a field, or see --quote '' and --escape");
  }

  private boolean endsField(int place) {
    return bytes[place] == '\n' || bytes[place] == '\r' || isDelimiter(place);
  }

  private boolean isDelimiter(int place) {
    return bytes[place] == dialect.delimiterStart()
        && (dialect.delimiterLength() == 1 || dialect.isDelimiter(bytes, place, end));
  }

  private void endLine() {
    if (at < end) {
      at += bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n' ? 2 : 1;
      lines++;
    }
  }

  private String character(int place) {
    String rest = new String(bytes, place, Math.min(4, end - place), StandardCharsets.UTF_8);
    return rest.substring(0, rest.offsetByCodePoints(0, 1));
  }

  private void grow() {
    int capacity = 2 * starts.length;
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
    quoted = Arrays.copyOf(quoted, capacity);
    doubled = Arrays.copyOf(doubled, capacity);
  }

  /** Where the record begins. */
  int recordStart() {
    return recordStart;
  }

  /** The record as it stands in the text, without the end of its line. */
  TextBlock record() {
    int to = at;
    if (to > recordStart && bytes[to - 1] == '\n') {
      to--;
    }
    if (to > recordStart && bytes[to - 1] == '\r') {
      to--;
    }
    return new TextBlock(bytes, recordStart, to);
  }

  /** Where the next record begins. */
  int position() {
    return at;
  }

  /** How many lines there are before the next record. */
  int lines() {
    return lines;
  }

  /** How many lines there are before the record. */
  int recordLine() {
    return recordLine;
  }

  /** How many lines the record has. */
  int recordLines() {
    boolean isEnded = bytes[at - 1] == '\n' || bytes[at - 1] == '\r';
    return lines - recordLine + (isEnded ? 0 : 1);
  }

  /** How many fields the record has. */
  int size() {
    return size;
  }

  /** Whether it is an empty line. */
  boolean isBlank() {
    return size == 1 && !quoted[0] && starts[0] == ends[0];
  }

  /** Whether a field has no quotes, and is empty or stands for null. */
  boolean isNull(int field) {
    return !quoted[field] && dialect.isNull(bytes, starts[field], ends[field]);
  }

  /** Has a text stand for a field. */
  void read(int field, FieldText text, StringCache strings) {
    if (doubled[field] == 0) {
      text.set(bytes, starts[field], ends[field], strings);
    } else {
      byte[] plain = withoutDoubledQuotes(field);
      text.set(plain, 0, plain.length, strings);
    }
  }

  /** A field as text; of an empty one nothing. */
  String text(int field) {
    FieldText text = new FieldText();
    read(field, text, StringCache.NONE);
    return text.toString();
  }

  /** Whether a field is all between {@link #start} and {@link #end}. */
  boolean isAsWritten(int field) {
    return doubled[field] == 0;
  }

  /** Where the content of a field starts. */
  int start(int field) {
    return starts[field];
  }

  /** Where the content of a field ends, exclusive. */
  int end(int field) {
    return ends[field];
  }

  /** The content of a field whose quotes are doubled. */
  byte[] withoutDoubledQuotes(int field) {
    byte[] plain = new byte[ends[field] - starts[field] - doubled[field]];
    int to = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      if (bytes[i] == quote || dialect.isEscape(bytes, i, ends[field])) {
        i++;
      }
      plain[to++] = bytes[i];
    }
    return plain;
  }
}
