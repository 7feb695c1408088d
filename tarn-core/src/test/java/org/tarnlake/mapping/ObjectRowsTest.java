package org.tarnlake.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Records, beans, maps and rows go into a table and come out of it. */
class ObjectRowsTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  enum Status {
    NEW,
    PAID
  }

  record Address(String city, int zip) {}

  record Order(
      long orderId,
      Status status,
      Optional<String> note,
      BigDecimal price,
      Instant at,
      LocalDate day,
      LocalDateTime local,
      List<Address> stops,
      Map<String, Address> people,
      Address home,
      Set<Integer> sizes,
      double weight,
      boolean paid,
      char grade) {}

  private static final Order ORDER =
      new Order(
          7,
          Status.PAID,
          Optional.of("x"),
          new BigDecimal("1.50"),
          Instant.parse("2026-01-02T03:04:05Z"),
          LocalDate.of(2026, 1, 2),
          LocalDateTime.of(2026, 1, 2, 3, 4),
          List.of(new Address("Rome", 1), new Address("Bonn", 2)),
          Map.of("Ada", new Address("Oslo", 3)),
          new Address("Lyon", 4),
          Set.of(42),
          1.5,
          true,
          'A');

  /** A bean with a derived property, an acronym and a setter that returns the bean. */
  public static final class Person {
    private String name;
    private Integer age;
    private String url;

    public String getName() {
      return name;
    }

    public Person setName(String name) {
      this.name = name;
      return this;
    }

    public Integer getAge() {
      return age;
    }

    public void setAge(Integer age) {
      this.age = age;
    }

    public String getURL() {
      return url;
    }

    public void setURL(String url) {
      this.url = url;
    }

    public boolean isAdult() {
      return age >= 18;
    }
  }

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, Environment.system());
  }

  private void create(Schema schema) {
    lake.transact(tx -> tx.createTable("t", schema));
  }

  private void append(Object row) {
    lake.transact(tx -> tx.append("t", row));
  }

  private <T> List<T> all(Class<T> type) {
    try (Stream<T> rows = lake.scan("t").as(type)) {
      return rows.toList();
    }
  }

  @Test
  void recordsGoInAndComeOut() {
    create(Schema.of(Order.class, Field.optional("price", DataType.decimal(9, 2))));
    append(ORDER);
    assertThat(all(Order.class)).containsExactly(ORDER);
    assertThat(lake.latest().table("t").schema().columns().fields().toString())
        .isEqualTo(
            "[orderId long not null, status string, note string, price decimal(9,2), at timestamp, day date, local timestamp_ntz, stops list<struct<city:string,zip:int not null>>, people map<string,struct<city:string,zip:int not null>>, home struct<city:string,zip:int not null>, sizes list<int>, weight double not null, paid boolean not null, grade string not null]");
  }

  @Test
  void beansGoInAndComeOut() {
    create(Schema.of(Person.class));
    assertThat(lake.latest().table("t").schema().columns().names())
        .containsExactly("URL", "age", "name");
    Person ada = new Person().setName("Ada");
    ada.setAge(36);
    append(ada);
    Person read = all(Person.class).get(0);
    assertThat(read.getName()).isEqualTo("Ada");
    assertThat(read.getAge()).isEqualTo(36);
    assertThat(read.getURL()).isNull();
  }

  @Test
  void mapsGoInAndComeOut() {
    create(Schema.of(Order.class, Field.optional("price", DataType.decimal(9, 2))));
    append(ORDER);
    Map<?, ?> map = all(Map.class).get(0);
    assertThat(map.get("home")).isEqualTo(Map.of("city", "Lyon", "zip", 4));
    assertThat(map.get("stops"))
        .isEqualTo(List.of(Map.of("city", "Rome", "zip", 1), Map.of("city", "Bonn", "zip", 2)));
    append(map);
    assertThat(all(Order.class)).containsExactly(ORDER, ORDER);
  }

  @Test
  void rowsOfOneTableAreThoseOfAnother() {
    create(Schema.of(Address.class));
    append(new Address("Rome", 1));
    Schema wider =
        Schema.of(
            Field.optional("x", DataType.LONG),
            Field.optional("ZIP", DataType.LONG),
            Field.optional("city", DataType.STRING));
    lake.transact(
        tx -> {
          tx.createTable("u", wider);
          try (Stream<Row> rows = tx.scan("t").rows().stream()) {
            assertThat(tx.appender("u").appendAll(rows)).isEqualTo(1);
          }
        });
    try (Rows rows = lake.scan("u").rows()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.toMap())
          .containsExactly(entry("x", null), entry("ZIP", 1L), entry("city", "Rome"));
    }
  }

  record Snake(long order_id, String FIRSTNAME) {}

  record Camel(long orderId, String firstName) {}

  @Test
  void namesMatchWithoutCaseAndUnderscores() {
    create(Schema.of(Snake.class));
    append(new Camel(1, "Ada"));
    append(new Snake(2, "Bob"));
    append(Map.of("ORDER_ID", 3, "first_name", "Cid"));
    assertThat(all(Camel.class))
        .containsExactly(new Camel(1, "Ada"), new Camel(2, "Bob"), new Camel(3, "Cid"));
  }

  record Single(int n) {}

  @Test
  void singleColumnTakesItsValueOrARow() {
    create(Schema.of(Single.class));
    append(1);
    append(new Single(2));
    append(Map.of("n", 3));
    assertThat(all(Single.class)).containsExactly(new Single(1), new Single(2), new Single(3));
  }

  @Test
  void singleColumnOfAStructOrMapTakesTheObject() {
    create(
        Schema.of(
            Field.optional(
                "home",
                DataType.struct(
                    Field.optional("city", DataType.STRING),
                    Field.optional("zip", DataType.INT)))));
    append(new Address("Rome", 1));
    append(Map.of("city", "Bonn", "zip", 2));
    assertThat(all(Map.class).toString())
        .isEqualTo("[{home={city=Rome, zip=1}}, {home={city=Bonn, zip=2}}]");
    lake.transact(tx -> tx.dropTable("t"));
    create(Schema.of(Field.optional("m", DataType.map(DataType.STRING, DataType.INT))));
    append(Map.of("m", 1));
    record Holder(Map<String, Integer> m) {}
    append(new Holder(Map.of("x", 2)));
    assertThat(all(Map.class).toString()).isEqualTo("[{m={m=1}}, {m={x=2}}]");
  }

  @Test
  void valuesOneByOneMayBeRecordsAndEnums() {
    create(
        Schema.of(
            Field.optional("status", DataType.STRING),
            Field.optional("any", DataType.STRING),
            Field.optional(
                "home",
                DataType.struct(
                    Field.optional("city", DataType.STRING),
                    Field.optional("zip", DataType.INT)))));
    lake.transact(
        tx -> {
          tx.append("t", Status.NEW, "x", Map.of("city", "Bonn"));
          tx.append("t", Status.NEW, Optional.empty(), new Address("Rome", 1));
          tx.append("t", Status.PAID, null, new Address("Oslo", 2));
          tx.append("t", Status.PAID, "y", List.of("Lyon", 3));
        });
    assertThat(all(Map.class))
        .extracting(Object::toString)
        .containsExactly(
            "{status=NEW, any=x, home={city=Bonn, zip=null}}",
            "{status=NEW, any=null, home={city=Rome, zip=1}}",
            "{status=PAID, any=null, home={city=Oslo, zip=2}}",
            "{status=PAID, any=y, home={city=Lyon, zip=3}}");
  }

  @Test
  void untypedColumnsHoldEnumsAndComeAsAnyScalar() {
    record Loose(Status a, Object b, BigDecimal c, Optional<Integer> d, String e) {}
    lake.transact(tx -> tx.createUntypedTable("t", "a", "b", "c", "d", "e"));
    append(new Loose(Status.NEW, 5, new BigDecimal("1.10"), Optional.of(3), "7"));
    assertThat(all(Loose.class))
        .containsExactly(new Loose(Status.NEW, 5L, new BigDecimal("1.10"), Optional.of(3), "7"));
  }

  @Test
  void bulkAppendTakesIterablesIteratorsAndStreams() {
    create(Schema.of(Address.class));
    lake.transact(
        tx -> {
          Appender appender = tx.appender("t");
          assertThat(appender.appendAll(List.of(new Address("a", 1), new Address("b", 2))))
              .isEqualTo(2);
          assertThat(appender.appendAll(List.of(Map.of("zip", 3)).iterator())).isEqualTo(1);
          assertThat(
                  appender.appendAll(IntStream.range(4, 1000).mapToObj(i -> new Object[] {"c", i})))
              .isEqualTo(996);
        });
    assertThat(lake.scan("t").count()).isEqualTo(999);
    try (Transaction tx = lake.begin()) {
      Appender appender = tx.appender("t");
      assertThatThrownBy(
              () -> appender.appendAll(List.of(new Address("a", 1), "b", new Address("c", 3))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("row 2 of this transaction: a row of 1 values for 2 columns");
      assertThat(tx.scan("t").count()).isEqualTo(1000);
    }
  }

  @Test
  void numbersAreReadWhereTheyFit() {
    record Wide(long a, long b, float c, BigDecimal d) {}
    record Narrow(byte a, double b, double c, BigInteger d) {}
    create(Schema.of(Wide.class, Field.optional("d", DataType.decimal(9, 2))));
    append(new Wide(5, 6, 0.5f, new BigDecimal("7.00")));
    assertThat(all(Narrow.class))
        .containsExactly(new Narrow((byte) 5, 6, 0.5, BigInteger.valueOf(7)));
    append(new Wide(500, 6, 0.5f, new BigDecimal("7.00")));
    assertThatThrownBy(() -> all(Narrow.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("column 'a', read as record Narrow: 500 does not fit byte");
  }

  @Test
  void streamsCloseTheirScanAndTheirRowsStay() {
    create(Schema.of(Single.class));
    lake.transact(tx -> tx.appender("t").appendAll(IntStream.range(0, 10_000).boxed()));
    List<Row> kept;
    try (Stream<Row> rows = lake.scan("t").rows().stream()) {
      kept = rows.filter(row -> row.getInt("n") % 4000 == 1).toList();
    }
    assertThat(kept).extracting(row -> row.getInt("n")).containsExactly(1, 4001, 8001);
    Rows rows = lake.scan("t").rows();
    Stream<Row> some = rows.stream();
    assertThat(some.limit(2).count()).isEqualTo(2);
    some.close();
    assertThatThrownBy(rows::next).hasMessageContaining("the scan is closed");
    Iterator<Row> all = lake.scan("t").rows().stream().iterator();
    all.forEachRemaining(row -> assertThat(row.isNull(0)).isFalse());
    assertThat(all.hasNext()).isFalse();
  }

  @Test
  void cursorGivesTheRowItStandsAtAsAnObject() {
    create(Schema.of(Address.class));
    append(new Address("Rome", 1));
    try (Rows rows = lake.scan("t").rows()) {
      assertThatThrownBy(() -> rows.as(Address.class)).isInstanceOf(IllegalStateException.class);
      while (rows.next()) {
        assertThat(rows.as(Address.class)).isEqualTo(new Address("Rome", 1));
      }
    }
  }

  @Test
  void onlyTheColumnsOfTheClassAreRead() {
    record Zip(Integer zip) {}
    create(Schema.of(Address.class));
    append(new Address("Rome", 1));
    assertThat(lake.scan("t").where("city = 'Rome'").as(Zip.class).toList())
        .containsExactly(new Zip(1));
    assertThatThrownBy(() -> lake.scan("t").select("city").as(Zip.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("there is no column for 'zip' of record Zip; the columns are city");
  }
}
