package org.tarnlake.scripts;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Row;

/**
 * Values as scripts write and print them: {@code 1} is a Long (a BigInteger beyond 64 bits), {@code
 * 1i} an Integer, {@code 1.5} a Double, {@code 1.5f} a Float, {@code 1.5m} a BigDecimal; {@code
 * d'…'} a date, {@code t'…'} an Instant, {@code n'…'} a time without zone, {@code x'…'} bytes;
 * {@code [1,2]} a List, {@code {a:1}} a Map; any other word, and what is in quotes, a String.
 * Stateless.
 */
final class ScriptValues {
  private ScriptValues() {}

  static @Nullable Object parse(String text) {
    if (text.equals("null")) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.startsWith("[")) {
      List<@Nullable Object> list = new ArrayList<>();
      ScriptTokens.split(ScriptTokens.within(text), ',').forEach(each -> list.add(parse(each)));
      return list;
    }
    if (text.startsWith("{")) {
      Map<Object, @Nullable Object> map = new LinkedHashMap<>();
      for (String entry : ScriptTokens.split(ScriptTokens.within(text), ',')) {
        List<String> parts = ScriptTokens.split(entry, ':');
        map.put(parse(parts.get(0)), parse(parts.get(1)));
      }
      return map;
    }
    if (text.matches("[dtnx]?'.*'")) {
      return quoted(text.charAt(0), text.substring(text.indexOf('\'') + 1, text.length() - 1));
    }
    return text.matches("-?[0-9].*|NaN|-?Infinity") ? number(text) : text;
  }

  private static Object quoted(char kind, String text) {
    return switch (kind) {
      case 'd' -> LocalDate.parse(text);
      case 't' -> Instant.parse(text);
      case 'n' -> LocalDateTime.parse(text);
      case 'x' -> HexFormat.of().parseHex(text);
      default -> unescape(text);
    };
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
  }

  private static Object number(String text) {
    String digits = text.substring(0, text.length() - 1);
    if (text.endsWith("m")) {
      return new BigDecimal(digits);
    }
    if (text.endsWith("f")) {
      return Float.valueOf(digits);
    }
    if (text.endsWith("i")) {
      return Integer.valueOf(digits);
    }
    if (text.matches("-?[0-9]+")) {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
    }
    return text.matches("-?[0-9.eE-]+|NaN|-?Infinity") ? (Object) Double.valueOf(text) : text;
  }

  static String format(@Nullable Object value) {
    if (value instanceof String text) {
      boolean word = text.matches("[\\p{L}_][\\p{L}\\p{N}_.@-]*") && parse(text) instanceof String;
      return word ? text : "'" + text.replace("\n", "\\n").replace("\t", "\\t") + "'";
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString() + "m";
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return value + "i";
    }
    if (value instanceof Float) {
      return value + "f";
    }
    if (value instanceof LocalDate) {
      return "d'" + value + "'";
    }
    if (value instanceof Instant) {
      return "t'" + value + "'";
    }
    if (value instanceof LocalDateTime) {
      return "n'" + value + "'";
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof Row row) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < row.type().size(); i++) {
        fields.add(row.type().field(i).name() + ":" + format(row.get(i)));
      }
      return "{" + String.join(",", fields) + "}";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ScriptValues::format).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> format(entry.getKey()) + ":" + format(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return String.valueOf(value);
  }
}
