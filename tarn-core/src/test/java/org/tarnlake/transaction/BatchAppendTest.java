package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Appender;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.SmallBuffers;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Batches are appended as their rows would be, and refused as these would be. */
class BatchAppendTest {
  private static final int MANY = 2_000;

  private static final Schema SCHEMA =
      Schema.parse("id long not null, name string, price decimal(9,2), size byte, weight double");

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final Lake lake = Lake.create(disk, Environment.system());

  @AfterEach
  void close() {
    lake.close();
  }

  /** A batch of rows {@code from} to {@code from + count}; every seventh has nulls. */
  private static Batch batch(long from, int count) {
    long[] ids = new long[count];
    int[] starts = new int[count];
    int[] ends = new int[count];
    long[] prices = new long[count];
    int[] sizes = new int[count];
    double[] weights = new double[count];
    boolean[] nulls = new boolean[count];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      ids[i] = from + i;
      starts[i] = text.length();
      text.append("name ").append(from + i);
      ends[i] = text.length();
      prices[i] = 100 * (from + i);
      sizes[i] = (int) ((from + i) % 100);
      weights[i] = (from + i) / 2.0;
      nulls[i] = (from + i) % 7 == 0;
    }
    byte[] data = text.toString().getBytes(StandardCharsets.UTF_8);
    return of(
        SCHEMA.columns(),
        new LongVector(DataType.LONG, ids, count, null),
        new BytesVector(DataType.STRING, data, starts, ends, count, nulls),
        new DecimalVector((DecimalType) DataType.decimal(9, 2), prices, count, nulls),
        new IntVector(DataType.BYTE, sizes, count, nulls),
        new DoubleVector(weights, count, null));
  }

  private static Batch of(StructType columns, Vector... vectors) {
    return new Batch(columns, List.of(vectors), vectors[0].size());
  }

  private static @Nullable Object[] row(long id) {
    boolean isNull = id % 7 == 0;
    return new @Nullable Object[] {
      id,
      isNull ? null : "name " + id,
      isNull ? null : new BigDecimal(id).setScale(2),
      isNull ? null : (byte) (id % 100),
      id / 2.0
    };
  }

  private static List<String> texts(Scan scan) {
    List<String> texts = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        texts.add(rows.toMap().values().toString());
      }
    }
    return texts;
  }

  private static List<String> expected(long count) {
    List<String> texts = new ArrayList<>();
    for (long id = 0; id < count; id++) {
      texts.add(Arrays.toString(row(id)));
    }
    return texts;
  }

  @Test
  void rowsAndBatchesOfAnySizeKeepTheirOrder() {
    long total;
    try (Transaction tx = lake.begin()) {
      tx.createTable("t", SCHEMA);
      Appender appender = tx.appender("t");
      total = fill(appender);
      assertThat(texts(tx.scan("t"))).isEqualTo(expected(total));
      tx.commit();
    }
    assertThat(texts(lake.scan("t"))).isEqualTo(expected(total));
  }

  /** Buffers that hold a few rows only: batches go into files before those behind them come. */
  @Test
  void theyKeepItAlsoWhereFilesAreWrittenMeanwhile() {
    long total;
    try (Lake small = SmallBuffers.open(disk, Environment.system());
        Transaction tx = small.begin()) {
      tx.createTable("t", SCHEMA);
      total = fill(tx.appender("t"));
      assertThat(texts(tx.scan("t")).stream().sorted())
          .isEqualTo(expected(total).stream().sorted().toList());
      tx.commit();
    }
    assertThat(texts(lake.scan("t")).stream().sorted())
        .isEqualTo(expected(total).stream().sorted().toList());
  }

  private static long fill(Appender appender) {
    long id = 0;
    for (int count : new int[] {0, 1, MANY, 3, MANY, MANY, 0, 600, 5}) {
      appender.append(batch(id, count));
      id += count;
      appender.append(row(id++));
    }
    return id;
  }

  @Test
  void rowsOfPartitionsGoToTheirFiles() {
    lake.transact(
        tx -> {
          tx.createTable("t", SCHEMA.partitionBy("size", "name"));
          Appender appender = tx.appender("t");
          appender.append(batch(0, 100));
          appender.append(batch(100, 600));
        });
    assertThat(texts(lake.scan("t")).stream().sorted())
        .isEqualTo(expected(700).stream().sorted().toList());
    assertThat(lake.scan("t").where("size = 5").count()).isEqualTo(6);
  }

  /** The refused batch and the row that comes to the same say the same, and leave nothing. */
  @ParameterizedTest
  @ValueSource(ints = {3, MANY})
  void aBatchIsRefusedInTheWordsOfItsFirstWrongRow(int count) {
    Vector id = batch(0, count).vector(0);
    boolean[] nulls = new boolean[count];
    nulls[1] = true;
    nulls[2] = true;
    int[] sizes = new int[count];
    sizes[1] = 300;
    long[] prices = new long[count];
    prices[1] = -1_000_000_000;
    StructType columns = SCHEMA.columns();
    assertRefused(
        with(batch(0, count), 0, new LongVector(DataType.LONG, new long[count], count, nulls)),
        new @Nullable Object[] {null, "x", null, null, null});
    assertRefused(
        with(batch(0, count), 3, new IntVector(DataType.BYTE, sizes, count, null)),
        new @Nullable Object[] {1, "x", null, 300, null});
    assertRefused(
        with(
            batch(0, count),
            2,
            new DecimalVector((DecimalType) columns.field(2).type(), prices, count, null)),
        new @Nullable Object[] {1, "x", new BigDecimal("-10000000.00"), null, null});
    assertThat(id.size()).isEqualTo(count);
  }

  private void assertRefused(Batch batch, @Nullable Object[] sameRow) {
    try (Transaction tx = lake.begin()) {
      tx.createTable("t", SCHEMA);
      Appender appender = tx.appender("t");
      appender.append(batch(0, 5));
      appender.append(row(5));
      String message = null;
      try {
        appender.append(sameRow);
      } catch (InvalidDataException e) {
        message = e.getMessage();
      }
      assertThat(message).contains("table t, row 7 of this transaction: column '");
      // One row of the batch is before it.
      assertThatThrownBy(() -> appender.append(batch))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(message.replace("row 7", "row 8"));
      appender.append(batch(6, MANY));
      assertThat(texts(tx.scan("t"))).isEqualTo(expected(6 + MANY));
    }
  }

  private static Batch with(Batch batch, int column, Vector vector) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < batch.type().size(); c++) {
      vectors.add(c == column ? vector : batch.vector(c));
    }
    return new Batch(batch.type(), vectors, batch.rowCount());
  }

  @Test
  void textThatIsNoUtf8IsRefusedWhereverItStands() {
    byte[] data = {'a', (byte) 0xC3, 'b'};
    for (int count : new int[] {1, MANY}) {
      int[] starts = new int[count];
      int[] ends = new int[count];
      Arrays.fill(ends, 1);
      ends[count - 1] = 3;
      BytesVector text = new BytesVector(DataType.STRING, data, starts, ends, count, null);
      try (Transaction tx = lake.begin()) {
        tx.createTable("t", SCHEMA);
        assertThatThrownBy(() -> tx.appender("t").append(with(batch(0, count), 1, text)))
            .isInstanceOf(InvalidDataException.class)
            .hasMessage(
                "table t, row %s of this transaction: column 'name': 'a\\xc3b' is not UTF-8"
                    .formatted(count));
        assertThat(tx.scan("t").count()).isZero();
      }
    }
  }

  /** Delta would read them as null, or not find them again. */
  @ParameterizedTest
  @ValueSource(ints = {3, MANY})
  void valuesThatNoPartitionKeepsAreRefused(int count) {
    int[] ends = new int[count];
    Arrays.fill(ends, 1);
    ends[2] = 0;
    BytesVector text =
        new BytesVector(
            DataType.STRING, new byte[] {'a'}, new int[count], ends, count, new boolean[count]);
    double[] weights = new double[count];
    weights[1] = Double.NaN;
    Map<String, Batch> wrong =
        Map.of(
            "name", with(batch(0, count), 1, text),
            "weight", with(batch(0, count), 4, new DoubleVector(weights, count, null)));
    wrong.forEach(
        (column, batch) -> {
          try (Transaction tx = lake.begin()) {
            tx.createTable("t", SCHEMA.partitionBy(column));
            assertThatThrownBy(() -> tx.appender("t").append(batch))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(
                    "row %s of this transaction: partition column '%s' cannot hold"
                        .formatted(column.equals("name") ? 3 : 2, column));
            assertThat(tx.scan("t").count()).isZero();
          }
        });
  }

  @Test
  void aBatchHasTheColumnsOfTheTableInTheirOrder() {
    try (Transaction tx = lake.begin()) {
      tx.createTable("t", SCHEMA);
      Batch two = of(Schema.parse("a long, b long").columns(), id(3), id(3));
      assertThatThrownBy(() -> tx.appender("t").append(two))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "a batch of 2 columns for the 5 of table t; it must have id, name, price, size, weight");
      Batch other = with(batch(0, 3), 0, id(3));
      StructType columns =
          new StructType(
              List.of(
                  Field.optional("id", DataType.LONG),
                  Field.optional("name", DataType.STRING),
                  Field.optional("price", DataType.decimal(9, 2)),
                  Field.optional("size", DataType.SHORT),
                  Field.optional("weight", DataType.DOUBLE)));
      Batch wide =
          of(
              columns,
              other.vector(0),
              other.vector(1),
              other.vector(2),
              new IntVector(DataType.SHORT, new int[3], 3, null),
              other.vector(4));
      assertThatThrownBy(() -> tx.appender("t").append(wide))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "column 4 of table t is 'size byte', and of the batch 'size short'; pass a batch of the same types");
      assertThat(tx.scan("t").count()).isZero();
    }
  }

  private static Vector id(int count) {
    return new LongVector(DataType.LONG, new long[count], count, null);
  }

  /** Scans give batches of all kinds of columns; the types of two tables are compared deeply. */
  @Test
  void whatAScanReturnsGoesIntoAnotherTable() {
    Schema nested =
        Schema.parse(
            "a array<string>, s struct<x: int, y: map<string, long>>, d decimal(30,3), b binary, f boolean");
    lake.transact(
        tx -> {
          tx.createTable("from", nested);
          tx.createUntypedTable("loose", "v", "w");
          for (int i = 0; i < MANY; i++) {
            tx.append(
                "from",
                List.of("a" + i, "ü"),
                i % 3 == 0 ? null : Map.of("x", i, "y", Map.of("k", (long) i)),
                new BigDecimal(i).setScale(3),
                new byte[] {1, (byte) i},
                i % 2 == 0);
            tx.append("loose", i % 2 == 0 ? (Object) i : "1" + i, i / 8.0);
          }
        });
    lake.transact(
        tx -> {
          tx.createTable("to", nested);
          tx.createUntypedTable("tied", "x", "y");
          copy(tx, "from", "to");
          copy(tx, "loose", "tied");
        });
    assertThat(texts(lake.scan("to").select("a", "s", "d", "f")))
        .hasSize(MANY)
        .isEqualTo(texts(lake.scan("from").select("a", "s", "d", "f")));
    assertThat(texts(lake.scan("tied"))).isEqualTo(texts(lake.scan("loose")));
    assertThat(lake.scan("to").where("b = X'0105'").count())
        .isEqualTo(lake.scan("from").where("b = X'0105'").count());
  }

  private static void copy(Transaction tx, String from, String to) {
    Appender appender = tx.appender(to);
    try (Batches batches = tx.scan(from).batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        appender.append(batch);
      }
    }
  }

  /** Within a list, too, which is taken apart row by row. */
  @Test
  void whatIsWrongWithinAListIsRefused() {
    Schema lists = Schema.parse("id int, a array<string>");
    BytesVector bad =
        new BytesVector(
            DataType.STRING, new byte[] {(byte) 0xFF}, new int[1], new int[] {1}, 1, null);
    Vector list =
        new org.tarnlake.row.ListVector(
            (org.tarnlake.schema.ListType) lists.columns().field(1).type(),
            bad,
            new int[] {0, 0},
            new int[] {0, 1},
            2,
            null);
    Batch batch = of(lists.columns(), new IntVector(DataType.INT, new int[2], 2, null), list);
    try (Transaction tx = lake.begin()) {
      tx.createTable("t", lists);
      assertThatThrownBy(() -> tx.appender("t").append(batch))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("row 2 of this transaction: column 'a': ");
      assertThat(tx.scan("t").count()).isZero();
    }
  }
}
