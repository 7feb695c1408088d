package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Expression;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Rows get other values, and nothing else changes. */
class UpdateTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable(
              "orders",
              Schema.parse(
                  "id long not null, price decimal(9,2), region string, tags array<string>"));
          for (long i = 0; i < 6; i++) {
            tx.append(
                "orders",
                i,
                BigDecimal.valueOf(100 + i, 2),
                i % 2 == 0 ? "EU" : "US",
                java.util.List.of("t" + i));
          }
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private String rows() {
    return text(lake.scan("orders"));
  }

  private static String text(Scan scan) {
    StringBuilder text = new StringBuilder();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        text.append("%s %s %s; ".formatted(rows.getLong(0), rows.getDecimal(1), rows.getString(2)));
      }
    }
    return text.toString().strip();
  }

  @Test
  void theRowsOfTheConditionGetNewValues() {
    long changed =
        lake.compute(
            tx -> tx.update("orders").set("price", "price * 1.1").where("region = 'EU'").run());
    assertThat(changed).isEqualTo(3);
    assertThat(rows())
        .isEqualTo("1 1.01 US; 3 1.03 US; 5 1.05 US; 0 1.10 EU; 2 1.12 EU; 4 1.14 EU;");
    try (Rows rows = lake.scan("orders").where("id = 4").rows()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getList(3)).containsExactly("t4");
    }
  }

  @Test
  void everyValueComesFromTheRowAsItWas() {
    lake.transact(
        tx ->
            tx.update("orders")
                .set("price", "id")
                .set("id", "cast(price * 100 as long)")
                .where("id >= 4")
                .run());
    assertThat(rows()).endsWith("104 4.00 EU; 105 5.00 US;");
  }

  @Test
  void aTransactionSeesAndChangesAgainWhatItChanged() {
    lake.transact(
        tx -> {
          tx.append("orders", 6L, null, "ZZ", null);
          tx.update("orders")
              .set("region", row -> row.getString("region") + "!")
              .where("id in (1, 6)")
              .run();
          assertThat(text(tx.scan("orders").where("id in (1, 6)")))
              .isEqualTo("1 1.01 US!; 6 null ZZ!;");
          assertThat(
                  tx.update("orders")
                      .set("region", row -> row.getString("region") + row.getLong("id"))
                      .where("id in (1, 6)")
                      .run())
              .isEqualTo(2);
          tx.delete("orders", "id = 1");
        });
    assertThat(rows())
        .isEqualTo("0 1.00 EU; 2 1.02 EU; 3 1.03 US; 4 1.04 EU; 5 1.05 US; 6 null ZZ!6;");
  }

  @Test
  void allRowsOfAFileTakeItWithThem() {
    lake.transact(tx -> tx.update("orders").set("region", Expression.literal(null)).run());
    assertThat(lake.latest().table("orders").state().protocol().minReaderVersion()).isEqualTo(1);
    assertThat(rows()).doesNotContain("EU").contains("5 1.05 null;");
  }

  @Test
  void whatCannotBeComputedChangesNothing() {
    String before = rows();
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(() -> tx.update("orders").set("price", "1 / (id - 5)").run())
          .isInstanceOf(InvalidDataException.class);
      assertThatThrownBy(() -> tx.update("orders").set("price", "price * 10000000").run())
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("price");
      assertThatThrownBy(() -> tx.update("orders").set("id", "null").run())
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("id");
      assertThatThrownBy(() -> tx.update("orders").set("prise", "1"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("price");
      assertThatThrownBy(() -> tx.update("orders").set("price", "region"))
          .isInstanceOf(InvalidDataException.class);
      assertThatThrownBy(() -> tx.update("orders").set("price", "1").set("Price", "2"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("twice");
      assertThatThrownBy(() -> tx.update("orders").run()).isInstanceOf(InvalidDataException.class);
      assertThat(text(tx.scan("orders"))).isEqualTo(before);
      tx.update("orders").set("price", "0").where("id = 0").run();
      tx.commit();
    }
    assertThat(rows()).isEqualTo(before.replace("0 1.00 EU; ", "") + " 0 0.00 EU;");
  }

  @Test
  void ofTwoThatChangeOneRowTheLaterConflicts() {
    try (Transaction one = lake.begin();
        Transaction other = lake.begin();
        Transaction third = lake.begin()) {
      one.update("orders").set("price", "1").where("id = 1").run();
      other.update("orders").set("price", "2").where("id = 2").run();
      third.update("orders").set("price", "3").where("id in (2, 3)").run();
      one.commit();
      other.commit();
      assertThatThrownBy(third::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("row 3 of the file");
    }
    assertThat(rows()).endsWith("1 1.00 US; 2 2.00 EU;");
  }

  /** What a struct column may get. */
  public record Point(int x, String y) {}

  @Test
  void aFunctionMayReturnWhatAnAppendTakes() {
    lake.transact(
        tx -> {
          tx.createTable("points", Schema.parse("id long, p struct<x: int, y: string>"));
          tx.append("points", 1L, null);
          tx.update("points").set("p", row -> new Point(6, "c")).run();
        });
    try (Rows rows = lake.scan("points").where("p.x = 6 and p.y = 'c'").rows()) {
      assertThat(rows.next()).isTrue();
    }
  }
}
