package org.tarnlake.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;

/**
 * Kernel skips files by the statistics and partition values that Tarn writes, and misses no row.
 */
class KernelSkippingTest {
  private static final int FILES = 12;
  private static final int ROWS = 50;

  /** A condition as Kernel and as Tarn take it. */
  private record Condition(String operator, String column, Literal value, String tarn) {
    Predicate predicate() {
      return new Predicate(operator, new Column(column), value);
    }
  }

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000 + 999;
  }

  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition("=", "id", Literal.ofLong(123), "id = 123"),
          new Condition("<", "id", Literal.ofLong(7), "id < 7"),
          new Condition(">=", "id", Literal.ofLong(598), "id >= 598"),
          new Condition("=", "name", Literal.ofString("name-0333-ü"), "name = 'name-0333-ü'"),
          new Condition(">", "name", Literal.ofString("name-0590"), "name > 'name-0590'"),
          new Condition("=", "amount", Literal.ofDouble(0.0), "amount = 0"),
          new Condition("<", "amount", Literal.ofDouble(1), "amount < 1"),
          new Condition(
              "=", "price", Literal.ofDecimal(new BigDecimal("123.25"), 12, 2), "price = 123.25"),
          new Condition(
              "=",
              "day",
              Literal.ofDate((int) LocalDate.parse("1969-12-30").toEpochDay()),
              "day = date '1969-12-30'"),
          new Condition(
              "=",
              "at",
              Literal.ofTimestamp(micros("1970-01-01T00:02:03.000Z")),
              "at = timestamp '1970-01-01 00:02:03.000999Z'"),
          new Condition("=", "p", Literal.ofString("p3"), "p = 'p3'"),
          new Condition("=", "p", Literal.ofString("none"), "p = 'none'"));

  @Test
  void rowsAreTheSameWithAndWithoutSkipping() throws IOException {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      fill(lake);
      lake.awaitPublished();
      KernelReader kernel = new KernelReader(store);
      Snapshot snapshot = kernel.newest("t");
      int skipped = 0;
      for (Condition condition : CONDITIONS) {
        List<List<Object>> tarn = TarnValues.rows(lake.scan("t").where(condition.tarn()));
        List<List<Object>> read = kernel.rows(snapshot, Optional.of(condition.predicate()));
        assertThat(read).as(condition.toString()).containsAll(tarn);
        skipped += read.size() < FILES * ROWS ? 1 : 0;
      }
      assertThat(skipped).as("conditions by which Kernel skipped files").isGreaterThan(9);
    }
  }

  private static void fill(Lake lake) {
    Schema schema =
        Schema.builder()
            .required("id", DataType.LONG)
            .optional("name", DataType.STRING)
            .optional("amount", DataType.DOUBLE)
            .optional("price", DataType.decimal(12, 2))
            .optional("day", DataType.DATE)
            .optional("at", DataType.TIMESTAMP)
            .optional("p", DataType.STRING)
            .build()
            .partitionBy("p");
    lake.transact(tx -> tx.createTable("t", schema));
    for (int f = 0; f < FILES; f++) {
      int file = f;
      lake.transact(
          tx -> {
            for (int r = 0; r < ROWS; r++) {
              long id = file * ROWS + r;
              tx.append(
                  "t",
                  id,
                  id % 10 == 9 ? null : "name-%04d-ü".formatted(id),
                  file == 1 && r == 0 ? Double.NaN : id == 0 ? -0.0 : id,
                  BigDecimal.valueOf(id * 100 + 25, 2),
                  LocalDate.ofEpochDay(file - 6),
                  Instant.ofEpochSecond(id, 999_000),
                  file == 4 ? null : "p" + file % 5);
            }
          });
    }
  }
}
