package org.tarnlake.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.row.Batch;

/**
 * Rows as texts of their canonical values, so that they can be compared in any order. Stateless.
 */
final class RowTexts {
  private RowTexts() {}

  static void add(Batch batch, List<String> rows) {
    for (int row = 0; row < batch.rowCount(); row++) {
      List<String> values = new ArrayList<>();
      for (int c = 0; c < batch.type().size(); c++) {
        values.add(batch.type().field(c).name() + "=" + of(batch.vector(c).canonicalAt(row)));
      }
      rows.add(String.join("|", values));
    }
  }

  static String of(Object canonical) {
    if (canonical instanceof Object[] fields) {
      return Arrays.stream(fields).map(RowTexts::of).toList().toString();
    }
    if (canonical instanceof List<?> list) {
      return list.stream().map(RowTexts::of).toList().toString();
    }
    if (canonical instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> of(e.getKey()) + "=" + of(e.getValue()))
          .sorted()
          .toList()
          .toString();
    }
    return canonical instanceof byte[] bytes
        ? HexFormat.of().formatHex(bytes)
        : Objects.toString(canonical);
  }
}
