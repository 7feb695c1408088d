package org.tarnlake.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** What objects cannot be rows, or rows objects, is told by name, and nothing is appended. */
class ObjectMistakesTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  enum Status {
    NEW,
    PAID
  }

  record Address(String city, int zip) {}

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

  private void assertRefused(Object row, String... words) {
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(() -> tx.append("t", row))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContainingAll(words);
      assertThat(tx.scan("t").count()).isEqualTo(lake.scan("t").count());
    }
  }

  private void assertUnreadable(Class<?> type, String... words) {
    assertThatThrownBy(() -> all(type))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContainingAll(words);
  }

  record Half(long orderid) {}

  @Test
  void columnThatAClassLacksIsNullOrRefused() {
    create(
        Schema.builder()
            .required("order_id", DataType.LONG)
            .optional("note", DataType.STRING)
            .build());
    append(new Half(1));
    assertThat(all(Map.class).toString()).isEqualTo("[{order_id=1, note=null}]");
    assertThat(all(Half.class)).containsExactly(new Half(1));
    lake.transact(tx -> tx.dropTable("t"));
    create(
        Schema.builder()
            .required("order_id", DataType.LONG)
            .required("note", DataType.STRING)
            .build());
    assertRefused(new Half(1), "record Half has no property for 'note', which must not be null");
    assertRefused(Map.of("order_id", 1), "'note' must not be null");
  }

  @Test
  void misspeltNamesAreListedWithNearOnes() {
    create(Schema.of(Address.class));
    record Wrong(String citty, int zip) {}
    assertRefused(
        new Wrong("x", 1),
        "table t, row 1 of this transaction: there is no column for 'citty' of record Wrong (did you mean 'city'?); the columns are city, zip");
    assertRefused(Map.of("zap", 1), "there is no column for 'zap' of a map (did you mean 'zip'?)");
    assertRefused(Map.of("zip", 1, "ZIP", 2), "two names of a map mean the column 'zip'");
    assertUnreadable(Wrong.class, "table t: there is no column for 'citty' of record Wrong");
  }

  @Test
  void misspeltNamesInsideAreToldWithTheirPath() {
    record WrongAddress(String city, int zap) {}
    record Wrong(List<WrongAddress> stops) {}
    record Right(List<Address> stops, String more) {}
    create(Schema.of(Right.class));
    assertRefused(
        new Wrong(List.of(new WrongAddress("x", 1))),
        "there is no column for 'stops.element.zap' of record WrongAddress (did you mean 'zip'?); the columns of stops.element are city, zip");
    assertUnreadable(Wrong.class, "'stops.element.zap' of record WrongAddress");
  }

  @Test
  void ambiguousNamesAreRefused() {
    create(Schema.of(Field.optional("a_b", DataType.LONG), Field.optional("ab_", DataType.LONG)));
    assertRefused(Map.of("AB", 1), "'AB' of a map may be any of the columns a_b, ab_");
  }

  @Test
  void nullsAreNamedWhereAClassHasAPrimitive() {
    create(Schema.of(Field.optional("city", DataType.STRING), Field.optional("zip", DataType.INT)));
    append(Map.of("city", "Rome"));
    assertUnreadable(
        Address.class,
        "column 'zip', read as record Address: it is null, and 'zip' of type int cannot be; make it an object or an Optional");
    record Fine(String city, Optional<Integer> zip) {}
    assertThat(all(Fine.class)).containsExactly(new Fine("Rome", Optional.empty()));
  }

  @Test
  void typesThatCannotMeetAreToldBeforeAnyRow() {
    record Wrong(String zip) {}
    create(Schema.of(Address.class));
    assertUnreadable(
        Wrong.class,
        "column 'zip' of type int cannot be 'zip' of record Wrong, which is of type String; make it a number, such as long");
    append(new Address("x", 1));
    assertRefused(Map.of("zip", "1"), "column 'zip': '1' of class String is no int");
  }

  @Test
  void unknownConstantsAreListed() {
    record Holder(Status s) {}
    create(Schema.of(Field.optional("s", DataType.STRING), Field.optional("x", DataType.LONG)));
    append(Map.of("s", "PAYD"));
    assertUnreadable(
        Holder.class,
        "column 's', read as record Holder: 'PAYD' is none of the constants of Status (did you mean 'PAID'?), which are NEW, PAID");
  }

  record Priced(BigDecimal price) {}

  record Node(String name, List<Node> next) {}

  record Raw(Map<String, Object> more) {}

  @Test
  void schemaOfAClassSaysWhatToTypeWhereTheClassDoesNotTell() {
    assertThatThrownBy(() -> Schema.of(Priced.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "'price' of record Priced is of type BigDecimal, which does not say what its column holds; give the column: Schema.of(Priced.class, Field.optional(\"price\", DataType.decimal(18, 2)))");
    assertThatThrownBy(() -> Schema.of(Node.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'next' of record Node holds itself");
    assertThatThrownBy(() -> Schema.of(Raw.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'more' of record Raw is of type Object");
    assertThatThrownBy(() -> Schema.of(Address.class, Field.optional("citty", DataType.STRING)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'citty' (did you mean 'city'?); it has city, zip");
  }

  /** Appended without a word, the value of a setter without a getter would be lost. */
  public static final class WriteOnly {
    public int getA() {
      return 1;
    }

    public void setA(int a) {}

    public void setB(int b) {}
  }

  public static final class Immutable {
    private final int zip;

    public Immutable(int zip) {
      this.zip = zip;
    }

    public int getZip() {
      return zip;
    }
  }

  @Test
  void classesThatStandForNoRowSayWhatToDo() {
    create(Schema.of(Address.class));
    assertRefused(new Object() {}, "has no public getters, and stands for no row");
    assertRefused(new WriteOnly(), "setter of 'b' without a getter");
    assertRefused(Status.NEW, "a row of 1 values for 2 columns");
    assertUnreadable(String.class, "class String is no record and no bean");
    assertUnreadable(Immutable.class, "no constructor without arguments; make it a record");
    lake.transact(tx -> tx.dropTable("t"));
    create(Schema.of(Immutable.class));
    append(new Immutable(4));
    assertThat(lake.scan("t").where("zip = 4").count()).isEqualTo(1);
  }

  public static final class Failing {
    public int getZip() throws Exception {
      throw new java.io.IOException("no zip today");
    }
  }

  @Test
  void gettersThatFailAreTold() {
    create(Schema.of(Failing.class));
    assertRefused(
        new Failing(), "property 'zip' of class Failing could not be got", "no zip today");
  }
}
