package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.FeedReplay;
import org.tarnlake.testing.SoundLake;

/**
 * Random statements on several tables, by transactions that are open side by side, among changes of
 * whole tables, against a model in memory. One table has generated and default columns. {@code
 * -Dtarn.statements=1000000} runs so many, in lakes of a few hundred each; {@code -Dtarn.from=500}
 * begins with the lake after so many.
 */
class RandomStatementsTest {
  private static final int STATEMENTS = Integer.getInteger("tarn.statements", 2_400);
  private static final long FROM = Long.getLong("tarn.from", 0);
  private static final int SEEDS = 6;
  private static final int STATEMENTS_PER_LAKE = 400;
  private static final List<String> TABLES = List.of("a", "b", "c", "g");
  private static final String COMPUTED =
      """
      {"type":"struct","fields":[
      {"name":"id","type":"long","nullable":true,"metadata":{}},
      {"name":"n","type":"integer","nullable":true,"metadata":{}},
      {"name":"word","type":"string","nullable":true,"metadata":{}},
      {"name":"twice","type":"integer","nullable":true,
       "metadata":{"delta.generationExpression":"n * 2"}},
      {"name":"note","type":"string","nullable":true,"metadata":{"CURRENT_DEFAULT":"'none'"}}]}
      """
          .replace("\n", "");
  private static final String FEATURES =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"generatedColumns\",\"allowColumnDefaults\"]}}";

  /** A row of the model. */
  private record Item(long id, Integer n, String word) {}

  private final Random random = new Random(0);

  /** What the lake holds, and what each open transaction sees. */
  private Map<String, List<Item>> committed;

  private record Open(Transaction tx, Map<String, List<Item>> sees) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void statementsDoWhatTheModelDoes(long first) {
    long lakes = Math.max(SEEDS, STATEMENTS / STATEMENTS_PER_LAKE);
    for (long seed = FROM + first; seed <= FROM + lakes; seed += SEEDS) {
      random.setSeed(seed);
      MemoryStore store = new MemoryStore();
      Lake.create(store, Environment.system()).close();
      try (Lake lake =
          seed % 2 == 0 ? open(store) : SmallBuffers.open(store, Environment.system())) {
        make(lake, store, first > 4);
        RandomTableChanges<Item> changes = new RandomTableChanges<>(lake, random);
        changes.note(committed);
        try {
          transactions(lake, changes);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("seed %s: %s".formatted(seed, changes.done()), e);
        }
        FeedReplay.assertLeadsToEachVersion(lake);
      }
      SoundLake.assertOneOfManySound(store);
    }
  }

  private void make(Lake lake, MemoryStore store, boolean tellsChanges) {
    committed = new LinkedHashMap<>();
    TABLES.forEach(table -> committed.put(table, new ArrayList<>()));
    new ForeignWriter(store, "g").create(FEATURES, ForeignWriter.metadata(COMPUTED, "{}"));
    lake.attach("g", "g");
    lake.transact(
        tx -> {
          for (String table : List.of("a", "b", "c")) {
            Schema schema = Schema.parse("id long, n int, word string");
            tx.createTable(table, table.equals("b") ? schema.partitionBy("word") : schema);
          }
          if (tellsChanges) {
            tx.alter("a").property("delta.enableChangeDataFeed", "true");
            tx.alter("b").property("delta.enableChangeDataFeed", "true");
          }
        });
  }

  private void transactions(Lake lake, RandomTableChanges<Item> changes) {
    List<Open> open = new ArrayList<>();
    int conflicts = 0;
    int commits = 0;
    for (int statements = 0; statements < STATEMENTS_PER_LAKE; ) {
      if (open.size() < 3 && random.nextInt(3) == 0) {
        open.add(new Open(lake.begin(), copy(committed)));
      }
      if (open.isEmpty()) {
        continue;
      }
      if (random.nextInt(25) == 0) {
        changes.change(committed);
        checkCommitted(lake);
      }
      if (random.nextInt(20) == 0) {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        lake.compact(table).targetBytes(random.nextBoolean() ? 3_000 : 1 << 20).run();
        changes.note(committed);
        checkCommitted(lake);
      }
      Open one = open.get(random.nextInt(open.size()));
      if (random.nextInt(5) > 0) {
        statement(one);
        statements++;
        continue;
      }
      open.remove(one);
      if (random.nextInt(8) == 0) {
        one.tx.rollback();
        continue;
      }
      try {
        commit(lake, one);
        commits++;
      } catch (ConflictException e) {
        conflicts++;
      }
      changes.note(committed);
      checkCommitted(lake);
    }
    open.forEach(each -> each.tx.rollback());
    assertThat(commits).isGreaterThan(conflicts / 3).isGreaterThan(10);
  }

  private static Lake open(ObjectStore store) {
    return Lake.open(store, Environment.system());
  }

  private static Map<String, List<Item>> copy(Map<String, List<Item>> tables) {
    Map<String, List<Item>> copy = new LinkedHashMap<>();
    tables.forEach((name, rows) -> copy.put(name, new ArrayList<>(rows)));
    return copy;
  }

  /** What the transaction took and added is taken from, and added to, what is there by now. */
  private void commit(Lake lake, Open one) {
    Map<String, List<Item>> before = rows(lake.asOf(one.tx.readVersion())::scan);
    one.tx.commit();
    for (String table : TABLES) {
      List<Item> now = committed.get(table);
      List<Item> gone = new ArrayList<>(before.get(table));
      one.sees.get(table).forEach(gone::remove);
      List<Item> come = new ArrayList<>(one.sees.get(table));
      before.get(table).forEach(come::remove);
      gone.forEach(each -> assertThat(now.remove(each)).as("%s in %s", each, table).isTrue());
      now.addAll(come);
    }
  }

  private interface Scans {
    Scan scan(String table);
  }

  private static Map<String, List<Item>> rows(Scans scans) {
    Map<String, List<Item>> all = new LinkedHashMap<>();
    for (String table : TABLES) {
      all.put(table, rows(scans.scan(table)));
    }
    return all;
  }

  private static List<Item> rows(Scan scan) {
    List<Item> items = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        Number n = (Number) rows.get("n");
        Integer number = n == null ? null : (Integer) n.intValue();
        items.add(new Item(rows.getLong("id"), number, rows.getString("word")));
        if (rows.type().names().contains("twice")) {
          assertThat(rows.get("twice")).isEqualTo(number == null ? null : (Integer) (number * 2));
          assertThat(rows.getString("note")).isEqualTo("none");
        }
      }
    }
    return items;
  }

  private void checkCommitted(Lake lake) {
    for (String table : TABLES) {
      assertSame(table, lake.scan(table), committed.get(table));
    }
  }

  private static void assertSame(String table, Scan scan, List<Item> expected) {
    assertThat(rows(scan)).as(table).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(scan.count()).as(table).isEqualTo(expected.size());
  }

  private void statement(Open one) {
    String table = TABLES.get(random.nextInt(TABLES.size()));
    List<Item> rows = one.sees.get(table);
    switch (random.nextInt(6)) {
      case 0, 1 -> append(one.tx, table, rows);
      case 2 -> {
        Condition condition = condition();
        long gone = one.tx.delete(table, condition.sql);
        int before = rows.size();
        rows.removeIf(condition.test);
        assertThat(gone).as("%s", condition).isEqualTo(before - rows.size());
      }
      case 3 -> update(one.tx, table, rows);
      case 4 -> upsert(one.tx, table, rows);
      default -> merge(one.tx, table, rows);
    }
    assertSame(table, one.tx.scan(table), rows);
    Condition condition = condition();
    assertThat(one.tx.scan(table).where(condition.sql).count())
        .as("%s", condition)
        .isEqualTo(rows.stream().filter(condition.test).count());
  }

  private void append(Transaction tx, String table, List<Item> rows) {
    for (int i = random.nextInt(12); i >= 0; i--) {
      Item item = item();
      tx.append(table, item);
      rows.add(item);
    }
  }

  private Item item() {
    return new Item(
        random.nextInt(40),
        random.nextInt(5) == 0 ? null : (Integer) random.nextInt(10),
        random.nextInt(6) == 0 ? null : "w" + random.nextInt(3));
  }

  private record Condition(String sql, Predicate<Item> test) {}

  private Condition condition() {
    int number = random.nextInt(40);
    int n = random.nextInt(10);
    String word = "w" + random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0 -> new Condition("id = " + number, item -> item.id == number);
      case 1 -> new Condition("id > " + number, item -> item.id > number);
      case 2 -> new Condition("n < " + n, item -> item.n != null && item.n < n);
      case 3 -> new Condition("word = '" + word + "'", item -> word.equals(item.word));
      case 4 -> new Condition("word is null", item -> item.word == null);
      case 5 -> new Condition("n is null or id = " + n, item -> item.n == null || item.id == n);
      case 6 -> new Condition("id % 7 = n", item -> item.n != null && item.id % 7 == item.n);
      default ->
          new Condition(
              "id between %s and %s".formatted(number, number + 3),
              item -> item.id >= number && item.id <= number + 3);
    };
  }

  private void update(Transaction tx, String table, List<Item> rows) {
    Condition condition = condition();
    String word = random.nextBoolean() ? "w1" : null;
    long changed =
        tx.update(table).set("n", "n + 1").set("word", row -> word).where(condition.sql).run();
    long expected = 0;
    for (int i = 0; i < rows.size(); i++) {
      Item item = rows.get(i);
      if (condition.test.test(item)) {
        rows.set(i, new Item(item.id, item.n == null ? null : (Integer) (item.n + 1), word));
        expected++;
      }
    }
    assertThat(changed).isEqualTo(expected);
  }

  private List<Item> source() {
    Map<Long, Item> source = new LinkedHashMap<>();
    // Many do not fit into small buffers, so that a merge goes part by part.
    for (int i = random.nextInt(random.nextInt(4) == 0 ? 150 : 8); i >= 0; i--) {
      Item item = item();
      source.put(item.id, item);
    }
    return new ArrayList<>(source.values());
  }

  private void upsert(Transaction tx, String table, List<Item> rows) {
    List<Item> source = source();
    MergeResult result = tx.upsert(table, List.of("id"), source);
    long updated = 0;
    long inserted = 0;
    for (Item item : source) {
      int found = Collections.frequency(rows.stream().map(Item::id).toList(), item.id);
      rows.replaceAll(row -> row.id == item.id ? item : row);
      if (found == 0) {
        rows.add(item);
        inserted++;
      }
      updated += found;
    }
    assertThat(result).isEqualTo(new MergeResult(updated, 0, inserted));
  }

  private void merge(Transaction tx, String table, List<Item> rows) {
    List<Item> source = source();
    tx.merge(table)
        .using(source)
        .on("id", "word")
        .whenMatched("source.n > n")
        .delete()
        .whenMatched("n is not null")
        .update(Map.of("n", "coalesce(source.n, 0) + n"))
        .whenNotMatched("n > 4")
        .insert()
        .whenNotMatchedBySource("n = 9")
        .delete()
        .run();
    List<Item> result = new ArrayList<>();
    for (Item row : rows) {
      Item match = null;
      for (Item each : source) {
        if (each.id == row.id && each.word != null && each.word.equals(row.word)) {
          match = each;
        }
      }
      if (match == null) {
        if (!Objects.equals(row.n, 9)) {
          result.add(row);
        }
      } else if (row.n == null) {
        result.add(row);
      } else if (match.n == null || match.n <= row.n) {
        result.add(new Item(row.id, (match.n == null ? 0 : match.n) + row.n, row.word));
      }
    }
    for (Item each : source) {
      boolean isNew =
          each.word == null
              || rows.stream().noneMatch(row -> row.id == each.id && each.word.equals(row.word));
      if (isNew && each.n != null && each.n > 4) {
        result.add(each);
      }
    }
    rows.clear();
    rows.addAll(result);
  }
}
