package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Backup;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.SoundLake;
import org.tarnlake.testing.TableText;

/** A backup is the lake as of one version, whoever writes meanwhile and whenever it dies. */
final class BackupTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private final MemoryStore target = new MemoryStore();

  private static Lake open(ObjectStore store) {
    return Lake.open(store, Environment.system());
  }

  private static Backup backup(ObjectStore store, ObjectStore target) {
    return Backup.of(store, target, Environment.system(), (objects, bytes) -> {});
  }

  /** A lake of seven versions, one of whose tables was dropped and one renamed. */
  private void make() {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("users", "id", "name"));
      lake.transact(tx -> tx.append("users", 1, "Ada"));
      lake.transact(tx -> tx.createTable("old", "id"));
      lake.transact(tx -> tx.append("old", 7));
      lake.transact(tx -> tx.dropTable("old"));
      lake.transact(tx -> tx.renameTable("users", "people"));
      lake.transact(tx -> tx.append("people", 2, "Grace"));
    }
  }

  /** What every version shows. */
  private static Map<String, List<String>> all(ObjectStore store, long newest) {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Lake lake = open(store)) {
      for (long version = 0; version <= newest; version++) {
        for (Table table : lake.asOf(version).tables()) {
          rows.put(version + ":" + table.name(), TableText.of(table));
        }
      }
    }
    return rows;
  }

  @Test
  void aBackupShowsEveryVersionAndIsTheSameLake() throws IOException {
    make();
    Backup first = backup(store, target);
    assertThat(first.version()).isEqualTo(7);
    assertThat(first.findings()).isEmpty();
    assertThat(all(target, 7)).isEqualTo(all(store, 7)).containsKey("4:old");
    assertThat(target.get("_tarn/lake.json")).isEqualTo(store.get("_tarn/lake.json"));
    sound.watch(target);
    try (Lake lake = open(target)) {
      lake.transact(tx -> tx.append("people", 3, "Edsger"));
      assertThat(lake.scan("people").count()).isEqualTo(3);
    }
  }

  @Test
  void repeatedItCopiesWhatIsNew() throws IOException {
    make();
    Backup first = backup(store, target);
    assertThat(backup(store, target).objects()).isZero();
    try (Lake lake = open(store)) {
      lake.transact(tx -> tx.append("people", 3, "Edsger"));
    }
    Backup second = backup(store, target);
    // The entry, the data file, the commit and its checksum.
    assertThat(second.objects()).isEqualTo(4).isLessThan(first.objects());
    assertThat(all(target, 8)).isEqualTo(all(store, 8));
    sound.watch(target);
  }

  /** Restored: the backup of the backup, into an empty folder. */
  @Test
  void aBackupIsRestoredByABackup() {
    make();
    backup(store, target);
    MemoryStore restored = sound.watch(new MemoryStore());
    assertThat(backup(target, restored).findings()).isEmpty();
    assertThat(all(restored, 7)).isEqualTo(all(store, 7));
  }

  @Test
  void aTargetThatHoldsSomethingElseIsRefusedByName() throws IOException {
    make();
    target.putIfAbsent("thesis.tex", new byte[] {1});
    assertRefused("it holds thesis.tex; give another folder");
    target.delete("thesis.tex");
    Lake.create(target, Environment.system()).close();
    assertRefused("memory is another lake than memory; give a folder that is empty");
  }

  private void assertRefused(String why) {
    List<ObjectInfo> before = target.list("", "");
    assertThatThrownBy(() -> backup(store, target))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(why);
    assertThat(target.list("", "")).isEqualTo(before);
  }

  @Test
  void aBackupThatSomebodyWroteToIsRefusedByName() {
    make();
    backup(store, target);
    try (Lake lake = open(target)) {
      lake.transact(tx -> tx.append("people", 3, "Mallory"));
    }
    assertRefused("_tarn/log/00000000000000000008.json in memory is not the one of memory");
    try (Lake lake = open(store)) {
      lake.transact(tx -> tx.append("people", 3, "Edsger, who is not Mallory"));
      lake.transact(tx -> tx.append("people", 4, "Barbara"));
    }
    assertRefused("00000000000000000008.json in memory is not the one of memory");
  }

  @Test
  void aDeltaTableOfItsOwnIsBackedUp() throws IOException {
    make();
    MemoryStore table = table();
    Backup first = backup(table, target);
    assertThat(first.version()).isEqualTo(2);
    assertThat(backup(table, target).objects()).isZero();
    try (Lake lake = open(table)) {
      lake.transact(tx -> tx.append(lake.latest().tables().get(0).name(), 9, "new"));
    }
    assertThat(backup(table, target).version()).isEqualTo(3);
    assertThat(all(target, 3).values()).containsAll(all(table, 3).values());
    try (Lake lake = open(target)) {
      lake.transact(tx -> tx.append(lake.latest().tables().get(0).name(), 9, "other"));
    }
    assertThatThrownBy(() -> backup(table, target))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("_delta_log/00000000000000000004.");
  }

  /** A table that was given back, in a store of its own. */
  private MemoryStore table() throws IOException {
    MemoryStore made = new MemoryStore();
    try (Lake lake = Lake.create(made, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", "id", "name"));
      lake.transact(tx -> tx.append("t", 1, "Ada"));
      lake.detach("t");
    }
    MemoryStore table = new MemoryStore();
    for (ObjectInfo each : made.list("t/", "")) {
      table.putIfAbsent(each.name().substring(2), made.get(each.name()));
    }
    return table;
  }

  /** An attached table's own log is no entry's: it has to be there before the lake names it. */
  @Test
  void anAttachedTableIsBackedUp() throws IOException {
    make();
    MemoryStore table = table();
    for (ObjectInfo each : table.list("", "")) {
      store.putIfAbsent("in/" + each.name(), table.get(each.name()));
    }
    try (Lake lake = open(store)) {
      lake.attach("attached", "in");
      lake.transact(tx -> tx.append("attached", 2, "Grace"));
    }
    diesAtEveryCall();
    sound.watch(target);
  }

  /** Whatever it leaves is no lake, or a sound one of a version that the lake had. */
  @Test
  void aBackupThatDiesAtAnyCallIsCompletedByTheNext() throws IOException {
    make();
    diesAtEveryCall();
  }

  private void diesAtEveryCall() {
    Map<String, List<String>> expected = all(store, open(store).latest().version());
    boolean died = true;
    for (int calls = 0; died; calls++) {
      MemoryStore half = calls % 2 == 0 ? new MemoryStore() : target;
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
        assertConsistent(half, expected);
      }
    }
    assertThat(backup(store, target).findings()).isEmpty();
    assertThat(all(target, 7)).isEqualTo(all(store, 7));
  }

  private static void assertConsistent(MemoryStore half, Map<String, List<String>> expected) {
    if (half.list("_tarn/lake.json", "").isEmpty()) {
      return;
    }
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo each : half.list("", "")) {
      try {
        copy.putIfAbsent(each.name(), half.get(each.name()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(Finding.of(copy, CheckDepth.DATA)).noneMatch(Finding::isDamage);
    try (Lake lake = open(copy)) {
      long version = lake.latest().version();
      assertThat(expected).containsAllEntriesOf(all(half, version));
      lake.transact(tx -> tx.createTable("here", "id"));
    }
    SoundLake.assertSound(copy);
  }
}
