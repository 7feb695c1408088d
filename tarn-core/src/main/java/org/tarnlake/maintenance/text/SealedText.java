package org.tarnlake.maintenance.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;

/**
 * A log entry or a lake checkpoint as lines, read without trust: it gives the lines that are there
 * and tells what is wrong with their seal, the last line {@code {"end":{"lines":n,"crc32c":c}}}.
 * Immutable.
 */
public final class SealedText {
  private final byte[] bytes;
  private final List<Span> lines;
  private final @Nullable Flaw flaw;

  /** A line's bytes, without the line feed. */
  private record Span(int start, int end) {}

  /**
   * Why the lines are not those that were written.
   *
   * @param line where, from 1; 0 if the whole is concerned
   */
  public record Flaw(int line, String why) {}

  private SealedText(byte[] bytes, List<Span> lines, @Nullable Flaw flaw) {
    this.bytes = bytes;
    this.lines = lines;
    this.flaw = flaw;
  }

  public static SealedText of(byte[] bytes) {
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        spans.add(new Span(start, i));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      spans.add(new Span(start, bytes.length));
      return new SealedText(bytes, spans, cutOff(spans.size()));
    }
    if (spans.isEmpty()) {
      return new SealedText(bytes, spans, new Flaw(0, "it is empty"));
    }
    return new SealedText(bytes, spans, null).checkedEnd();
  }

  private static Flaw cutOff(int line) {
    return new Flaw(line, "it is cut off: its last line is no end line");
  }

  /** Without the end line if that is sound. */
  private SealedText checkedEnd() {
    int last = lines.size();
    Map<String, @Nullable Object> end;
    try {
      end = object(last);
    } catch (JsonFormatException e) {
      return new SealedText(bytes, lines, cutOff(last));
    }
    if (!(end.get("end") instanceof Map<?, ?> seal)
        || !(seal.get("lines") instanceof Long count)
        || !(seal.get("crc32c") instanceof Long checksum)) {
      return new SealedText(bytes, lines, cutOff(last));
    }
    List<Span> body = List.copyOf(lines.subList(0, last - 1));
    if (count != body.size()) {
      String why = "its end line tells of %s lines, but there are %s".formatted(count, body.size());
      return new SealedText(bytes, body, new Flaw(last, why));
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, lines.get(last - 1).start);
    if (checksum != crc.getValue()) {
      SealedText text = new SealedText(bytes, body, null);
      String why =
          "it was altered: its bytes have the checksum %s, but its end line says %s"
              .formatted(crc.getValue(), checksum);
      return new SealedText(bytes, body, new Flaw(text.firstMalformed(), why));
    }
    return new SealedText(bytes, body, null);
  }

  /** The first line that is no JSON object; 0 if all are. */
  public int firstMalformed() {
    for (int line = 1; line <= lines.size(); line++) {
      try {
        object(line);
      } catch (JsonFormatException e) {
        return line;
      }
    }
    return 0;
  }

  /** What is wrong, or null if these are the lines that were written. */
  public @Nullable Flaw flaw() {
    return flaw;
  }

  /** How many lines there are; the end line counts only if it is not sound. */
  public int lineCount() {
    return lines.size();
  }

  /** A line, from 1, as it stands there. */
  public String text(int line) {
    Span span = lines.get(line - 1);
    return new String(bytes, span.start, span.end - span.start, StandardCharsets.UTF_8);
  }

  /** A line, from 1, as JSON. Throws JsonFormatException if it is no object. */
  public Map<String, @Nullable Object> object(int line) {
    Span span = lines.get(line - 1);
    return Json.object(bytes, span.start, span.end);
  }

  /** The first line, from 1, that another text has not in the same place; 0 if they are equal. */
  public int firstDifference(SealedText other) {
    for (int line = 1; line <= Math.max(lines.size(), other.lines.size()); line++) {
      if (line > lines.size()
          || line > other.lines.size()
          || !text(line).equals(other.text(line))) {
        return line;
      }
    }
    return 0;
  }
}
