package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** What a table cannot become is told, and it stays as it was. */
class AlterRulesTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable(
              "t",
              Schema.parse(
                      "id long, price decimal(5,2), at struct<x:int>, day date, m map<string,int>, f float")
                  .partitionBy("day"));
          tx.append("t", 1, 2, null, java.time.LocalDate.EPOCH, null, 1f);
          tx.createTable("p", Schema.parse("a int, b int").partitionBy("b"));
          tx.createUntypedTable("u", "any");
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private void refused(String table, Consumer<Alter> change, String message) {
    long version = lake.latest().version();
    try (Transaction tx = lake.begin()) {
      Schema before = tx.schema(table);
      assertThatThrownBy(() -> change.accept(tx.alter(table)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining(message);
      assertThat(tx.schema(table)).isEqualTo(before);
      assertThat(tx.commit()).isEqualTo(version);
    }
  }

  @Test
  void unknownColumnsAreNamedWithTheNearestOne() {
    refused(
        "t",
        alter -> alter.drop("prize"),
        "table t: there is no column 'prize' (did you mean 'price'?)");
    refused("t", alter -> alter.rename("at.z", "y"), "there is no column 'at.z'");
    refused(
        "t", alter -> alter.moveAfter("id", "dy"), "there is no column 'dy' (did you mean 'day'?)");
    refused(
        "t",
        alter -> alter.comment("m.value", "x"),
        "'m.value' is what the map<string,int> 'm' consists of");
    refused(
        "t",
        alter -> alter.addTo("price", Field.optional("x", DataType.INT)),
        "column 'price' is decimal(5,2), and only a struct takes fields");
  }

  @Test
  void namesThatAreTakenOrNotAllowedAreRefused() {
    refused("t", alter -> alter.add("ID int"), "column 'id' exists already");
    refused("t", alter -> alter.add("ok int, Price int"), "column 'price' exists already");
    refused("t", alter -> alter.rename("id", "PRICE"), "column 'id' cannot be called 'price'");
    refused("t", alter -> alter.rename("at.x", "at.y"), "its new name stands alone");
    refused("t", alter -> alter.rename("id", "a b"), "column name 'a b' is not allowed");
    refused(
        "t",
        alter -> alter.add(Field.optional("v", DataType.VARIANT)),
        "cannot have the type variant");
    lake.transact(tx -> tx.alter("t").rename("id", "ID"));
    assertThat(lake.latest().table("t").schema().columns().names()).contains("ID");
  }

  @Test
  void aTableKeepsAColumnAndItsPartitions() {
    refused("t", alter -> alter.drop("day"), "column 'day' partitions the table");
    refused(
        "p", alter -> alter.drop("a"), "column 'a' is the last one that is not a partition column");
    refused("u", alter -> alter.drop("any"), "column 'any' is the last one and cannot be dropped");
    refused(
        "t",
        alter -> alter.drop("at.x"),
        "field 'at.x' is the last one of its struct and cannot be dropped; drop 'at'");
    refused("t", alter -> alter.drop("id", "ID"), "column 'id' is named twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | INT | column 'id' is long and cannot become int",
        "id | DOUBLE | it can become decimal(20,0)",
        "at.x | STRING | it can become long, double or decimal(10,0)",
        "at | INT | change what is in it, such as 'column.x'",
        "day | TIMESTAMP_NTZ | partition column 'day' cannot become timestamp_ntz",
        "f | LONG | it can become double",
        "m.key | INT | a string stays one"
      })
  void onlyWiderTypesAreTaken(String column, String type, String message) throws Exception {
    DataType wanted = (DataType) DataType.class.getField(type).get(null);
    refused("t", alter -> alter.type(column, wanted), message);
  }

  @Test
  void decimalsMustNotLoseDigits() {
    refused("t", alter -> alter.type("price", DataType.decimal(6, 4)), "such as decimal(7,2)");
    refused("t", alter -> alter.type("id", DataType.decimal(19, 0)), "cannot become decimal(19,0)");
    refused("u", alter -> alter.type("any", DataType.LONG), "column 'any' has no type");
    lake.transact(
        tx ->
            tx.alter("t")
                .type("price", DataType.decimal(8, 4))
                .type("id", DataType.decimal(22, 2)));
    assertThat(AlterTest.rows(lake.scan("t").select("id", "price")))
        .containsExactly("{id=1.00, price=2.0000}");
  }

  @Test
  void aRequiredColumnComesOnlyIntoAnEmptyTable() {
    refused("t", alter -> alter.add("n int not null"), "column 'n' cannot be added as NOT NULL");
    lake.transact(tx -> tx.alter("p").add("n int not null"));
    lake.transact(
        tx -> {
          tx.deleteAll("t");
          tx.alter("t").add("n int not null");
        });
    assertThat(lake.latest().table("t").schema().columns().field(6).nullable()).isFalse();
  }

  @Test
  void propertiesOfDeltaAreChecked() {
    refused(
        "t",
        alter -> alter.property("delta.checkpointIntervall", "5"),
        "did you mean 'delta.checkpointInterval'?");
    refused(
        "t",
        alter -> alter.property("delta.checkpointInterval", "0"),
        "is a whole number above 0, not '0'");
    refused("t", alter -> alter.property("delta.appendOnly", "yes"), "is true or false, not 'yes'");
    refused(
        "t", alter -> alter.property("delta.logRetentionDuration", "a month"), "interval 30 days");
    refused(
        "t",
        alter -> alter.property("delta.dataSkippingStatsColumns", "id,prize"),
        "there is no column 'prize'");
    refused("t", alter -> alter.property("delta.columnMapping.mode", "id"), "cannot become 'id'");
    refused(
        "t",
        alter -> alter.property("delta.columnMapping.maxColumnId", "9"),
        "cannot be set or taken away");
    refused("t", alter -> alter.property("tarn.maxFieldId", "3"), "it counts the ids");
    // It was told that Tarn keeps it.
    refused(
        "t",
        alter -> alter.property("tarn.bloomFilterColumn", "id"),
        "did you mean 'tarn.bloomFilterColumns'?");
    refused(
        "t",
        alter -> alter.removeProperty("delta.appendOnly"),
        "there is no property 'delta.appendOnly'");
    refused("t", alter -> alter.property(" ", "1"), "is no name of a property");
  }

  @Test
  void whatIsSoAlreadyIsNoCommit() {
    long version = lake.latest().version();
    lake.transact(
        tx ->
            tx.alter("t")
                .rename("id", "id")
                .type("id", DataType.LONG)
                .optional("id")
                .moveFirst("id")
                .comment("id", "")
                .property("delta.columnMapping.mode", "none")
                .drop());
    assertThat(lake.latest().version()).isEqualTo(version);
  }

  @Test
  void scansAndStatementsThatWereBegunBeforeAreRefused() {
    try (Transaction tx = lake.begin()) {
      Scan scan = tx.scan("t");
      Update update = tx.update("t").set("id", "2");
      Appender appender = tx.appender("u");
      appender.append("one");
      tx.alter("t").rename("id", "key");
      tx.alter("u").add("other int");
      assertThatThrownBy(scan::count)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("altered");
      assertThatThrownBy(update::run).isInstanceOf(IllegalStateException.class);
      appender.append("two", 2);
      tx.commit();
    }
    assertThat(AlterTest.rows(lake.scan("u")))
        .containsExactly("{any=one, other=null}", "{any=two, other=2}");
  }

  @Test
  void aDroppedTableForgetsThatItWasAltered() {
    lake.transact(
        tx -> {
          tx.alter("t").rename("id", "key");
          tx.dropTable("t");
          tx.renameTable("p", "t");
          tx.alter("t").add("c int");
        });
    assertThat(lake.latest().table("t").schema().columns().names()).containsExactly("a", "b", "c");
  }

  private String conflict(Work<RuntimeException> first, Work<RuntimeException> second) {
    try (Transaction mine = lake.begin()) {
      second.run(mine);
      lake.transact(first);
      try {
        mine.commit();
      } catch (ConflictException e) {
        return e.getMessage();
      }
      return "none";
    }
  }

  @Test
  void aWriterIsToldWhatAnotherOneChanged() {
    Work<RuntimeException> append = tx -> tx.append(tx.tables().get(0), 1, 1);
    assertThat(conflict(tx -> tx.alter("p").rename("a", "c"), append))
        .contains("it changed the table: column a was renamed to c; nothing was committed");
    assertThat(conflict(tx -> tx.alter("p").add("d int").type("c", DataType.LONG), append))
        .contains("it changed the table: column c became long; column d was added;");
    assertThat(conflict(tx -> tx.alter("p").drop("c").required("d"), tx -> tx.append("p", 1, 1, 1)))
        .contains("column d must not be null now; column c was dropped;");
    assertThat(
            conflict(
                tx -> tx.alter("p").property("delta.appendOnly", "true"),
                tx -> tx.append("p", 1, 1)))
        .contains("property delta.appendOnly was set to 'true';");
    assertThat(conflict(tx -> tx.append("p", 1, 1), tx -> tx.alter("p").required("b")))
        .contains(
            "it changed the table whose schema, protocol or properties this transaction changes");
    assertThat(conflict(tx -> tx.alter("p").add("f int"), tx -> tx.alter("p").add("g int")))
        .contains("column f was added");
  }
}
