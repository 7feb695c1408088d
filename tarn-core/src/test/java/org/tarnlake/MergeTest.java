package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Rows are matched by their keys. */
class MergeTest {
  /** What a program may have. */
  public record Order(long id, String name) {}

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id long not null, name string, n int"));
          for (int i = 0; i < 5; i++) {
            tx.append("t", (long) i, "name " + i, i);
          }
        });
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private String rows() {
    StringBuilder text = new StringBuilder();
    try (Rows rows = lake.scan("t").rows()) {
      while (rows.next()) {
        text.append("%s %s %s; ".formatted(rows.getLong(0), rows.getString(1), rows.get(2)));
      }
    }
    return text.toString().strip();
  }

  @Test
  void anUpsertChangesWhatIsThereAndInsertsTheRest() {
    MergeResult result =
        lake.compute(
            tx ->
                tx.upsert(
                    "t",
                    List.of("id"),
                    List.of(Map.of("id", 3L, "name", "c"), Map.of("id", 7L, "name", "g"))));
    assertThat(result).isEqualTo(new MergeResult(1, 0, 1));
    assertThat(rows())
        .isEqualTo("0 name 0 0; 1 name 1 1; 2 name 2 2; 4 name 4 4; 3 c null; 7 g null;");
  }

  @Test
  void recordsOfOtherColumnsKeepWhatTheyLack() {
    lake.transact(
        tx ->
            tx.merge("t")
                .using(
                    Schema.parse("ID int, name string"),
                    List.of(new Order(2, "two"), new Order(9, "nine")))
                .on("id")
                .whenMatched()
                .update()
                .whenNotMatched()
                .insert()
                .run());
    assertThat(rows()).endsWith("4 name 4 4; 2 two 2; 9 nine null;");
  }

  @Test
  void theFirstClauseWhoseConditionIsTrueCounts() {
    List<Object[]> source =
        List.of(
            new Object[] {0L, "x", true, 10},
            new Object[] {1L, "y", false, 1},
            new Object[] {2L, "z", null, 30},
            new Object[] {8L, "new", false, 1},
            new Object[] {9L, "gone", true, 1});
    MergeResult result =
        lake.compute(
            tx ->
                tx.merge("t")
                    .using(Schema.parse("id long, name string, deleted boolean, n int"), source)
                    .on("id")
                    .whenMatched("source.deleted")
                    .delete()
                    .whenMatched("source.n > n")
                    .update(
                        Map.of("name", "source.name || ' ' || target.name", "n", "n + source.n"))
                    .whenNotMatched("not deleted")
                    .insert(Map.of("id", "id", "name", "upper(name)"))
                    .whenNotMatchedBySource("n = 4")
                    .update(Map.of("n", "n * 100"))
                    .whenNotMatchedBySource("id = 3")
                    .delete()
                    .run());
    assertThat(result).isEqualTo(new MergeResult(2, 2, 1));
    assertThat(rows()).isEqualTo("1 name 1 1; 2 z name 2 32; 4 name 4 400; 8 NEW null;");
  }

  @Test
  void aScanOfAnotherTableOfTheTransactionIsASource() {
    lake.transact(
        tx -> {
          tx.createTable("s", Schema.parse("id long, name string, n int"));
          tx.append("s", 1L, "one", 1);
          tx.append("s", 6L, "six", 6);
          tx.append("s", null, "no key", 6);
          MergeResult result =
              tx.merge("t")
                  .using(tx.scan("s").where("id is not null"))
                  .on("id")
                  .whenMatched()
                  .update()
                  .whenNotMatched()
                  .insert()
                  .run();
          assertThat(result).isEqualTo(new MergeResult(1, 0, 1));
          assertThat(tx.upsert("t", List.of("id"), List.of(new Order(6, "again"))).updated())
              .isEqualTo(1);
        });
    assertThat(rows()).endsWith("4 name 4 4; 1 one 1; 6 again null;");
  }

  @Test
  void keysOfSeveralColumnsAndNulls() {
    lake.transact(
        tx -> {
          tx.createTable("k", Schema.parse("a string, b double, v int"));
          tx.append("k", "x", 0.0, 1);
          tx.append("k", "x", Double.NaN, 2);
          tx.append("k", null, 1.0, 3);
          List<Object[]> source =
              List.of(
                  new Object[] {"x", -0.0, 10},
                  new Object[] {"x", Double.NaN, 20},
                  new Object[] {null, 1.0, 30});
          assertThat(tx.upsert("k", List.of("a", "b"), source)).isEqualTo(new MergeResult(2, 0, 1));
        });
    try (Rows rows = lake.scan("k").where("v >= 3").rows()) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(4);
    }
  }

  @Test
  void mistakesChangeNothing() {
    String before = rows();
    try (Transaction tx = lake.begin()) {
      assertThatThrownBy(
              () ->
                  tx.upsert(
                      "t",
                      List.of("id"),
                      List.of(new Order(7, "a"), new Order(8, "b"), new Order(7, "c"))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "table t: the source has two rows with the key id 7; which one is meant is not said, so nothing was merged");
      assertThatThrownBy(() -> tx.upsert("t", List.of(), List.of()))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("key");
      assertThatThrownBy(() -> tx.upsert("t", List.of("idd"), List.of()))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("did you mean 'id'");
      assertThatThrownBy(
              () ->
                  tx.merge("t")
                      .using(Schema.parse("id long, nme string"), List.of())
                      .on("id")
                      .whenMatched()
                      .update()
                      .run())
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("nme");
      assertThatThrownBy(
              () ->
                  tx.merge("t")
                      .using(Schema.parse("name string"), List.of())
                      .on("id")
                      .whenMatched()
                      .delete()
                      .run())
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("in the source there is no column 'id'");
      assertThatThrownBy(
              () ->
                  tx.merge("t")
                      .using(List.of(new Order(1, "x"), new Order(2, "y")))
                      .on("id")
                      .whenMatched()
                      .update(Map.of("n", "1 / (id - 2)"))
                      .run())
          .isInstanceOf(InvalidDataException.class);
      assertThatThrownBy(() -> tx.upsert("t", List.of("id"), Arrays.asList(Map.of("name", "x"))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("row 1 of the source");
      assertThat(tx.commit()).isEqualTo(tx.readVersion());
    }
    assertThat(rows()).isEqualTo(before);
  }

  /** Two upserts of one new key must not both insert it. */
  @Test
  void ofTwoThatInsertOneKeyTheLaterConflicts() {
    try (Transaction one = lake.begin();
        Transaction other = lake.begin();
        Transaction third = lake.begin()) {
      one.upsert("t", List.of("id"), List.of(new Order(100, "one")));
      other.upsert("t", List.of("id"), List.of(new Order(101, "other")));
      third.upsert("t", List.of("id"), List.of(new Order(101, "third"), new Order(102, "third")));
      one.commit();
      other.commit();
      assertThatThrownBy(third::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("id 101");
    }
    lake.transact(
        tx ->
            tx.upsert(
                "t", List.of("id"), List.of(new Order(101, "third"), new Order(102, "third"))));
    assertThat(rows()).endsWith("100 one null; 101 third null; 102 third null;");
  }
}
