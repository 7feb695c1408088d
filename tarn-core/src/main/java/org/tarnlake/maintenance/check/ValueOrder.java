package org.tarnlake.maintenance.check;

import java.math.BigDecimal;
import java.util.Arrays;
import org.tarnlake.store.ObjectNames;

/** The order of canonical scalars of one type, as statistics and predicates have it. Stateless. */
final class ValueOrder {
  private ValueOrder() {}

  /** NaN is greatest, both zeros are equal, strings are in the order of their UTF-8 bytes. */
  static int compare(Object a, Object b) {
    if (a instanceof String left && b instanceof String right) {
      return ObjectNames.ORDER.compare(left, right);
    }
    if (a instanceof byte[] left && b instanceof byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
    if (a instanceof Double || a instanceof Float) {
      return Double.compare(((Number) a).doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
    }
    if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
      return left.compareTo(right);
    }
    if (a instanceof Boolean left && b instanceof Boolean right) {
      return left.compareTo(right);
    }
    return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
  }
}
