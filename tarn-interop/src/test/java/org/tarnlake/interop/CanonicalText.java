package org.tarnlake.interop;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as text that differs wherever they do: {@code [1L, "a", null, 0x00ff, -0.0d]}. A map's
 * entries are sorted. Stateless.
 */
final class CanonicalText {
  private CanonicalText() {}

  static String of(@Nullable Object value) {
    if (value instanceof String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    } else if (value instanceof Long) {
      return value + "L";
    } else if (value instanceof Byte) {
      return value + "b";
    } else if (value instanceof Short) {
      return value + "s";
    } else if (value instanceof Float) {
      return value + "f";
    } else if (value instanceof Double) {
      return value + "d";
    } else if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString() + "m";
    } else if (value instanceof ByteBuffer bytes) {
      return "0x" + HexFormat.of().formatHex(bytes.array());
    } else if (value instanceof List<?> list) {
      return list.stream().map(CanonicalText::of).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    // Booleans, ints, dates and times tell their kind by themselves.
    return String.valueOf(value);
  }
}
