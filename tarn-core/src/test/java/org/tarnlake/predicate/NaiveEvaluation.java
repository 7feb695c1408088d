package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.Values;

/**
 * The meaning of predicates, row by row and without any cleverness: what the engine is held
 * against.
 */
final class NaiveEvaluation {
  private NaiveEvaluation() {}

  /** True, false or, for unknown, null. */
  static Boolean test(Predicate predicate, Map<String, Field> fields, Map<String, Object> row) {
    if (predicate instanceof Predicate.Constant constant) {
      return constant.value();
    }
    if (predicate instanceof Predicate.Not not) {
      Boolean inner = test(not.operand(), fields, row);
      return inner == null ? null : !inner;
    }
    if (predicate instanceof Predicate.And and) {
      return all(and.operands().stream().map(p -> test(p, fields, row)).toList(), false);
    }
    if (predicate instanceof Predicate.Or or) {
      return all(or.operands().stream().map(p -> test(p, fields, row)).toList(), true);
    }
    if (predicate instanceof Predicate.IsNull isNull) {
      return row.get(isNull.column()) == null;
    }
    if (predicate instanceof Predicate.StartsWith startsWith) {
      Object value = row.get(startsWith.column());
      if (value != null && fields.get(startsWith.column()).isUntyped()) {
        value = Untyped.decode((String) value);
      }
      return value instanceof String text ? text.startsWith(startsWith.prefix()) : null;
    }
    if (predicate instanceof Predicate.In in) {
      Boolean result = false;
      for (Literal literal : in.values()) {
        Boolean equal =
            compare(
                fields.get(in.column()),
                row.get(in.column()),
                Predicate.Operator.EQ,
                literal.value());
        if (Boolean.TRUE.equals(equal)) {
          return true;
        }
        result = equal == null ? null : result;
      }
      return result;
    }
    Predicate.Comparison comparison = (Predicate.Comparison) predicate;
    return compare(
        fields.get(comparison.column()),
        row.get(comparison.column()),
        comparison.operator(),
        comparison.literal().value());
  }

  private static Boolean all(List<Boolean> outcomes, boolean decisive) {
    if (outcomes.contains(decisive)) {
      return decisive;
    }
    return outcomes.contains(null) ? null : (Boolean) !decisive;
  }

  private static Boolean compare(
      Field field, Object value, Predicate.Operator operator, Object literal) {
    if (value == null || literal == null) {
      return null;
    }
    if (field.isUntyped()) {
      Object scalar = Untyped.decode((String) value);
      boolean same =
          scalar instanceof Number
              ? literal instanceof Number
              : scalar.getClass() == literal.getClass();
      if (!same) {
        return switch (operator) {
          case EQ -> false;
          case NE -> true;
          default -> null;
        };
      }
      int comparison =
          scalar instanceof Number number
              ? compareExact(number, (Number) literal)
              : scalar instanceof String text
                  ? compareCodePoints(text, (String) literal)
                  : ((Boolean) scalar).compareTo((Boolean) literal);
      return operator.accepts(comparison);
    }
    return operator.accepts(compareTyped(field.type(), value, literal));
  }

  static int compareTyped(DataType type, Object value, Object literal) {
    if (type instanceof DecimalType) {
      return compareExact((Number) value, (Number) literal);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> ((Boolean) value).compareTo((Boolean) literal);
      case BYTE, SHORT, INT, LONG -> compareExact((Number) value, (Number) literal);
      case FLOAT -> compareDoubles((Float) value, ((Number) literal).floatValue());
      case DOUBLE -> compareDoubles((Double) value, ((Number) literal).doubleValue());
      case STRING -> compareCodePoints((String) value, (String) literal);
      case BINARY -> compareBytes((byte[]) value, (byte[]) literal);
      case DATE -> LocalDate.ofEpochDay((Integer) value).atStartOfDay().compareTo(local(literal));
      case TIMESTAMP -> {
        Instant at =
            literal instanceof Instant instant ? instant : local(literal).toInstant(ZoneOffset.UTC);
        yield Values.instant((Long) value).compareTo(at);
      }
      case TIMESTAMP_NTZ ->
          LocalDateTime.ofInstant(Values.instant((Long) value), ZoneOffset.UTC)
              .compareTo(local(literal));
    };
  }

  private static LocalDateTime local(Object literal) {
    return literal instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) literal;
  }

  private static int compareDoubles(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static int compareExact(Number a, Number b) {
    if (b instanceof Double special) {
      return special == Double.NEGATIVE_INFINITY ? 1 : -1;
    }
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal
        ? decimal
        : number instanceof BigInteger big
            ? new BigDecimal(big)
            : new BigDecimal(number.toString());
  }

  static int compareCodePoints(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] != right[i]) {
        return Integer.compare(left[i], right[i]);
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareBytes(byte[] a, byte[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] != b[i]) {
        return Integer.compare(a[i] & 0xff, b[i] & 0xff);
      }
    }
    return Integer.compare(a.length, b.length);
  }
}
