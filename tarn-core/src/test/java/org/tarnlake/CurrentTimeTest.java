package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Expression;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** CURRENT_TIMESTAMP and CURRENT_DATE are one value in all of a transaction. */
class CurrentTimeTest {
  private static final Instant START = Instant.parse("2026-03-01T23:59:59.999999999Z");

  @RegisterExtension final SoundLake sound = new SoundLake();

  private Instant now = START;
  private Lake lake;

  @BeforeEach
  void make() {
    Environment system = Environment.system();
    Environment ticking =
        new Environment(this::tick, new Random(1), system.pause(), system.background());
    lake = Lake.create(sound.watch(new MemoryStore()), ticking);
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id int, at timestamp, other timestamp, day date"));
          for (int i = 0; i < 3; i++) {
            tx.append("t", i, null, null, null);
          }
        });
  }

  /** Another time whenever it is asked for. */
  private synchronized Instant tick() {
    now = now.plus(Duration.ofSeconds(1));
    return now;
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private List<Object> times(String column) {
    try (Rows rows = lake.scan("t").where(column + " is not null").rows()) {
      return rows.stream().map(row -> row.get(column)).distinct().toList();
    }
  }

  @Test
  void allRowsAndStatementsOfATransactionHaveOneTime() {
    lake.transact(
        tx -> {
          tx.update("t").set("at", "current_timestamp").where("id < 2").run();
          tx.update("t")
              .set("at", "CURRENT_TIMESTAMP()")
              .set("other", "now()")
              .set("day", "current_date")
              .run();
          assertThat(tx.scan("t").where("at = current_timestamp").count()).isEqualTo(3);
        });
    List<Object> times = times("at");
    assertThat(times).hasSize(1);
    assertThat(times("other")).isEqualTo(times);
    Instant first = (Instant) times.get(0);
    assertThat(first).isAfter(START);
    assertThat(first.getNano() % 1000).isZero();
    assertThat(lake.scan("t").where("day = date '2026-03-02'").count()).isEqualTo(3);
    lake.transact(tx -> tx.update("t").set("at", "current_timestamp").run());
    assertThat((Instant) times("at").get(0)).isAfter(first);
  }

  @Test
  void conditionsCompareWithIt() {
    lake.transact(tx -> tx.update("t").set("at", "current_timestamp").where("id = 0").run());
    lake.transact(
        tx -> tx.update("t").set("at", "timestamp '2999-01-01 00:00:00'").where("id = 1").run());
    assertThat(lake.scan("t").where("at <= current_timestamp").count()).isEqualTo(1);
    assertThat(lake.scan("t").where("current_timestamp() < at").count()).isEqualTo(1);
    assertThat(lake.scan("t").where("cast(at as date) - 1 < current_date").count()).isEqualTo(1);
    assertThat(lake.scan("t").where("current_date > date '2026-01-01'").count()).isEqualTo(3);
    assertThat(lake.scan("t").where("current_date in (date '2020-01-01')").count()).isZero();
    assertThat(lake.scan("t").where("year(current_timestamp) = 2026").count()).isEqualTo(3);
    lake.transact(tx -> tx.delete("t", "at > now()"));
    assertThat(lake.scan("t").count()).isEqualTo(2);
  }

  @Test
  void mergesSetIt() {
    lake.transact(
        tx ->
            tx.merge("t")
                .using(Schema.parse("id int"), List.of(Map.of("id", 1), Map.of("id", 7)))
                .on("id")
                .whenMatched("target.at is null or source.id > 0 and at < current_timestamp")
                .update(Map.of("at", "current_timestamp"))
                .whenNotMatched()
                .insert(Map.of("id", "source.id", "at", "current_timestamp", "day", "current_date"))
                .run());
    assertThat(lake.scan("t").where("id in (1, 7) and at is not null").count()).isEqualTo(2);
    assertThat(times("at")).hasSize(1);
    assertThat(lake.scan("t").where("day = current_date").count()).isEqualTo(1);
  }

  @Test
  void aColumnOfThatNameIsMeant() {
    lake.transact(
        tx -> {
          tx.createTable("c", Schema.parse("current_date int, x date"));
          tx.append("c", 5, LocalDate.EPOCH);
        });
    assertThat(lake.scan("c").where("current_date = 5").count()).isEqualTo(1);
    assertThat(lake.scan("c").where("x < current_date()").count()).isEqualTo(1);
  }

  @Test
  void aNameInQuotesIsAColumns() {
    assertThatThrownBy(() -> lake.transact(tx -> tx.delete("t", "`current_date` is not null")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("no column 'current_date'");
    assertThatThrownBy(
            () -> lake.transact(tx -> tx.delete("t", "`current_date` > date '2000-01-01'")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("no column 'current_date'");
    assertThat(Expression.column("current_date").text()).isEqualTo("\"current_date\"");
    assertThat(Expression.parse("current_date").text()).isEqualTo("current_date");
  }

  @Test
  void theBareWordStandsWhereverAValueDoes() {
    assertThat(lake.scan("t").where("current_date is not null").count()).isEqualTo(3);
    assertThat(lake.scan("t").where("current_date in (date '1999-01-01')").count()).isZero();
    assertThat(lake.scan("t").where("current_date > date '1999-01-01'").count()).isEqualTo(3);
  }

  @Test
  void itCannotStandInWhatATableKeeps() {
    assertThatThrownBy(
            () -> lake.transact(tx -> tx.alter("t").addCheck("past", "at < current_timestamp")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(
            "current_timestamp is another value each time, and can only stand in a condition or a statement, not in what a table keeps");
    assertThatThrownBy(
            () -> Predicate.parse("day = current_date()").bind(Schema.parse("day date").columns()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("current_date is another value each time");
  }

  @Test
  void itHasAText() {
    assertThat(Expression.parse("Current_Timestamp( )").text()).isEqualTo("current_timestamp()");
    assertThat(Expression.parse("now()")).isEqualTo(Expression.parse("current_timestamp()"));
    assertThatThrownBy(() -> Expression.parse("current_date(1)"))
        .hasMessageContaining("current_date takes no argument, not 1");
  }
}
