package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/**
 * Random rows of every scalar type, and conditions on them whose literals are near to the values.
 */
final class RandomTable {
  private static final StructType STRUCT =
      new StructType(
          List.of(Field.optional("x", DataType.LONG), Field.optional("name", DataType.STRING)));
  static final StructType SCHEMA =
      new StructType(
          List.of(
              Field.optional("flag", DataType.BOOLEAN),
              Field.optional("b", DataType.BYTE),
              Field.optional("i", DataType.INT),
              Field.optional("l", DataType.LONG),
              Field.optional("f", DataType.FLOAT),
              Field.optional("d", DataType.DOUBLE),
              Field.optional("price", DataType.decimal(6, 2)),
              Field.optional("wide", DataType.decimal(30, 3)),
              Field.optional("s", DataType.STRING),
              Field.optional("bin", DataType.BINARY),
              Field.optional("day", DataType.DATE),
              Field.optional("at", DataType.TIMESTAMP),
              Field.optional("local", DataType.TIMESTAMP_NTZ),
              Field.untyped("any"),
              Field.optional("deep", STRUCT)));

  /** All that a condition can name, by its name. */
  static final Map<String, Field> FIELDS = new LinkedHashMap<>();

  static {
    SCHEMA.fields().stream().limit(14).forEach(f -> FIELDS.put(f.name(), f));
    STRUCT.fields().forEach(f -> FIELDS.put("deep." + f.name(), f));
  }

  private static final List<Long> WHOLE =
      List.of(
          0L,
          1L,
          -1L,
          2L,
          5L,
          127L,
          -128L,
          2147483647L,
          -2147483648L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          9007199254740993L);
  private static final List<Double> FLOATING =
      List.of(
          0.0,
          -0.0,
          0.1,
          -2.5,
          1e10,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MAX_VALUE,
          Double.MIN_VALUE,
          16777217.0);
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "ab",
          "abc",
          "b",
          "true",
          "5",
          "it's",
          "\uFFFD",
          "\uD83D\uDE00",
          "zz\u00FC",
          "\uE000x",
          "\uD83D\uDE00x",
          "-0.5",
          "\"q");

  private final SplittableRandom random;

  RandomTable(SplittableRandom random) {
    this.random = random;
  }

  /** Rows by name as the naive evaluation wants them; the batch holds the same. */
  record Rows(List<Map<String, Object>> rows, Batch batch) {}

  Rows rows() {
    int size = random.nextInt(1, 60);
    List<Vector> vectors = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(new HashMap<>());
    }
    for (Field field : SCHEMA.fields()) {
      List<Object> values = new ArrayList<>();
      int nullsOfTen = random.nextInt(4) == 0 ? 10 : random.nextInt(4);
      int base = random.nextInt(100);
      int spread = random.nextInt(1, 20);
      for (int i = 0; i < size; i++) {
        int pick = base + random.nextInt(spread);
        Object value = random.nextInt(10) < nullsOfTen ? null : value(field, pick);
        if (value instanceof Object[] fields) {
          rows.get(i).put("deep.x", fields[0]);
          rows.get(i).put("deep.name", fields[1]);
        }
        values.add(value);
        rows.get(i).put(field.name(), value);
      }
      vectors.add(TestVectors.of(field.type(), values, random.nextBoolean()));
    }
    return new Rows(rows, new Batch(SCHEMA, vectors, size));
  }

  /** A canonical value; equal picks give equal values. */
  Object value(Field field, int pick) {
    if (field.type() instanceof StructType) {
      return new Object[] {
        pick % 3 == 0 ? null : value(STRUCT.field(0), pick),
        pick % 5 == 0 ? null : value(STRUCT.field(1), pick)
      };
    }
    if (field.isUntyped()) {
      return List.of("5", "5.0", "-3", "1e2", "true", "false", "\"5\"", "abc", "x", "0.50", "")
          .get(pick % 11);
    }
    if (field.type() instanceof DecimalType type) {
      return new BigDecimal(BigInteger.valueOf(pick * 37L - 900), type.scale());
    }
    long whole = pick < WHOLE.size() ? WHOLE.get(pick) : pick - 50;
    return switch ((PrimitiveType) field.type()) {
      case BOOLEAN -> pick % 2 == 0;
      case BYTE -> (int) (byte) whole;
      case SHORT -> (int) (short) whole;
      case INT -> (int) whole;
      case LONG -> whole;
      case FLOAT -> (float) floating(pick);
      case DOUBLE -> floating(pick);
      case STRING -> TEXTS.get(pick % TEXTS.size());
      case BINARY -> new byte[] {(byte) (pick * 40), (byte) pick}; // both signs
      case DATE -> pick - 50;
      case TIMESTAMP, TIMESTAMP_NTZ -> pick < 3 ? whole : (pick - 50) * 500_000L;
    };
  }

  private static double floating(int pick) {
    return pick < FLOATING.size() ? FLOATING.get(pick) : (pick - 50) / 4.0;
  }

  Predicate predicate(int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(3)) {
        case 0 -> new Predicate.Not(predicate(depth - 1));
        case 1 -> predicate(depth - 1).and(predicate(depth - 1));
        default -> predicate(depth - 1).or(predicate(depth - 1));
      };
    }
    String column = new ArrayList<>(FIELDS.keySet()).get(random.nextInt(FIELDS.size()));
    Field field = FIELDS.get(column);
    switch (random.nextInt(10)) {
      case 0 -> {
        return Predicate.isNull(column);
      }
      case 1 -> {
        Boolean[] constants = {true, false, null};
        return new Predicate.Constant(constants[random.nextInt(3)]);
      }
      case 2, 3 -> {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          values.add(literal(field));
        }
        if (random.nextInt(6) == 0) {
          values.add(null);
        }
        return Predicate.in(column, values);
      }
      case 4 -> {
        if (field.type() == DataType.STRING) {
          return Predicate.startsWith(column, TEXTS.get(random.nextInt(TEXTS.size())));
        }
      }
      default -> {}
    }
    Predicate.Operator[] operators = Predicate.Operator.values();
    Object literal = random.nextInt(30) == 0 ? null : literal(field);
    return new Predicate.Comparison(
        column, operators[random.nextInt(operators.length)], new Literal(literal));
  }

  private Object literal(Field field) {
    int pick = random.nextInt(110);
    if (field.isUntyped()) {
      Object[] literals = {
        5, new BigDecimal("5.00"), 100, "5", "abc", true, "true", -3, 0.5, "", 7
      };
      return literals[pick % literals.length];
    }
    Object value = value(field, pick);
    if (field.type() instanceof DecimalType || value instanceof Long || value instanceof Integer) {
      return switch ((field.type() instanceof PrimitiveType p ? p : PrimitiveType.LONG)) {
        case DATE -> {
          LocalDate date = LocalDate.ofEpochDay((Integer) value);
          yield pick % 4 == 0 ? date.atTime(12, 0) : date;
        }
        case TIMESTAMP -> Instant.EPOCH.plusNanos((pick - 50) * 500_000_000L + pick % 3);
        case TIMESTAMP_NTZ ->
            LocalDateTime.of(1970, 1, 1, 0, 0).plusNanos((pick - 50) * 500_000_000L + pick % 3);
        default -> number(new BigDecimal(value.toString()), pick);
      };
    }
    return value;
  }

  private Object number(BigDecimal near, int pick) {
    return switch (random.nextInt(8)) {
      case 0 -> near.add(new BigDecimal("0.5"));
      case 1 -> near.multiply(new BigDecimal("1e20"));
      case 2 -> FLOATING.get(pick % FLOATING.size());
      default -> near;
    };
  }

  /** The true statistics of a column. */
  Range statistics(Rows table, String column) {
    Field field = FIELDS.get(column);
    Object min = null;
    Object max = null;
    long nulls = 0;
    boolean nanApart = random.nextBoolean();
    boolean nan = false;
    for (Map<String, Object> row : table.rows()) {
      Object value = row.get(column);
      nan |= value instanceof Number number && Double.isNaN(number.doubleValue());
      if (value == null) {
        nulls++;
      } else if (!(nanApart
          && value instanceof Number number
          && Double.isNaN(number.doubleValue()))) {
        min = min == null || compare(field.type(), value, min) < 0 ? value : min;
        max = max == null || compare(field.type(), value, max) > 0 ? value : max;
      }
    }
    Range range = new Range(min, max, nulls, table.rows().size());
    return nan && nanApart ? range.withNanPossible() : range;
  }

  /** The statistics with some of them unknown, wider, or silent about NaN. */
  Range weakened(Field field, Range range) {
    Object min = range.min();
    Object max = range.max();
    Object other = field.isUntyped() ? null : value(field, random.nextInt(110));
    if (random.nextInt(3) == 0 && min != null && other != null) {
      min = compare(field.type(), other, min) < 0 ? other : min;
      max = compare(field.type(), other, max) > 0 ? other : max;
    }
    Range weak =
        new Range(
            random.nextInt(4) == 0 ? null : min,
            random.nextInt(4) == 0 ? null : max,
            random.nextInt(4) == 0 ? Range.UNKNOWN : range.nullCount(),
            random.nextInt(4) == 0 ? Range.UNKNOWN : range.rowCount());
    return range.nanPossible() || random.nextInt(3) == 0 ? weak.withNanPossible() : weak;
  }

  private static int compare(DataType type, Object a, Object b) {
    if (type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
      return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
    }
    return type == DataType.BINARY
        ? Arrays.compareUnsigned((byte[]) a, (byte[]) b)
        : NaiveEvaluation.compareTyped(type, a, b);
  }
}
