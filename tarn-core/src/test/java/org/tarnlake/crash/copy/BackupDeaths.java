package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tarnlake.Backup;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.SoundLake;
import org.tarnlake.testing.TableText;

/** Lakes to back up, and backups that die at every write. Stateless. */
final class BackupDeaths {
  private BackupDeaths() {}

  static Lake open(ObjectStore store) {
    return Lake.open(store, Environment.system());
  }

  static Backup backup(ObjectStore store, ObjectStore target) {
    return Backup.of(store, target, Environment.system(), (objects, bytes) -> {});
  }

  /** A lake of seven versions, one of whose tables was dropped and one renamed. */
  static void make(MemoryStore store) {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("users", "id", "name"));
      lake.transact(tx -> tx.append("users", 1, "Ada"));
      lake.transact(tx -> tx.createUntypedTable("old", "id"));
      lake.transact(tx -> tx.append("old", 7));
      lake.transact(tx -> tx.dropTable("old"));
      lake.transact(tx -> tx.renameTable("users", "people"));
      lake.transact(tx -> tx.append("people", 2, "Grace"));
    }
  }

  /** What every version shows; without the tables of which it tells that files are gone. */
  static Map<String, List<String>> all(ObjectStore store, long newest) {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Lake lake = open(store)) {
      for (long version = 0; version <= newest; version++) {
        for (Table table : lake.asOf(version).tables()) {
          try {
            rows.put(version + ":" + table.name(), TableText.of(table));
          } catch (CorruptionException e) {
            assertThat(e.getMessage())
                .containsAnyOf("run 'tarn check'", "is missing", "is cut off");
          } catch (InvalidDataException e) {
            assertThat(e.getMessage()).contains("left the lake", "cannot be read any more");
          }
        }
      }
    }
    return rows;
  }

  /** A table that was given back, in a store of its own. */
  static MemoryStore table() throws IOException {
    MemoryStore made = new MemoryStore();
    try (Lake lake = Lake.create(made, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "id", "name"));
      lake.transact(tx -> tx.append("t", 1, "Ada"));
      lake.detach("t");
    }
    MemoryStore table = new MemoryStore();
    for (ObjectInfo each : made.list("t/", "")) {
      table.putIfAbsent(each.name().substring(2), made.get(each.name()));
    }
    return table;
  }

  /**
   * Lets a backup die at every write, first of a fresh copy of a target, then of what the last one
   * left.
   *
   * @param known what every version shows, or showed before the lake lost it
   */
  static void diesAtEveryCall(
      MemoryStore store, MemoryStore base, Map<String, List<String>> known) {
    Map<String, List<String>> shown = all(store, open(store).latest().version());
    boolean died = true;
    for (int calls = 0; died; calls++) {
      MemoryStore half = copy(base);
      AtomicInteger left = new AtomicInteger(calls);
      try {
        backup(
            store,
            new WatchedStore(
                half,
                isWrite -> {
                  if (isWrite && left.decrementAndGet() < 0) {
                    throw new IOException("dead");
                  }
                }));
        died = false;
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("run the backup again, which goes on from there");
        assertConsistent(store, half, shown, known);
      }
      assertThat(backup(store, half).findings()).noneMatch(Finding::isDamage);
      assertConsistent(store, half, shown, known);
      assertThat(objectsPutAside(half)).doesNotHaveDuplicates();
    }
    assertThat(backup(store, base).findings()).noneMatch(Finding::isDamage);
    assertThat(backup(store, base).objects()).isZero();
  }

  /** Their names and what they hold. */
  private static List<String> objectsPutAside(MemoryStore store) {
    return store.list("_tarn/lost+found/", "").stream()
        .map(
            object ->
                object.name().replaceFirst("lost.found/[0-9]+/", "")
                    + Arrays.hashCode(content(store, object.name())))
        .toList();
  }

  private static byte[] content(MemoryStore store, String name) {
    try {
      return store.get(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static MemoryStore copy(MemoryStore store) {
    MemoryStore copy = new MemoryStore();
    move(store, "", copy, "");
    return copy;
  }

  /** Copies what is below one folder to another. */
  static void move(MemoryStore from, String folder, MemoryStore to, String other) {
    for (ObjectInfo each : from.list(folder, "")) {
      to.put(other + each.name().substring(folder.length()), content(from, each.name()));
    }
  }

  static void delete(MemoryStore store, String folder) {
    store.list(folder, "").forEach(each -> store.delete(each.name()));
  }

  /**
   * It is no lake, or one that shows what the lake shows, and of what that lost nothing wrong: what
   * cannot be copied any more is missing while the newest version is one that had it.
   */
  private static void assertConsistent(
      MemoryStore store,
      MemoryStore half,
      Map<String, List<String>> shown,
      Map<String, List<String>> known) {
    if (half.list("_tarn/lake.json", "").isEmpty()) {
      return;
    }
    MemoryStore copy = copy(half);
    assertThat(Finding.of(copy, CheckDepth.DATA))
        .filteredOn(Finding::isDamage)
        // Of a table that was given back and whose files are gone only the log tells.
        .filteredOn(damage -> !damage.message().contains("stand in the lake's log only"))
        .noneMatch(damage -> shown.equals(known) || isThere(store, damage.object()));
    try (Lake lake = open(copy)) {
      long version = lake.latest().version();
      Map<String, List<String>> seen = all(half, version);
      assertThat(known).containsAllEntriesOf(seen);
      shown.forEach(
          (name, rows) -> {
            if (Long.parseLong(name.substring(0, name.indexOf(':'))) <= version) {
              assertThat(seen).containsEntry(name, rows);
            }
          });
      lake.transact(tx -> tx.createUntypedTable("here", "id"));
    }
    if (shown.equals(known)) {
      SoundLake.assertSound(copy);
    }
  }

  private static boolean isThere(MemoryStore store, String object) {
    return !store.list(object, "").isEmpty();
  }
}
