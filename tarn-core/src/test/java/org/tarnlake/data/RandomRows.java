package org.tarnlake.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;

/** Random types and values, those at the edges among them. One thread at a time. */
public final class RandomRows {
  private static final List<DataType> SCALARS =
      List.of(
          DataType.BOOLEAN,
          DataType.BYTE,
          DataType.SHORT,
          DataType.INT,
          DataType.LONG,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.BINARY,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_NTZ,
          DataType.decimal(5, 2),
          DataType.decimal(18, 9),
          DataType.decimal(19, 0),
          DataType.decimal(38, 38));

  private final SplittableRandom random;

  public RandomRows(SplittableRandom random) {
    this.random = random;
  }

  public StructType table(int columns, int depth) {
    List<Field> fields = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      fields.add(field("c" + c, depth));
    }
    return new StructType(fields);
  }

  private Field field(String name, int depth) {
    return new Field(name, type(depth), random.nextInt(4) > 0, Map.of());
  }

  private DataType type(int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    if (kind == 0) {
      List<Field> fields = new ArrayList<>();
      for (int c = 0; c < 1 + random.nextInt(3); c++) {
        fields.add(field("f" + c, depth - 1));
      }
      return new StructType(fields);
    }
    if (kind < 3) {
      return new ListType(type(depth - 1), random.nextBoolean());
    }
    if (kind == 3) {
      return new MapType(
          random.nextBoolean() ? DataType.STRING : DataType.INT,
          type(depth - 1),
          random.nextBoolean());
    }
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  /**
   * A row that a user could pass.
   *
   * @param variety how many different scalars there are of a type, about; few make dictionaries
   */
  public Object[] row(StructType type, int variety) {
    Object[] values = new Object[type.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = nullable(type.field(c).type(), type.field(c).nullable(), variety);
    }
    return values;
  }

  private Object nullable(DataType type, boolean nullable, int variety) {
    return nullable && random.nextInt(5) == 0 ? null : value(type, variety);
  }

  private Object value(DataType type, int variety) {
    if (type instanceof StructType struct) {
      return row(struct, variety);
    }
    if (type instanceof ListType list) {
      List<Object> elements = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        elements.add(nullable(list.element(), list.elementNullable(), variety));
      }
      return elements;
    }
    if (type instanceof MapType map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put(value(map.key(), variety), nullable(map.value(), map.valueNullable(), variety));
      }
      return entries;
    }
    return scalar(type, variety);
  }

  /** A scalar as users pass it: one of {@code variety}, the first few at the edges of the type. */
  public Object scalar(DataType type, int variety) {
    int pick = random.nextInt(variety);
    SplittableRandom own = new SplittableRandom(pick * 31L + type.text().length());
    if (type instanceof DecimalType decimal) {
      BigInteger limit = BigInteger.TEN.pow(decimal.precision());
      BigInteger digits =
          switch (pick) {
            case 0 -> limit.subtract(BigInteger.ONE);
            case 1 -> limit.subtract(BigInteger.ONE).negate();
            case 2 -> BigInteger.ZERO;
            default ->
                new BigInteger(own.nextInt(100) + 1, new java.util.Random(pick))
                    .mod(limit)
                    .multiply(BigInteger.valueOf(own.nextBoolean() ? 1 : -1));
          };
      return new BigDecimal(digits, decimal.scale());
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> own.nextBoolean();
      case BYTE -> (int) (byte) integer(pick, own, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> (int) (short) integer(pick, own, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) integer(pick, own, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> integer(pick, own, Long.MIN_VALUE, Long.MAX_VALUE);
      case DATE -> Values.external(type, (int) integer(pick, own, -1_000_000, 1_000_000));
      case TIMESTAMP, TIMESTAMP_NTZ ->
          Values.external(type, integer(pick, own, -62_135_596_800_000_000L, Long.MAX_VALUE / 2));
      case FLOAT -> (float) floating(pick, own, Float.MAX_VALUE);
      case DOUBLE -> floating(pick, own, Double.MAX_VALUE);
      case STRING -> text(pick, own);
      case BINARY -> bytes(pick, own);
    };
  }

  private static long integer(int pick, SplittableRandom own, long min, long max) {
    return switch (pick) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> 0;
      default -> own.nextLong(min, max);
    };
  }

  private static double floating(int pick, SplittableRandom own, double max) {
    return switch (pick) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> 0.0;
      case 3 -> Double.NEGATIVE_INFINITY;
      case 4 -> Double.POSITIVE_INFINITY;
      case 5 -> max;
      default -> own.nextInt(-1000, 1000) / 8.0;
    };
  }

  private static String text(int pick, SplittableRandom own) {
    int length = pick == 0 ? 0 : pick == 1 ? 300 : own.nextInt(12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint("aZ0? \u00e9\uffff\uD83D\uDE00".codePoints().toArray()[own.nextInt(8)]);
    }
    return text.toString();
  }

  private static byte[] bytes(int pick, SplittableRandom own) {
    byte[] bytes = new byte[pick == 0 ? 0 : own.nextInt(10)];
    own.nextBytes(bytes);
    return bytes;
  }
}
