package org.tarnlake.predicate.evaluate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Untyped;
import org.tarnlake.schema.ValueText;
import org.tarnlake.schema.Values;

/**
 * What CAST makes of values: an error where there is no such value of the other type, never a null.
 * Stateless.
 */
public final class Casts {
  private static final long DAY_MICROS = 86_400_000_000L;

  private Casts() {}

  /** From one scalar type to another; null if there is no such cast. */
  public static @Nullable Conversion of(DataType from, DataType to, Refusal refusal) {
    if (from.equals(to)) {
      return values -> values;
    }
    Conversion numbers = NumberConversions.of(from, to, Fraction.CUT, refusal);
    if (numbers != null) {
      return numbers;
    }
    boolean isText = from == DataType.STRING;
    if (to == DataType.STRING) {
      boolean hasText = UntypedValues.takes(from) || isTime(from);
      return hasText ? Casts::texts : null;
    }
    if (isText && (Arithmetic.isNumber(to) || to == DataType.BOOLEAN || isTime(to))) {
      return values -> parsed(values, to, refusal, Casts::text);
    }
    return isTime(from) && isTime(to) ? values -> times(values, to, refusal) : null;
  }

  /** From scalars of any kind; null if there is no such cast. */
  public static @Nullable Conversion ofUntyped(DataType to, Refusal refusal) {
    boolean exists = UntypedValues.takes(to) || isTime(to);
    return exists ? values -> parsed(values, to, refusal, Casts::scalar) : null;
  }

  private static boolean isTime(DataType type) {
    return type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
  }

  private static Vector texts(Vector values) {
    BytesColumn out = new BytesColumn(values.size());
    for (int i = 0; i < values.size(); i++) {
      Object value = values.canonicalAt(i);
      if (value != null) {
        out.set(i, ValueText.format(values.type(), value));
      }
    }
    return out.vector(DataType.STRING, values.nulls());
  }

  private static Vector times(Vector values, DataType to, Refusal refusal) {
    int size = values.size();
    long[] from = Lanes.longs(values);
    if (to == DataType.DATE) {
      int[] days = new int[size];
      for (int i = 0; i < size; i++) {
        days[i] = (int) Math.floorDiv(from[i], DAY_MICROS);
      }
      return new IntVector(to, days, size, values.nulls());
    }
    if (values.type() != DataType.DATE) {
      return new LongVector(to, from, size, values.nulls());
    }
    long[] out = new long[size];
    for (int i = 0; i < size; i++) {
      out[i] = from[i] * DAY_MICROS;
      if (Math.multiplyHigh(from[i], DAY_MICROS) != out[i] >> 63 && !values.isNull(i)) {
        throw refusal.of(ValueText.format(DataType.DATE, (int) from[i]), "is beyond " + to.text());
      }
    }
    return new LongVector(to, out, size, values.nulls());
  }

  /** What stands at a position: a String, a Boolean or a number. */
  private interface Source {
    Object at(BytesVector values, int i);
  }

  private static Object text(BytesVector values, int i) {
    return values.stringAt(i);
  }

  private static Object scalar(BytesVector values, int i) {
    return Untyped.decode(values.stringAt(i));
  }

  private static Vector parsed(Vector values, DataType to, Refusal refusal, Source source) {
    BytesVector texts = (BytesVector) values;
    int size = values.size();
    Merge merge = new Merge(to, size);
    for (int i = 0; i < size; i++) {
      if (!values.isNull(i)) {
        Object scalar = source.at(texts, i);
        Object canonical = canonical(scalar, to);
        if (canonical == null) {
          String shown =
              scalar instanceof String text ? "'" + Faults.shown(text) + "'" : scalar + "";
          throw refusal.of(shown, "is no " + to.text());
        }
        merge.set(i, canonical);
      }
    }
    return merge.vector();
  }

  /** The canonical value of a type that a scalar stands for; null if it stands for none. */
  private static @Nullable Object canonical(Object scalar, DataType to) {
    if (to == DataType.STRING) {
      return scalar instanceof BigDecimal decimal ? decimal.toPlainString() : scalar.toString();
    }
    if (scalar instanceof Boolean) {
      return to == DataType.BOOLEAN ? scalar : null;
    }
    try {
      if (scalar instanceof Number number) {
        return Arithmetic.isNumber(to) ? number(number, to) : null;
      }
      String text = ((String) scalar).strip();
      if (to instanceof DecimalType decimal) {
        return text.length() > 1000 ? null : decimal(new BigDecimal(text), decimal);
      }
      boolean isDay = text.length() == 10 && to == DataType.TIMESTAMP_NTZ;
      return ValueText.parse(to, isDay ? text + " 00:00:00" : text);
    } catch (InvalidDataException | NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Object number(Number number, DataType to) {
    if (to == DataType.DOUBLE || to == DataType.FLOAT) {
      double value = number.doubleValue();
      if (Double.isInfinite(value) || (to == DataType.FLOAT && Float.isInfinite((float) value))) {
        return null;
      }
      return to == DataType.DOUBLE ? (Object) value : (Object) number.floatValue();
    }
    BigDecimal exact =
        number instanceof BigDecimal decimal
            ? decimal
            : number instanceof BigInteger big
                ? new BigDecimal(big)
                : new BigDecimal(number.toString());
    if (to instanceof DecimalType decimal) {
      return decimal(exact, decimal);
    }
    if ((long) exact.precision() - exact.scale() > 20) {
      return null; // Before a huge exponent makes a huge number.
    }
    return Values.canonical(to, exact.toBigInteger());
  }

  private static @Nullable Object decimal(BigDecimal value, DecimalType to) {
    DecimalColumn one = new DecimalColumn(to, 1);
    return one.set(0, value) ? one.vector(1, null).decimalAt(0) : null;
  }
}
