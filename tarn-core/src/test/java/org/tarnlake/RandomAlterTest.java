package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/**
 * Random changes of columns among random changes of rows, several of each in a transaction, against
 * a model in memory; versions before stay what they were. {@code -Dtarn.alterations=10000} runs so
 * many steps.
 */
class RandomAlterTest {
  private static final int STEPS = Integer.getInteger("tarn.alterations", 160);
  private static final List<DataType> TYPES =
      List.of(
          DataType.BYTE,
          DataType.SHORT,
          DataType.INT,
          DataType.LONG,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.decimal(4, 1),
          DataType.DATE,
          DataType.STRING);

  /** A column of the model; those with dots are in the struct {@code s}. */
  private static final class Column {
    String name;
    DataType type;
    boolean nullable = true;

    Column(String name, DataType type) {
      this.name = name;
      this.type = type;
    }
  }

  /** Stands in a row whose struct is not null, though all in it may be. */
  private static final Column STRUCT = new Column("struct", DataType.BOOLEAN);

  private final Random random = new Random(0);
  private List<Column> columns;
  private List<Map<Column, Object>> rows;
  private Column partition;
  private int names;

  /** What each version showed. */
  private final Map<Long, List<String>> versions = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void oldRowsAreReadByTheNewColumns(long seed) {
    random.setSeed(seed);
    MemoryStore store = new MemoryStore();
    Lake.create(store, Environment.system()).close();
    make(store, seed % 2 == 0);
    Lake lake = open(store);
    try {
      for (int i = 0; i < STEPS; i += 5) {
        commitOrNot(lake);
        check(lake);
        if (random.nextInt(6) == 0) {
          lake.close();
          lake = open(store);
        }
      }
    } finally {
      lake.close();
    }
    SoundLake.assertSound(store);
  }

  private Lake open(MemoryStore store) {
    return random.nextBoolean()
        ? Lake.open(store, Environment.system())
        : SmallBuffers.open(store, Environment.system());
  }

  private void make(MemoryStore store, boolean isPartitioned) {
    columns = new ArrayList<>();
    rows = new ArrayList<>();
    columns.add(new Column("id", DataType.INT));
    columns.add(new Column("p", DataType.INT));
    columns.add(new Column("s.a", DataType.INT));
    columns.add(new Column("s.b", DataType.STRING));
    partition = isPartitioned ? columns.get(1) : null;
    Schema schema = Schema.parse("id int, p int, s struct<a:int,b:string>");
    try (Lake lake = Lake.open(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", isPartitioned ? schema.partitionBy("p") : schema);
            tx.alter("t").property("delta.checkpointInterval", "4");
          });
    }
  }

  /** A transaction of some steps. */
  private void commitOrNot(Lake lake) {
    List<Column> before = new ArrayList<>();
    columns.forEach(
        each -> {
          Column copy = new Column(each.name, each.type);
          copy.nullable = each.nullable;
          before.add(copy);
        });
    List<Map<String, Object>> rowsBefore = new ArrayList<>();
    rows.forEach(row -> rowsBefore.add(byName(row)));
    String partitionBefore = partition == null ? null : partition.name;
    try (Transaction tx = lake.begin()) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        if (random.nextInt(5) < 2) {
          alter(tx);
        } else {
          change(tx);
        }
        assertSame(tx.scan("t"));
      }
      if (random.nextInt(7) > 0) {
        tx.commit();
        return;
      }
    }
    columns = before;
    partition = null;
    for (Column each : columns) {
      partition = each.name.equals(partitionBefore) ? each : partition;
    }
    rows = new ArrayList<>();
    for (Map<String, Object> row : rowsBefore) {
      Map<Column, Object> again = new HashMap<>();
      columns.forEach(each -> again.put(each, row.get(each.name)));
      if (row.containsKey(STRUCT.name)) {
        again.put(STRUCT, true);
      }
      rows.add(again);
    }
  }

  private static Map<String, Object> byName(Map<Column, Object> row) {
    Map<String, Object> values = new HashMap<>();
    row.forEach((column, value) -> values.put(column.name, value));
    return values;
  }

  private Column any() {
    return columns.get(random.nextInt(columns.size()));
  }

  private boolean isInStruct(Column column) {
    return column.name.startsWith("s.");
  }

  private long siblings(Column column) {
    return columns.stream()
        .filter(each -> isInStruct(each) == isInStruct(column) && each != partition)
        .count();
  }

  private void alter(Transaction tx) {
    Alter alter = tx.alter("t");
    Column column = any();
    boolean inStruct = isInStruct(column);
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        String name = "c" + names++;
        DataType type = TYPES.get(random.nextInt(TYPES.size()));
        if (inStruct) {
          alter.addTo("s", Field.optional(name, type));
        } else {
          alter.add(Field.optional(name, type));
        }
        columns.add(new Column(inStruct ? "s." + name : name, type));
      }
      case 2, 3 -> {
        // Sometimes the name of one that was dropped.
        String name = "c" + (random.nextInt(3) == 0 ? random.nextInt(names + 1) : names++);
        String path = inStruct ? "s." + name : name;
        if (columns.stream().noneMatch(each -> each.name.equals(path))) {
          alter.rename(column.name, name);
          column.name = path;
        }
      }
      case 4 -> {
        if (column != partition && siblings(column) > 1) {
          alter.drop(column.name);
          columns.remove(column);
          rows.forEach(row -> row.remove(column));
        }
      }
      case 5 -> {
        if (random.nextBoolean()) {
          alter.moveFirst(column.name);
        } else if (siblings(column) > 1) {
          List<Column> others =
              columns.stream()
                  .filter(each -> each != column && isInStruct(each) == inStruct)
                  .toList();
          String other = others.get(random.nextInt(others.size())).name;
          alter.moveAfter(column.name, other.substring(other.indexOf('.') + 1));
        }
      }
      case 6 -> widen(alter, column);
      default -> {
        boolean hasNull =
            rows.stream()
                .anyMatch(row -> row.get(column) == null && (!inStruct || row.containsKey(STRUCT)));
        if (!column.nullable) {
          alter.optional(column.name);
          column.nullable = true;
        } else if (!hasNull) {
          alter.required(column.name);
          column.nullable = false;
        }
      }
    }
  }

  private void widen(Alter alter, Column column) {
    DataType type = column.type;
    DataType wider =
        type == DataType.BYTE
            ? DataType.SHORT
            : type == DataType.SHORT
                ? (random.nextBoolean() ? DataType.INT : DataType.DOUBLE)
                : type == DataType.INT
                    ? (random.nextBoolean() ? DataType.LONG : DataType.decimal(12, 2))
                    : type == DataType.FLOAT
                        ? DataType.DOUBLE
                        : type == DataType.DATE
                            ? DataType.TIMESTAMP_NTZ
                            : type instanceof DecimalType decimal && decimal.precision() < 30
                                ? DataType.decimal(decimal.precision() + 5, decimal.scale() + 1)
                                : type;
    alter.type(column.name, wider);
    column.type = wider;
    rows.forEach(row -> row.replace(column, converted(row.get(column), wider)));
  }

  private static Object converted(Object value, DataType type) {
    if (value == null || type == DataType.STRING) {
      return value;
    }
    if (value instanceof LocalDate date) {
      return type == DataType.DATE ? date : date.atStartOfDay();
    }
    if (type instanceof DecimalType decimal) {
      return new BigDecimal(value.toString()).setScale(decimal.scale());
    }
    if (!(value instanceof Number number)) {
      return value;
    }
    return type == DataType.BYTE
        ? (Object) number.byteValue()
        : type == DataType.SHORT
            ? (Object) number.shortValue()
            : type == DataType.INT
                ? (Object) number.intValue()
                : type == DataType.LONG
                    ? (Object) number.longValue()
                    : type == DataType.FLOAT
                        ? (Object) number.floatValue()
                        : (Object) number.doubleValue();
  }

  private Object value(Column column) {
    if (column.nullable && random.nextInt(4) == 0) {
      return null;
    }
    int n = random.nextInt(20);
    return column.type == DataType.STRING
        ? "w" + n
        : column.type == DataType.DATE
            ? LocalDate.ofEpochDay(n)
            : column.type == DataType.TIMESTAMP_NTZ
                ? LocalDate.ofEpochDay(n).atTime(1, n)
                : converted(n, column.type);
  }

  private void change(Transaction tx) {
    switch (random.nextInt(5)) {
      case 0, 1, 2 -> {
        for (int i = random.nextInt(5); i >= 0; i--) {
          Map<Column, Object> row = new HashMap<>();
          boolean hasStruct = random.nextInt(4) > 0;
          columns.forEach(
              each -> row.put(each, isInStruct(each) && !hasStruct ? null : value(each)));
          tx.append("t", given(row, hasStruct));
          if (hasStruct) {
            row.put(STRUCT, true);
          }
          rows.add(row);
        }
      }
      case 3 -> {
        Column column = any();
        long gone = tx.delete("t", column.name + " is null");
        int before = rows.size();
        rows.removeIf(row -> row.get(column) == null);
        assertThat(gone).isEqualTo(before - rows.size());
      }
      default -> {
        List<Column> whole = columns.stream().filter(each -> !isInStruct(each)).toList();
        Column column = whole.get(random.nextInt(whole.size()));
        Column condition = any();
        Object value = value(column);
        tx.update("t").set(column.name, row -> value).where(condition.name + " is not null").run();
        rows.stream()
            .filter(row -> row.get(condition) != null)
            .forEach(row -> row.put(column, value));
      }
    }
  }

  private Map<String, Object> given(Map<Column, Object> row, boolean hasStruct) {
    Map<String, Object> given = new LinkedHashMap<>();
    Map<String, Object> struct = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (isInStruct(column)) {
            struct.put(column.name.substring(2), value);
          } else {
            given.put(column.name, value);
          }
        });
    if (hasStruct) {
      given.put("s", struct);
    }
    return given;
  }

  private void check(Lake lake) {
    assertSame(lake.scan("t"));
    long version = lake.latest().version();
    versions.put(version, seen(lake.scan("t"), lake.latest().table("t").schema()));
    if (random.nextInt(3) == 0) {
      List<Long> known = List.copyOf(versions.keySet());
      long old = known.get(random.nextInt(known.size()));
      assertThat(seen(lake.asOf(old).scan("t"), lake.asOf(old).table("t").schema()))
          .isEqualTo(versions.get(old));
    }
  }

  private static List<String> seen(Scan scan, Schema schema) {
    List<String> seen = new ArrayList<>(List.of(schema.columns().names().toString()));
    // A checkpoint orders the files of a partitioned table.
    AlterTest.rows(scan).stream().sorted().forEach(seen::add);
    return seen;
  }

  private void assertSame(Scan scan) {
    List<String> paths = columns.stream().map(each -> each.name).toList();
    List<String> expected =
        rows.stream()
            .map(
                row -> {
                  Map<String, Object> values = new LinkedHashMap<>();
                  columns.forEach(each -> values.put(each.name, row.get(each)));
                  return values.toString();
                })
            .toList();
    assertThat(AlterTest.rows(scan.select(paths))).containsExactlyInAnyOrderElementsOf(expected);
    Column column = any();
    assertThat(scan.where(column.name + " is null").count())
        .isEqualTo(rows.stream().filter(row -> row.get(column) == null).count());
    if (column.type != DataType.STRING
        && column.type != DataType.DATE
        && column.type != DataType.TIMESTAMP_NTZ) {
      int bound = random.nextInt(20);
      assertThat(scan.where("%s >= %s".formatted(column.name, bound)).count())
          .as("%s >= %s", column.name, bound)
          .isEqualTo(
              rows.stream()
                  .map(row -> row.get(column))
                  .filter(Objects::nonNull)
                  .filter(value -> new BigDecimal(value.toString()).intValue() >= bound)
                  .count());
    }
  }
}
