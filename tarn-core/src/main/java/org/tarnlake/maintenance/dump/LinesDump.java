package org.tarnlake.maintenance.dump;

import java.util.Map;
import java.util.function.Consumer;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.maintenance.text.SealedText;

/** Files of one JSON object a line as text: each line a paragraph. Stateless. */
final class LinesDump {
  private static final int MAX_GARBAGE = 200;

  private LinesDump() {}

  /** A log entry or a lake checkpoint; ends with whether it is what was written. */
  static void sealed(byte[] bytes, Consumer<String> out) {
    SealedText text = SealedText.of(bytes);
    int published = 0;
    for (int line = 1; line <= text.lineCount(); line++) {
      Object commit = paragraph(text, line, published > 0 ? 2 : 0, out);
      published--;
      if (published < 0
          && commit instanceof Map<?, ?> map
          && map.get("staged") == null
          && map.get("lines") instanceof Long count) {
        published = (int) Math.min(count, text.lineCount());
      }
    }
    SealedText.Flaw flaw = text.flaw();
    out.accept("");
    out.accept(
        flaw == null
            ? "sound: %s lines, as its end line says, with the checksum that it says"
                .formatted(text.lineCount())
            : "DAMAGED%s: %s"
                .formatted(flaw.line() > 0 ? ", line " + flaw.line() : "", flaw.why()));
  }

  /** The lines of a Delta commit. */
  static void commit(byte[] bytes, Consumer<String> out) {
    SealedText text = SealedText.of(bytes);
    for (int line = 1; line <= text.lineCount(); line++) {
      paragraph(text, line, 0, out);
    }
  }

  /** Shows a line; returns its tableCommit if it is one, else the line's number. */
  private static Object paragraph(SealedText text, int line, int indent, Consumer<String> out) {
    String margin = " ".repeat(indent);
    out.accept("");
    Map<?, ?> object;
    try {
      object = text.object(line);
    } catch (JsonFormatException e) {
      String garbage = JsonText.printable(text.text(line));
      int shown = Math.min(garbage.length(), MAX_GARBAGE);
      out.accept("%sline %s: NOT JSON: %s".formatted(margin, line, e.getMessage()));
      out.accept(
          margin + "  " + garbage.substring(0, shown) + (shown < garbage.length() ? "…" : ""));
      return line;
    }
    for (Map.Entry<?, ?> each : object.entrySet()) {
      String kind = JsonText.printable((String) each.getKey());
      out.accept("%sline %s: %s".formatted(margin, line, kind));
      if (each.getValue() instanceof Map<?, ?> fields) {
        JsonText.fields(fields, indent + 2, out);
      } else {
        JsonText.fields(Map.of("value", String.valueOf(each.getValue())), indent + 2, out);
      }
    }
    return object.get("tableCommit") instanceof Map<?, ?> commit ? commit : line;
  }
}
