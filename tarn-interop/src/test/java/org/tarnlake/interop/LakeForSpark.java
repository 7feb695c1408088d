package org.tarnlake.interop;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tarnlake.Lake;
import org.tarnlake.data.RandomRows;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** A lake whose tables have every type, kind of partition and edge value. Stateless. */
final class LakeForSpark {
  static final Schema TYPES =
      Schema.of(
          Field.required("id", DataType.LONG),
          Field.optional("boolean", DataType.BOOLEAN),
          Field.optional("byte", DataType.BYTE),
          Field.optional("short", DataType.SHORT),
          Field.optional("int", DataType.INT),
          Field.optional("float", DataType.FLOAT),
          Field.optional("double", DataType.DOUBLE),
          Field.optional("string", DataType.STRING),
          Field.optional("binary", DataType.BINARY),
          Field.optional("date", DataType.DATE),
          Field.optional("timestamp", DataType.TIMESTAMP),
          Field.optional("decimal9", DataType.decimal(9, 2)),
          Field.optional("decimal18", DataType.decimal(18, 0)),
          Field.optional("decimal38", DataType.decimal(38, 10)),
          Field.optional("list", DataType.list(DataType.STRING)),
          Field.optional("map", DataType.map(DataType.STRING, DataType.LONG)),
          Field.optional(
              "struct",
              DataType.struct(
                  Field.optional("x", DataType.INT),
                  Field.optional("y", DataType.list(DataType.DATE)))));

  private static final List<DataType> PARTITION_TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.BYTE,
          DataType.SHORT,
          DataType.INT,
          DataType.LONG,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_NTZ,
          DataType.decimal(5, 2),
          DataType.decimal(38, 10));

  private LakeForSpark() {}

  /** Makes the lake and waits until other engines can read it. */
  static Lake create(Path folder) {
    Lake lake = Lake.create(folder);
    fill(lake);
    return lake;
  }

  /** Makes the tables in an empty lake and waits until other engines can read them. */
  static void fill(Lake lake) {
    types(lake);
    lake.transact(
        tx ->
            tx.createTable(
                "ntz",
                Schema.of(
                    Field.required("id", DataType.LONG),
                    Field.optional("at", DataType.TIMESTAMP_NTZ))));
    lake.transact(
        tx -> {
          tx.append("ntz", 1L, LocalDateTime.parse("1582-10-10T00:00:00.000001"));
          tx.append("ntz", 2L, LocalDateTime.parse("9999-12-31T23:59:59.999999"));
          tx.append("ntz", 3L, null);
        });
    random(lake);
    partitions(lake);
    orders(lake);
    lake.awaitPublished();
  }

  private static void types(Lake lake) {
    lake.transact(tx -> tx.createTable("types", TYPES));
    lake.transact(
        tx -> {
          tx.append("types", values(1, true, "text", "2024-02-29", "123.45"));
          tx.append("types", values(2, false, "", "1969-12-31", "-0.01"));
        });
    lake.transact(
        tx -> {
          tx.append("types", values(3, true, "ü😀\u0000'", "1582-10-10", "9999999.99"));
          tx.append("types", values(4, false, "x".repeat(300), "0001-01-01", "0.00"));
          Object[] nulls = new Object[TYPES.columns().size()];
          nulls[0] = 5L;
          tx.append("types", nulls);
          Object[] floats = nulls.clone();
          floats[0] = 6L;
          floats[5] = Float.NaN;
          floats[6] = Double.NEGATIVE_INFINITY;
          tx.append("types", floats);
        });
  }

  private static Object[] values(long id, boolean flag, String text, String day, String price) {
    BigDecimal decimal = new BigDecimal(price);
    LocalDate date = LocalDate.parse(day);
    return new Object[] {
      id,
      flag,
      flag ? Byte.MAX_VALUE : Byte.MIN_VALUE,
      flag ? Short.MAX_VALUE : Short.MIN_VALUE,
      flag ? Integer.MAX_VALUE : Integer.MIN_VALUE,
      flag ? 1.5f : -0.0f,
      flag ? Double.MIN_VALUE : -0.0,
      text,
      new byte[] {0, (byte) 0xff, (byte) id},
      date,
      Instant.parse(day + "T23:59:59.123456Z"),
      decimal,
      BigDecimal.valueOf(flag ? 999_999_999_999_999_999L : -1),
      decimal.setScale(10),
      Arrays.asList(text, null, ""),
      Map.of(text, id),
      Arrays.asList((int) id, List.of(date))
    };
  }

  private static void random(Lake lake) {
    for (int seed = 1; seed <= 6; seed++) {
      RandomRows rows = new RandomRows(new SplittableRandom(seed));
      StructType columns = rows.table(6, 3);
      String name = "random.t" + seed;
      lake.transact(
          tx -> {
            tx.createTable(name, new Schema(columns, List.of()));
            for (int i = 0; i < 100; i++) {
              tx.append(name, rows.row(columns, 20));
            }
          });
    }
  }

  private static void partitions(Lake lake) {
    RandomRows random = new RandomRows(new SplittableRandom(1));
    for (DataType type : PARTITION_TYPES) {
      String name = "parts.by_" + type.text().replaceAll("\\W+", "_");
      Schema schema =
          Schema.of(Field.required("id", DataType.LONG), Field.optional("p", type))
              .partitionBy("p");
      lake.transact(
          tx -> {
            tx.createTable(name, schema);
            tx.append(name, 0L, null);
            for (long id = 1; id < 12; id++) {
              tx.append(name, id, partitionValue(random.scalar(type, 12)));
            }
          });
    }
    Schema texts =
        Schema.of(Field.required("id", DataType.LONG), Field.optional("p", DataType.STRING))
            .partitionBy("p");
    lake.transact(
        tx -> {
          tx.createTable("parts.special", texts);
          long id = 0;
          for (String p :
              List.of("a%b", "a%25b", "a/b", "a b", "=", "'", "\"", "é😀", "a\nb", "+")) {
            tx.append("parts.special", id++, p);
          }
        });
  }

  /**
   * NaN and empty strings are refused, and 4-digit years are what engines read of partition values.
   */
  private static Object partitionValue(Object value) {
    boolean fits =
        !(value instanceof Double d && d.isNaN())
            && !(value instanceof Float f && f.isNaN())
            && !(value instanceof LocalDate date && (date.getYear() < 1))
            && !(value instanceof String text && text.isEmpty())
            && !(value instanceof LocalDateTime time && time.getYear() > 9999)
            && !(value instanceof Instant at && at.isAfter(Instant.parse("9999-12-31T00:00:00Z")));
    return fits ? value : null;
  }

  private static void orders(Lake lake) {
    lake.transact(
        tx ->
            tx.createTable(
                "orders",
                Schema.of(
                        Field.required("id", DataType.LONG),
                        Field.optional("country", DataType.STRING),
                        Field.optional("amount", DataType.decimal(10, 2)))
                    .partitionBy("country")));
    for (long version = 1; version <= 5; version++) {
      long first = version * 10;
      lake.transact(
          tx -> {
            for (long id = first; id < first + 10; id++) {
              String country = Arrays.asList("DE", "FR", null).get((int) (id % 3));
              tx.append("orders", id, country, BigDecimal.valueOf(id * 100 + 99, 2));
            }
          });
    }
  }
}
