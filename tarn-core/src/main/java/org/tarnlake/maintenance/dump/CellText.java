package org.tarnlake.maintenance.dump;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.ValueText;

/** Canonical values as text for people, without control characters. Stateless. */
final class CellText {
  private static final int LONGEST = 60;

  private CellText() {}

  /** The text of a value; a long one is cut. */
  static String of(DataType type, @Nullable Object canonical) {
    String text = JsonText.printable(whole(type, canonical));
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private static String whole(DataType type, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    List<String> parts = new ArrayList<>();
    if (type instanceof StructType struct) {
      @Nullable Object[] fields = (@Nullable Object[]) value;
      for (int i = 0; i < fields.length; i++) {
        parts.add(struct.field(i).name() + ": " + whole(struct.field(i).type(), fields[i]));
      }
      return "{" + String.join(", ", parts) + "}";
    }
    if (type instanceof ListType list) {
      Iterator<?> elements = ((List<?>) value).iterator();
      elements.forEachRemaining(each -> parts.add(whole(list.element(), each)));
      return "[" + String.join(", ", parts) + "]";
    }
    if (type instanceof MapType map) {
      for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
        parts.add(whole(map.key(), each.getKey()) + ": " + whole(map.value(), each.getValue()));
      }
      return "{" + String.join(", ", parts) + "}";
    }
    return ValueText.format(type, value);
  }
}
