package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.env.Environment;
import org.tarnlake.judge.TrackedRowsOfKernel;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/**
 * Random histories of a table that tracks its rows. Delta Kernel tells the ids in each version:
 * those of a row, known by its key, never change, no other row ever gets them, and its version is
 * the one in which a statement changed it last, whatever moved it since. {@code -Dtarn.rowIds=1000}
 * makes histories of so many versions.
 */
class RandomRowIdsTest {
  private static final int VERSIONS = Integer.getInteger("tarn.rowIds", 25);
  private static final String TRACKING = "delta.enableRowTracking";

  /** By key, the table's version in which a row was changed last. */
  private final List<Map<Long, Long>> versions = new ArrayList<>();

  private final Random random = new Random(0);
  private long keys;

  /** Of the keys that were there before. */
  private record Source(long key, @Nullable String word, int part) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theIdOfARowNeverChangesAndIsNeverGivenTwice(long seed) {
    random.setSeed(seed);
    MemoryStore store = new MemoryStore();
    Lake.create(store, Environment.system()).close();
    int enabledAt = (int) seed;
    String location;
    try (Lake lake =
        seed % 2 == 0
            ? Lake.open(store, Environment.system())
            : SmallBuffers.open(store, Environment.system())) {
      lake.transact(
          tx -> {
            Schema schema = Schema.parse("key long, word string, part int");
            tx.createTable("t", seed > 3 ? schema.partitionBy("part") : schema);
            if (seed % 3 == 0) {
              tx.alter("t").property("delta.enableDeletionVectors", "false");
            }
            if (seed % 3 == 1) {
              tx.alter("t").property("delta.enableChangeDataFeed", "true");
            }
          });
      versions.add(new TreeMap<>());
      while (versions.size() < VERSIONS) {
        if (versions.size() == enabledAt) {
          lake.transact(tx -> tx.alter("t").property(TRACKING, "true"));
          long enabled = versions.size();
          Map<Long, Long> rows = new TreeMap<>(newest());
          rows.replaceAll((key, version) -> enabled);
          versions.add(rows);
        } else {
          change(lake, enabledAt);
        }
      }
      location = lake.latest().table("t").location();
      assertThat(lake.latest().table("t").version()).isEqualTo(versions.size() - 1);
    }
    check(store, location, enabledAt);
    SoundLake.assertSound(store);
  }

  private Map<Long, Long> newest() {
    return versions.get(versions.size() - 1);
  }

  private void change(Lake lake, int enabledAt) {
    Map<Long, Long> rows = new TreeMap<>(newest());
    long version = versions.size();
    if (random.nextInt(8) == 0 && version > enabledAt + 1) {
      int back = enabledAt + random.nextInt((int) version - enabledAt);
      if (random.nextBoolean()) {
        Undone undone = undo(lake, tx -> tx.restore(lake.latest().table("t").asOf(back)));
        if (!undone.isNothing()) {
          versions.add(versions.get(back));
        }
      } else {
        Undone undone = undo(lake, tx -> tx.revert(lake.latest().version()));
        if (!undone.isNothing()) {
          versions.add(versions.get((int) version - 2));
        }
      }
      return;
    }
    if (random.nextInt(4) == 0) {
      for (int i = lake.compact("t").run().commits(); i > 0; i--) {
        versions.add(newest());
      }
      return;
    }
    lake.transact(
        tx -> {
          for (int i = random.nextInt(4); i > 0; i--) {
            statement(tx, rows, version);
          }
          // So that there is something to commit.
          tx.append("t", ++keys, "always", (int) (keys % 3));
          rows.put(keys, version);
        });
    versions.add(rows);
  }

  private static Undone undo(Lake lake, Function<Transaction, Undone> how) {
    try (Transaction tx = lake.begin()) {
      Undone undone = how.apply(tx);
      tx.commit();
      return undone;
    }
  }

  private void statement(Transaction tx, Map<Long, Long> rows, long version) {
    long from = random.nextInt((int) keys + 2);
    long to = from + random.nextInt(8);
    String some = "key between %s and %s".formatted(from, to);
    switch (random.nextInt(6)) {
      case 0 -> {
        tx.delete("t", some);
        rows.keySet().removeIf(key -> key >= from && key <= to);
      }
      case 1 -> {
        tx.update("t").set("word", "word || 'x'").where(some).run();
        rows.replaceAll((key, was) -> key >= from && key <= to ? version : was);
      }
      case 2 -> {
        tx.update("t").set("part", row -> 1 + (int) row.get("part")).where(some).run();
        rows.replaceAll((key, was) -> key >= from && key <= to ? version : was);
      }
      case 3 -> {
        List<Source> source = new ArrayList<>();
        for (long key : rows.keySet()) {
          if (random.nextInt(3) == 0) {
            source.add(new Source(key, null, random.nextInt(3)));
          }
        }
        source.forEach(each -> rows.put(each.key, version));
        for (int i = random.nextInt(random.nextInt(3) == 0 ? 100 : 3); i > 0; i--) {
          source.add(new Source(++keys, "merged", 1));
          rows.put(keys, version);
        }
        tx.upsert("t", List.of("key"), source);
      }
      default -> {
        for (int i = random.nextInt(30); i > 0; i--) {
          tx.append("t", ++keys, "word " + keys, (int) (keys % 3));
          rows.put(keys, version);
        }
      }
    }
  }

  private void check(MemoryStore store, String location, int enabledAt) {
    TrackedRowsOfKernel kernel = TrackedRowsOfKernel.of(store);
    Map<Long, Long> ids = new HashMap<>();
    Map<Long, Long> keyOfId = new HashMap<>();
    for (int version = enabledAt; version < versions.size(); version++) {
      Map<Long, Long> changed = new TreeMap<>();
      for (List<@Nullable Object> row : kernel.at(location, version)) {
        long key = (Long) row.get(0);
        long id = (Long) row.get(3);
        assertThat(ids.putIfAbsent(key, id)).as("id of %s, %s", key, version).isIn(null, id);
        assertThat(keyOfId.putIfAbsent(id, key)).as("row %s, %s", id, version).isIn(null, key);
        changed.put(key, (Long) row.get(4));
      }
      assertThat(changed).as("version %s", version).isEqualTo(versions.get(version));
    }
    assertThat(ids).hasSizeGreaterThan(50);
  }
}
