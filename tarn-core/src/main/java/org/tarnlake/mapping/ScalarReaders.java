package org.tarnlake.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.shape.JavaType;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Values;

/** Scalars as the types of a program. Stateless. */
final class ScalarReaders {
  private static final Set<DataType> WHOLE =
      Set.of(DataType.BYTE, DataType.SHORT, DataType.INT, DataType.LONG);

  private ScalarReaders() {}

  /** Throws Unfit if the type cannot have the column's values. */
  static ValueReader of(DataType column, JavaType wanted) {
    Class<?> raw = wanted.raw();
    ValueReader.Present text = text(raw);
    if (text != null) {
      require(column == DataType.STRING);
      return ValueReader.ofPresent(text);
    }
    ValueReader.Present large = large(raw);
    if (large != null) {
      require(WHOLE.contains(column) || column instanceof DecimalType);
      return ValueReader.ofPresent(large);
    }
    DataType own = own(raw);
    require(takes(own, column));
    return own.equals(column) ? value -> value : ValueReader.ofPresent(value -> as(own, value));
  }

  /** As {@link #of}, of a column without a type. */
  static ValueReader untyped(JavaType wanted) {
    Class<?> raw = wanted.raw();
    if (raw == Optional.class) {
      ValueReader present = untyped(wanted.argument(0));
      return value -> Optional.ofNullable(present.read(value));
    }
    if (raw == Object.class) {
      return value -> value;
    }
    ValueReader.Present text = text(raw);
    if (text != null) {
      return ValueReader.ofPresent(value -> text.read(value.toString()));
    }
    ValueReader.Present large = large(raw);
    if (large != null) {
      return ValueReader.ofPresent(
          value -> {
            if (value instanceof Number) {
              return large.read(value);
            }
            throw new InvalidDataException("'%s' is no number".formatted(value));
          });
    }
    DataType own = own(raw);
    return ValueReader.ofPresent(value -> as(own, value));
  }

  private static DataType own(Class<?> raw) {
    DataType own = Values.typeOf(raw);
    if (own == null) {
      throw new ValueReaders.Unfit();
    }
    return own;
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new ValueReaders.Unfit();
    }
  }

  /** Whether some values of a column, or all, are values of another type too. */
  private static boolean takes(DataType own, DataType column) {
    boolean isFraction = own == DataType.FLOAT || own == DataType.DOUBLE;
    return own.equals(column)
        || (WHOLE.contains(column) && (WHOLE.contains(own) || isFraction))
        || (isFraction && (column == DataType.FLOAT || column == DataType.DOUBLE));
  }

  private static Object as(DataType own, Object value) {
    return Values.external(own, Values.canonical(own, value));
  }

  /** The reader of a class that stands for a text; null if it does not. */
  private static ValueReader.@Nullable Present text(Class<?> raw) {
    if (raw == String.class) {
      return value -> value;
    }
    if (raw == char.class || raw == Character.class) {
      return value -> {
        String text = (String) value;
        if (text.length() != 1) {
          throw new InvalidDataException("'%s' is not one character".formatted(text));
        }
        return text.charAt(0);
      };
    }
    return raw.isEnum() ? constant(raw) : null;
  }

  private static ValueReader.Present constant(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(e -> constants.put(((Enum<?>) e).name(), e));
    return value -> {
      Object found = constants.get(value);
      if (found == null) {
        throw new InvalidDataException(
            "'%s' is none of the constants of %s%s, which are %s"
                .formatted(
                    value,
                    type.getSimpleName(),
                    NameHint.didYouMean((String) value, constants.keySet()),
                    NameHint.list(List.copyOf(constants.keySet()))));
      }
      return found;
    };
  }

  /** The reader of a class of numbers of any size; null if it is none. */
  private static ValueReader.@Nullable Present large(Class<?> raw) {
    if (raw == BigDecimal.class) {
      return ScalarReaders::decimal;
    }
    if (raw != BigInteger.class) {
      return null;
    }
    return value -> {
      try {
        return decimal(value).toBigIntegerExact();
      } catch (ArithmeticException e) {
        throw new InvalidDataException(value + " is no whole number; make it a BigDecimal", e);
      }
    };
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }
}
