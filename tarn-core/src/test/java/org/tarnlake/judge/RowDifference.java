package org.tarnlake.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells in words how the rows of two engines differ, whatever their order. Stateless. */
public final class RowDifference {
  private static final int ROWS_SHOWN = 3;

  private RowDifference() {}

  /** What differs; empty if both have each row equally often. */
  public static String of(
      List<List<@Nullable Object>> tarn, List<List<@Nullable Object>> other, String engine) {
    Map<List<@Nullable Object>, Integer> surplus = new HashMap<>();
    tarn.forEach(row -> surplus.merge(row, 1, Integer::sum));
    other.forEach(row -> surplus.merge(row, -1, Integer::sum));
    List<List<@Nullable Object>> onlyTarn = new ArrayList<>();
    List<List<@Nullable Object>> onlyOther = new ArrayList<>();
    surplus.forEach(
        (row, count) -> {
          if (count != 0) {
            (count > 0 ? onlyTarn : onlyOther).add(row);
          }
        });
    if (onlyTarn.isEmpty() && onlyOther.isEmpty()) {
      return "";
    }
    return "Tarn shows %d rows and %s %d; only Tarn shows %s, only %s shows %s"
        .formatted(tarn.size(), engine, other.size(), some(onlyTarn), engine, some(onlyOther));
  }

  private static String some(List<List<@Nullable Object>> rows) {
    String shown = rows.subList(0, Math.min(rows.size(), ROWS_SHOWN)).toString();
    return shown.length() > 2000 ? shown.substring(0, 2000) + "..." : shown;
  }
}
