package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/** Compares values whose types are known only when they are seen. Stateless. */
final class LiteralOrder {
  private LiteralOrder() {}

  /** Whether to compare two literals needs no more than them: not so of times and binaries. */
  static boolean decides(Literal left, Literal right) {
    return left.value() == null
        || right.value() == null
        || isComparable(left.value())
        || isComparable(right.value());
  }

  /** The result of comparing two literals, null if it is unknown. */
  static @Nullable Boolean test(Literal left, Predicate.Operator operator, Literal right) {
    if (left.value() == null || right.value() == null) {
      return null;
    }
    if (!left.kind().equals(right.kind()) || !isComparable(left.value())) {
      throw new InvalidDataException(
          "%s compares %s with %s; compare a column with a literal"
              .formatted(operator.text(), left.kind(), right.kind()));
    }
    return operator.accepts(compare(left.value(), right.value()));
  }

  static boolean isComparable(Object value) {
    return value instanceof Number || value instanceof String || value instanceof Boolean;
  }

  static boolean isSameKind(Object a, Object b) {
    return (a instanceof Number && b instanceof Number) || a.getClass() == b.getClass();
  }

  /** Compares two numbers, two strings or two booleans. */
  static int compare(Object a, Object b) {
    if (a instanceof Number left && b instanceof Number right) {
      return compareNumbers(left, right);
    }
    if (a instanceof String left && b instanceof String right) {
      return compareUtf8(left, right);
    }
    return Boolean.compare((Boolean) a, (Boolean) b);
  }

  /** Numbers exactly, whatever their classes; NaN is greatest. */
  static int compareNumbers(Number a, Number b) {
    if (a instanceof Long left && b instanceof Long right) {
      return Long.compare(left, right);
    }
    double special = specialOrZero(a) == 0 ? specialOrZero(b) : specialOrZero(a);
    if (special != 0) {
      return Double.compare(specialOrZero(a), specialOrZero(b));
    }
    return exact(a).compareTo(exact(b));
  }

  /** Strings in the order of their UTF-8 bytes, which is that of their code points. */
  static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        // A surrogate stands for a code point beyond all that one char can hold.
        boolean surrogate = Character.isSurrogate(left);
        return surrogate == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : surrogate ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger big) {
      return new BigDecimal(big);
    }
    return number instanceof Double wide
        ? BigDecimal.valueOf(wide)
        : BigDecimal.valueOf(number.longValue());
  }

  /** NaN and the infinities as they are; every other number, of any class, as zero. */
  private static double specialOrZero(Number number) {
    return number instanceof Double wide && !Double.isFinite(wide) ? wide : 0;
  }
}
