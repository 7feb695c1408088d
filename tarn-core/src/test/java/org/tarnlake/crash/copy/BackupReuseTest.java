package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.crash.copy.BackupDeaths.all;
import static org.tarnlake.crash.copy.BackupDeaths.backup;
import static org.tarnlake.crash.copy.BackupDeaths.copy;
import static org.tarnlake.crash.copy.BackupDeaths.delete;
import static org.tarnlake.crash.copy.BackupDeaths.diesAtEveryCall;
import static org.tarnlake.crash.copy.BackupDeaths.make;
import static org.tarnlake.crash.copy.BackupDeaths.move;
import static org.tarnlake.crash.copy.BackupDeaths.open;
import static org.tarnlake.crash.copy.BackupDeaths.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/**
 * A lake uses a folder again, for another table or for one that was away: the same backup follows,
 * wherever it dies.
 */
final class BackupReuseTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private final MemoryStore target = new MemoryStore();

  /** A copy of a lake that was backed up; it loses files, which no lake that is watched may. */
  private MemoryStore backedUp() {
    make(store);
    backup(store, target);
    return copy(store);
  }

  /**
   * A table was given back, its owner deleted the folder, and another one was made there: every
   * backup into the same target was refused from then on.
   */
  @Test
  void aFolderThatAnotherTableGotIsFollowed() {
    MemoryStore changed = backedUp();
    Map<String, List<String>> known = all(changed, 7);
    try (Lake lake = open(changed)) {
      lake.transact(tx -> tx.append("people", 3, "Edsger"));
      known.putAll(all(changed, 8));
      lake.detach("people");
    }
    delete(changed, "users/");
    delete(changed, "old/");
    try (Lake lake = open(changed)) {
      lake.transact(tx -> tx.createUntypedTable("users", "id"));
      lake.transact(tx -> tx.append("users", 50));
      lake.transact(tx -> tx.createUntypedTable("old", "word"));
    }
    assertThat(changed.list("users/_delta_log/", "")).isNotEmpty();
    known.putAll(all(changed, 12));
    diesAtEveryCall(changed, target, known);
    assertThat(all(target, 12)).containsEntry("11:users", all(changed, 12).get("11:users"));
    assertThat(target.list("_tarn/lost+found/1/users/_delta_log/", "")).isNotEmpty();
  }

  /** The same before there was any backup. */
  @Test
  void aFolderThatTwoTablesHadIsBackedUp() {
    MemoryStore changed = backedUp();
    Map<String, List<String>> known = all(changed, 7);
    try (Lake lake = open(changed)) {
      lake.detach("people");
    }
    delete(changed, "users/");
    try (Lake lake = open(changed)) {
      lake.transact(tx -> tx.createUntypedTable("users", "id"));
    }
    assertThat(changed.list("users/_delta_log/", "")).isNotEmpty();
    known.putAll(all(changed, 9));
    diesAtEveryCall(changed, new MemoryStore(), known);
  }

  /** Given back, written to by its owner, and attached again: what the lake shows stays. */
  @Test
  void aTableThatWasAwayIsFollowed() throws IOException {
    MemoryStore changed = backedUp();
    Map<String, List<String>> known = all(changed, 7);
    try (Lake lake = open(changed)) {
      lake.transact(tx -> tx.append("people", 3, "Edsger"));
      lake.detach("people");
    }
    MemoryStore own = new MemoryStore();
    move(changed, "users/", own, "");
    try (Lake lake = open(own)) {
      lake.transact(tx -> tx.append(lake.latest().tables().get(0).name(), 4, "Barbara"));
    }
    move(own, "", changed, "users/");
    try (Lake lake = open(changed)) {
      lake.attach("people", "users");
      lake.transact(tx -> tx.append("people", 5, "Donald"));
    }
    known.putAll(all(changed, 11));
    assertThat(known.get("11:people")).hasSize(6);
    diesAtEveryCall(changed, target, known);
    diesAtEveryCall(changed, new MemoryStore(), known);
    assertThat(target.list("_tarn/lost+found/", "")).isEmpty();
    sound.watch(target);
  }

  /** Given back and carried away; another Delta table, with files of the same names, came there. */
  @Test
  void aForeignTableInTheFolderOfOneThatLeftIsFollowed() throws IOException {
    MemoryStore changed = backedUp();
    Map<String, List<String>> known = all(changed, 7);
    try (Lake lake = open(changed)) {
      lake.detach("people");
    }
    String name = changed.list("users/part-", "").get(0).name();
    delete(changed, "users/");
    MemoryStore table = table();
    move(table, "", changed, "users/");
    changed.put(name, new byte[] {1, 2, 3});
    try (Lake lake = open(changed)) {
      lake.attach("guests", "users");
      lake.transact(tx -> tx.append("guests", 2, "Grace"));
    }
    known.putAll(all(changed, 10));
    diesAtEveryCall(changed, target, known);
    assertThat(target.get(name)).hasSize(3);
    assertThat(target.list("_tarn/lost+found/1/" + name, "")).hasSize(1);
  }

  /** Makes a table in the folder u, whose rows tell it from the ones before, and gives it back. */
  private static void makeAndDetach(MemoryStore store, String column, Object value) {
    delete(store, "u/");
    try (Lake lake = open(store)) {
      lake.transact(tx -> tx.createUntypedTable("u", column));
      lake.transact(tx -> tx.append("u", value));
      lake.detach("u");
    }
  }

  /**
   * The folder of a table that was backed up got another one, which was given back, too. The first
   * backup blamed the target, the second reported nothing, and the target showed no row of it.
   */
  @Test
  void aTableThatCameAndWentInTheFolderOfAnotherIsFollowed() {
    MemoryStore changed = backedUp();
    makeAndDetach(changed, "id", 1);
    backup(changed, target);
    Map<String, List<String>> known = all(changed, 10);
    makeAndDetach(changed, "word", "w");
    known.putAll(all(changed, 13));
    diesAtEveryCall(changed, target, known);
    assertThat(all(target, 13)).containsEntry("12:u", all(changed, 13).get("12:u"));
  }

  /** Two tables came and went in it, and a third one has it: of those between nothing is left. */
  @Test
  void threeTablesInOneFolderAreFollowed() {
    MemoryStore changed = backedUp();
    makeAndDetach(changed, "id", 1);
    backup(changed, target);
    Map<String, List<String>> known = all(changed, 10);
    makeAndDetach(changed, "word", "w");
    known.putAll(all(changed, 13));
    makeAndDetach(changed, "d", "zz");
    known.putAll(all(changed, 16));
    diesAtEveryCall(changed, target, known);
    assertThat(all(target, 16)).containsKeys("15:u").doesNotContainKeys("9:u", "12:u");
    diesAtEveryCall(changed, new MemoryStore(), known);
  }

  /** Attached and given back before there was any backup: what the lake shows of it stays. */
  @Test
  void aTableThatWasTakenInAndGivenBackIsBackedUp() throws IOException {
    Lake.create(store, Environment.system()).close();
    move(table(), "", store, "q/");
    try (Lake lake = open(store)) {
      lake.attach("q", "q");
      lake.transact(tx -> tx.append("q", 2, "Grace"));
      lake.detach("q");
    }
    Map<String, List<String>> known = all(store, 3);
    assertThat(known).containsOnlyKeys("1:q", "2:q");
    diesAtEveryCall(store, target, known);
    assertThat(all(target, 3)).isEqualTo(known);
    sound.watch(target);
  }
}
