package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;

/**
 * Random changes of whole tables: of their columns and properties, restores, clones and reverts.
 * Each is a transaction of its own, while others are open. What rows come of it is known from the
 * versions before. One thread at a time.
 *
 * @param <T> a row
 */
final class RandomTableChanges<T> {
  private final Lake lake;
  private final Random random;
  private final TreeMap<Long, Map<String, List<T>>> versions = new TreeMap<>();
  private final List<String> done = new ArrayList<>();
  private int columns;

  RandomTableChanges(Lake lake, Random random) {
    this.lake = lake;
    this.random = random;
  }

  /** The newest version has these rows. */
  void note(Map<String, List<T>> tables) {
    Map<String, List<T>> copy = new LinkedHashMap<>();
    tables.forEach((name, rows) -> copy.put(name, List.copyOf(rows)));
    versions.put(lake.latest().version(), copy);
  }

  /** What was done, for messages. */
  List<String> done() {
    return done;
  }

  /** Does something to the lake, and to what it holds by the model. */
  void change(Map<String, List<T>> tables) {
    List<String> names = List.copyOf(tables.keySet());
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> restore(name, tables);
      case 2 -> copy(name, tables);
      case 3 -> revert(tables);
      default -> alter(name);
    }
    note(tables);
  }

  private void commit(String what, Consumer<Transaction> work) {
    done.add("version %s: %s".formatted(lake.latest().version() + 1, what));
    lake.transact(work::accept);
  }

  private long anyVersion() {
    List<Long> known = List.copyOf(versions.keySet());
    return known.get(random.nextInt(known.size()));
  }

  private List<T> rows(long version, String name) {
    return new ArrayList<>(versions.get(version).get(name));
  }

  private void restore(String name, Map<String, List<T>> tables) {
    long version = anyVersion();
    Table then = lake.asOf(version).table(name);
    if (then.id().equals(lake.latest().table(name).id())) {
      try {
        commit("restore %s to %s".formatted(name, version), tx -> tx.restore(then));
        tables.put(name, rows(version, name));
      } catch (UnsupportedTableException e) {
        assertThat(e).as("%s", done).hasMessageContaining("mapping stays on");
      }
    }
  }

  /** A copy of a table, as it is or was, takes the place of another one. */
  private void copy(String name, Map<String, List<T>> tables) {
    List<String> names = List.copyOf(tables.keySet());
    String source = names.get(random.nextInt(names.size()));
    long version = anyVersion();
    Table then = lake.asOf(version).table(source);
    commit(
        "%s is %s of version %s".formatted(name, source, version),
        tx -> {
          tx.dropTable(name);
          tx.cloneTable(then, name);
        });
    tables.put(name, rows(version, source));
  }

  /** The newest version is taken back, of which nobody built upon. */
  private void revert(Map<String, List<T>> tables) {
    long newest = lake.latest().version();
    Map<String, List<T>> before = versions.get(newest - 1);
    if (before == null) {
      return;
    }
    try {
      commit("revert " + newest, tx -> tx.revert(newest));
    } catch (UnsupportedTableException e) {
      assertThat(e).as("%s", done).hasMessageContaining("mapping stays on");
      return;
    } catch (InvalidDataException e) {
      // A table that a revert brought back was attached, for the log.
      assertThat(e).as("%s", done).hasMessageContaining("attached table");
      return;
    }
    before.forEach((name, rows) -> tables.put(name, new ArrayList<>(rows)));
  }

  private void alter(String name) {
    var schema = lake.latest().table(name).schema().columns();
    List<String> added = schema.names().stream().filter(each -> each.startsWith("x")).toList();
    String some = added.isEmpty() ? null : added.get(random.nextInt(added.size()));
    String fresh = "x" + columns++;
    switch (random.nextInt(8)) {
      case 0 -> commit("drop %s of %s".formatted(some, name), tx -> drop(tx, name, some));
      case 1 -> {
        if (some != null) {
          commit("rename %s of %s".formatted(some, name), tx -> tx.alter(name).rename(some, fresh));
        }
      }
      case 2 -> {
        if (!schema.names().contains("twice")) {
          commit("widen n of " + name, tx -> tx.alter(name).type("n", DataType.LONG));
        }
      }
      case 3 ->
          commit(
              "move columns of " + name,
              tx -> tx.alter(name).moveFirst(random.nextBoolean() ? "word" : "id"));
      case 4 -> set(name, "delta.enableChangeDataFeed");
      case 5 -> set(name, "delta.enableDeletionVectors");
      default -> commit("add %s to %s".formatted(fresh, name), tx -> add(tx, name, fresh));
    }
  }

  private static void add(Transaction tx, String name, String column) {
    tx.alter(name).add(column + " int").moveFirst(column);
  }

  private static void drop(Transaction tx, String name, String column) {
    if (column != null) {
      tx.alter(name).drop(column);
    }
  }

  private void set(String name, String property) {
    String value = Boolean.toString(random.nextBoolean());
    commit(
        "%s of %s is %s".formatted(property, name, value),
        tx -> tx.alter(name).property(property, value));
  }
}
