package org.tarnlake.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.data.RandomRows;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.Seeds;

/** Delta Kernel reads tables of every type, name and value that Tarn writes. */
class RandomTablesTest {
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
          DataType.decimal(38, 10),
          DataType.decimal(19, 0));

  @Test
  void kernelReadsTablesOfAnySchema() {
    Seeds.run(15, RandomTablesTest::randomLake);
  }

  private static void randomLake(SplittableRandom random) {
    RandomRows rows = new RandomRows(random);
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      StructType columns = rows.table(1 + random.nextInt(8), random.nextInt(4));
      Schema schema = new Schema(columns, partitions(random, columns));
      lake.transact(tx -> tx.createTable("größe.表 1", schema));
      for (int version = random.nextInt(6); version > 0; version--) {
        int variety = 4 + random.nextInt(30);
        int count = random.nextInt(60);
        lake.transact(
            tx -> {
              for (int i = 0; i < count; i++) {
                tx.append("größe.表 1", writable(schema, rows.row(columns, variety)));
              }
            });
      }
      if (random.nextBoolean()) {
        lake.transact(tx -> tx.renameTable("größe.表 1", "a%b+c"));
      }
    }
    KernelJudge.assertAgrees(store);
  }

  private static List<String> partitions(SplittableRandom random, StructType columns) {
    List<String> names = new ArrayList<>();
    for (Field field : columns.fields()) {
      boolean fits =
          (field.type() instanceof PrimitiveType || field.type() instanceof DecimalType)
              && field.type() != DataType.BINARY;
      if (fits && names.size() < columns.size() - 1 && random.nextInt(4) == 0) {
        names.add(field.name());
      }
    }
    return names;
  }

  /**
   * NaN has no place in a partition column, nor has an empty text that must not be null; and Kernel
   * reads no date or time without a zone as a partition value beyond the years 1 to 9999.
   */
  private static Object[] writable(Schema schema, Object[] row) {
    for (String name : schema.partitionColumns()) {
      int ordinal = schema.columns().indexOf(name);
      Object value = row[ordinal];
      if (value instanceof Double number && number.isNaN()) {
        row[ordinal] = 1.5;
      } else if (value instanceof Float number && number.isNaN()) {
        row[ordinal] = 1.5f;
      } else if (value instanceof LocalDate date && date.getYear() < 1) {
        row[ordinal] = LocalDate.of(1, 1, 1);
      } else if (value instanceof LocalDateTime time && time.getYear() > 9999) {
        row[ordinal] = LocalDateTime.parse("9999-12-31T23:59:59.999999");
      } else if ("".equals(value)) {
        row[ordinal] = "not empty";
      }
    }
    return row;
  }

  @Test
  void kernelReadsPartitionColumnsOfEveryType() {
    MemoryStore store = new MemoryStore();
    RandomRows rows = new RandomRows(new SplittableRandom(1));
    try (Lake lake = Lake.create(store, Environment.system())) {
      for (DataType type : PARTITION_TYPES) {
        Schema schema =
            Schema.builder()
                .required("id", DataType.LONG)
                .optional("p", type)
                .optional("rest", DataType.STRING)
                .build()
                .partitionBy("p");
        String table = "by_" + type.text().replaceAll("\\W+", "_");
        lake.transact(
            tx -> {
              tx.createTable(table, schema);
              for (long id = 0; id < 40; id++) {
                Object p = id == 0 ? null : rows.scalar(type, 12);
                tx.append(table, writable(schema, new Object[] {id, p, "r" + id}));
              }
            });
      }
    }
    KernelJudge.assertAgrees(store);
  }

  @Test
  void kernelReadsPartitionValuesOfSpecialCharactersAndOldDates() {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      Schema schema =
          Schema.builder()
              .required("id", DataType.LONG)
              .optional("s", DataType.STRING)
              .optional("d", DataType.DATE)
              .optional("t", DataType.TIMESTAMP)
              .optional("n", DataType.TIMESTAMP_NTZ)
              .build()
              .partitionBy("s", "d", "t", "n");
      lake.transact(
          tx -> {
            tx.createTable("t", schema);
            long id = 0;
            for (String s :
                List.of("a%b", "a%25b", "a/b", "a b", " ", "=", "'", "\"", "é😀", "\n")) {
              tx.append("t", id++, s, null, null, null);
            }
            for (String d : List.of("0001-01-01", "1582-10-04", "1582-10-15", "1969-12-31")) {
              tx.append(
                  "t",
                  id++,
                  "x",
                  LocalDate.parse(d),
                  Instant.parse(d + "T23:59:59.999999Z"),
                  LocalDateTime.parse(d + "T00:00:00.000001"));
            }
          });
    }
    KernelJudge.assertAgrees(store);
  }

  @Test
  void kernelReadsManyVersionsRenamedAndDroppedTablesAndEmptyOnes() throws IOException {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      Schema schema = Schema.of(Field.required("id", DataType.LONG));
      lake.transact(tx -> tx.createTable("empty", schema));
      lake.transact(tx -> tx.createUntypedTable("untyped", "a", "b"));
      lake.transact(tx -> tx.append("untyped", 1L, "1"));
      lake.transact(tx -> tx.createTable("gone", schema));
      lake.transact(tx -> tx.append("gone", 1L));
      String location = lake.latest().table("gone").location();
      lake.transact(tx -> tx.dropTable("gone"));
      for (long i = 0; i < 60; i++) {
        long id = i;
        lake.transact(tx -> tx.append("empty", id));
      }
      lake.transact(tx -> tx.renameTable("empty", "full"));
      lake.transact(tx -> tx.createTable("empty", schema));
      lake.awaitPublished();
      Snapshot dropped = new KernelReader(store).newest(location);
      assertThat(new KernelReader(store).rows(dropped)).containsExactly(List.of(1L));
    }
    KernelJudge.assertAgrees(store);
  }
}
