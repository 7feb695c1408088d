package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.crash.copy.BackupDeaths.all;
import static org.tarnlake.crash.copy.BackupDeaths.backup;
import static org.tarnlake.crash.copy.BackupDeaths.diesAtEveryCall;
import static org.tarnlake.crash.copy.BackupDeaths.make;
import static org.tarnlake.crash.copy.BackupDeaths.open;
import static org.tarnlake.crash.copy.BackupDeaths.table;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Backup;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/** A backup is the lake as of one version, whoever writes meanwhile and whenever it dies. */
final class BackupTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private final MemoryStore target = new MemoryStore();

  @Test
  void aBackupShowsEveryVersionAndIsTheSameLake() throws IOException {
    make(store);
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
    make(store);
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
    make(store);
    backup(store, target);
    MemoryStore restored = sound.watch(new MemoryStore());
    assertThat(backup(target, restored).findings()).isEmpty();
    assertThat(all(restored, 7)).isEqualTo(all(store, 7));
  }

  @Test
  void aTargetThatHoldsSomethingElseIsRefusedByName() throws IOException {
    make(store);
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
    make(store);
    backup(store, target);
    try (Lake lake = open(target)) {
      lake.transact(tx -> tx.append("people", 3, "Mallory"));
    }
    assertRefused(
        "_tarn/log/00000000000000000008.json in memory differs from what the log of memory says");
    try (Lake lake = open(store)) {
      lake.transact(tx -> tx.append("people", 3, "Edsger, who is not Mallory"));
      lake.transact(tx -> tx.append("people", 4, "Barbara"));
    }
    assertRefused("00000000000000000008.json in memory differs from what the log of memory says");
  }

  @Test
  void aDeltaTableOfItsOwnIsBackedUp() throws IOException {
    make(store);
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

  /** An attached table's own log is no entry's: it has to be there before the lake names it. */
  @Test
  void anAttachedTableIsBackedUp() throws IOException {
    make(store);
    MemoryStore table = table();
    for (ObjectInfo each : table.list("", "")) {
      store.putIfAbsent("in/" + each.name(), table.get(each.name()));
    }
    try (Lake lake = open(store)) {
      lake.attach("attached", "in");
      lake.transact(tx -> tx.append("attached", 2, "Grace"));
    }
    itDiesAtEveryCall();
    sound.watch(target);
  }

  /** Whatever it leaves is no lake, or a sound one of a version that the lake had. */
  @Test
  void aBackupThatDiesAtAnyCallIsCompletedByTheNext() throws IOException {
    make(store);
    itDiesAtEveryCall();
  }

  private void itDiesAtEveryCall() {
    long newest = open(store).latest().version();
    diesAtEveryCall(store, new MemoryStore(), all(store, newest));
    diesAtEveryCall(store, target, all(store, newest));
    assertThat(all(target, newest)).isEqualTo(all(store, newest));
  }

  /** What stood in a table's log was copied, whoever had written it. */
  @Test
  void onlyWhatTheLogVouchesForIsCopied() throws IOException {
    make(store);
    String altered = "users/_delta_log/00000000000000000001.json";
    byte[] ratified = store.get(altered);
    byte[] other = ratified.clone();
    other[other.length - 3] ^= 1;
    store.put(altered, other);
    String foreign = "users/_delta_log/00000000000000000003.json";
    String checksum = "users/_delta_log/00000000000000000002.crc";
    store.put(foreign, ratified);
    MemoryStore otherLake = new MemoryStore();
    make(otherLake);
    store.put(checksum, otherLake.get(checksum));
    String checkpoint = "_tarn/log/00000000000000000003.checkpoint.json";
    store.put(checkpoint, new byte[] {'{', '}', '\n'});
    Backup backup = backup(store, target);
    assertThat(backup.findings()).isEmpty();
    assertThat(backup.leftOut())
        .extracting(Finding::object)
        .containsExactlyInAnyOrder(altered, foreign, checksum, checkpoint);
    assertThat(backup.leftOut()).noneMatch(Finding::isDamage);
    assertThat(target.get(altered)).isEqualTo(ratified);
    assertThat(target.list("", ""))
        .extracting(ObjectInfo::name)
        .doesNotContain(foreign, checksum, checkpoint);
    SoundLake.assertSound(target);
    store.put(altered, ratified);
    List.of(foreign, checksum, checkpoint).forEach(store::delete);
  }
}
