package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/**
 * Random histories of several tables, of which random versions are restored and reverted. What
 * comes of it is known from the versions: no two rows that ever were are equal. {@code
 * -Dtarn.undos=1000} makes histories of so many versions.
 */
class RandomUndoTest {
  private static final int VERSIONS = Integer.getInteger("tarn.undos", 40);
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  @RegisterExtension final SoundLake sound = new SoundLake();

  /** A table at a version: its name, and its rows. */
  private record Shown(String name, Set<String> rows) {}

  private final Random random = new Random(0);
  private final List<Map<String, Shown>> versions = new ArrayList<>();
  private long ids;
  private int refused;
  private int clones;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatIsUndoneIsAsItWas(long seed) {
    random.setSeed(seed);
    MemoryStore store = sound.watch(new MemoryStore());
    int restores = 0;
    int reverts = 0;
    try (Lake lake = Lake.create(store, Environment.system())) {
      versions.add(shown(lake.latest()));
      while (versions.size() < VERSIONS) {
        int what = random.nextInt(10);
        if (what < 6 || versions.size() < 5) {
          lake.transact(tx -> change(lake, tx));
        } else if (what < 7) {
          restoreLake(lake);
          restores++;
        } else if (what < 8) {
          restores += restoreTable(lake);
        } else {
          reverts += revert(lake);
        }
        long newest = lake.latest().version();
        assertThat(newest).isLessThanOrEqualTo(versions.size());
        if (newest == versions.size()) {
          versions.add(shown(lake.latest()));
        }
      }
      for (int version = 0; version < versions.size(); version++) {
        assertThat(shown(lake.asOf(version))).isEqualTo(versions.get(version));
      }
    }
    assertThat(restores).isPositive();
    assertThat(reverts + refused).isPositive();
    assertThat(clones).isPositive();
  }

  private void change(Lake lake, Transaction tx) {
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<String> tables = tx.tables();
      String name = NAMES.get(random.nextInt(NAMES.size()));
      if (!tables.contains(name)) {
        Snapshot then = lake.asOf(random.nextInt(versions.size()));
        if (random.nextInt(3) == 0 && !then.tables().isEmpty()) {
          Table table = then.tables().get(random.nextInt(then.tables().size()));
          tx.cloneTable(table, name);
          assertThat(rows(tx.scan(name))).isEqualTo(rows(table.scan()));
          clones++;
        } else if (random.nextInt(4) > 0) {
          Schema schema = Schema.parse("id long, word string, part int");
          tx.createTable(name, name.equals("b") ? schema.partitionBy("part") : schema);
          append(tx, name);
        } else if (!tables.isEmpty()) {
          tx.renameTable(tables.get(random.nextInt(tables.size())), name);
        }
        continue;
      }
      long from = random.nextInt((int) ids + 1);
      String some = "id between %s and %s".formatted(from, from + random.nextInt(4));
      switch (random.nextInt(8)) {
        case 0 -> tx.delete(name, some);
        case 1 -> tx.update(name).set("word", "'" + ++ids + "'").where(some).run();
        case 2 -> tx.delete(name, "part = " + random.nextInt(3));
        case 3 -> {
          if (random.nextInt(3) == 0) {
            tx.dropTable(name);
          }
        }
        default -> append(tx, name);
      }
    }
  }

  private void append(Transaction tx, String name) {
    for (int i = 0; i <= random.nextInt(5); i++) {
      ids++;
      tx.append(name, ids, "word " + ids, (int) (ids % 3));
    }
  }

  private void restoreLake(Lake lake) {
    int version = random.nextInt(versions.size());
    lake.transact(tx -> tx.restore(lake.asOf(version)));
    assertThat(shown(lake.latest())).isEqualTo(versions.get(version));
  }

  private int restoreTable(Lake lake) {
    int version = random.nextInt(versions.size());
    List<Table> tables = lake.asOf(version).tables();
    if (tables.isEmpty()) {
      return 0;
    }
    Table then = tables.get(random.nextInt(tables.size()));
    Map<String, Shown> expected = new TreeMap<>(shown(lake.latest()));
    Shown now = expected.get(then.id());
    try {
      lake.transact(tx -> tx.restore(then));
    } catch (InvalidDataException e) {
      assertThat(now).isNull();
      assertThat(e).hasMessageContaining("table %s exists already".formatted(then.name()));
      return 0;
    }
    expected.put(
        then.id(),
        new Shown(
            now == null ? then.name() : now.name(), versions.get(version).get(then.id()).rows()));
    assertThat(shown(lake.latest())).isEqualTo(expected);
    return 1;
  }

  private int revert(Lake lake) {
    int newest = versions.size() - 1;
    int version = random.nextInt(3) == 0 ? newest : 1 + random.nextInt(newest);
    Map<String, Shown> before = versions.get(version - 1);
    Map<String, Shown> after = versions.get(version);
    try {
      lake.transact(tx -> tx.revert(version));
    } catch (InvalidDataException e) {
      refused++;
      assertThat(e).hasMessageContaining("lake version %s cannot be reverted: ".formatted(version));
      if (!e.getMessage().contains("attached table") && !e.getMessage().contains("there again")) {
        assertThat(version).isLessThan(newest);
        assertThat(e.getMessage()).containsPattern("lake version [0-9]+ [a-z]+");
      }
      return 0;
    } catch (RuntimeException e) {
      throw new AssertionError("the revert of %s after %s".formatted(version, newest), e);
    }
    Map<String, Shown> expected = new TreeMap<>(versions.get(newest));
    Set<String> touched = new HashSet<>(before.keySet());
    touched.addAll(after.keySet());
    for (String id : touched) {
      Shown was = before.get(id);
      Shown became = after.get(id);
      if (was == null) {
        expected.remove(id);
      } else if (became == null) {
        expected.put(id, was);
      } else if (!was.equals(became)) {
        Shown now = expected.get(id);
        Set<String> rows = new HashSet<>(now.rows());
        became.rows().stream().filter(row -> !was.rows().contains(row)).forEach(rows::remove);
        was.rows().stream().filter(row -> !became.rows().contains(row)).forEach(rows::add);
        boolean renamed = !was.name().equals(became.name());
        expected.put(id, new Shown(renamed ? was.name() : now.name(), rows));
      }
    }
    assertThat(shown(lake.latest())).as("version %s, reverted", version).isEqualTo(expected);
    return 1;
  }

  private static Map<String, Shown> shown(Snapshot snapshot) {
    Map<String, Shown> tables = new TreeMap<>();
    for (Table table : snapshot.tables()) {
      tables.put(table.id(), new Shown(table.name(), rows(table.scan())));
    }
    return tables;
  }

  private static Set<String> rows(Scan scan) {
    Set<String> rows = new HashSet<>();
    try (Rows all = scan.rows()) {
      while (all.next()) {
        String row = all.toMap().toString();
        assertThat(rows.add(row)).as(row).isTrue();
      }
    }
    return rows;
  }
}
