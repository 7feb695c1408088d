package org.tarnlake.maintenance.repair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.maintenance.check.TableCheckpointCheck;
import org.tarnlake.maintenance.copy.Pieces;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** What folders of tables were made to say by hand is put right by the lake's log. */
class RepairTest {
  private final MemoryStore store = new MemoryStore();
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void lakeOfTwoTables() {
    try (Lake lake = Lake.create(store, time.process())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      lake.transact(tx -> tx.createUntypedTable("u", "a"));
      for (int i = 0; i < 12; i++) {
        int value = i;
        lake.transact(
            tx -> {
              tx.append("t", value);
              tx.append("u", value);
            });
      }
    }
  }

  private List<RepairStep> repaired() throws Exception {
    TreeMap<String, String> before = content();
    List<RepairStep> plan = Repair.plan(store, time.process());
    assertThat(content()).as("a plan changes nothing").isEqualTo(before);
    assertThat(Repair.run(store, time.process())).isEqualTo(plan);
    TreeMap<String, String> after = content();
    assertThat(after.values()).as("nothing is lost").containsAll(before.values());
    assertThat(Repair.plan(store, time.process())).isEmpty();
    try (Lake lake = Lake.open(store, time.process())) {
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
      assertThat(lake.scan("t").count()).isEqualTo(12);
      assertThat(lake.scan("u").count()).isEqualTo(12);
      lake.transact(tx -> tx.append("t", 12));
      lake.awaitPublished();
      assertThat(lake.scan("t").count()).isEqualTo(13);
    }
    return plan;
  }

  private TreeMap<String, String> content() throws Exception {
    TreeMap<String, String> content = new TreeMap<>();
    for (ObjectInfo object : store.list("", "")) {
      content.put(object.name(), new String(store.get(object.name()), "ISO-8859-1"));
    }
    return content;
  }

  private void copy(String from, String to) throws Exception {
    store.put(to, store.get(from));
  }

  @Test
  void soundLakeNeedsNone() throws Exception {
    assertThat(repaired()).isEmpty();
  }

  /** The lake's log was restored from an older backup, or copied first. */
  @Test
  void commitsBeyondTheLogAreMovedAside() throws Exception {
    copy(DeltaNames.commit("t", 12), DeltaNames.commit("t", 13));
    copy(DeltaNames.checksum("t", 12), DeltaNames.checksum("t", 13));
    try (Lake lake = Lake.open(store, time.process())) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("t", 99)))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("'tarn repair'");
      lake.transact(tx -> tx.createUntypedTable("v", "a"));
    }
    assertThat(repaired())
        .extracting(RepairStep::object)
        .containsExactlyInAnyOrder(DeltaNames.commit("t", 13), DeltaNames.checksum("t", 13));
    assertThat(store.list("_tarn/lost+found/1/t/", "")).hasSize(2);
  }

  @Test
  void commitsThatAreMissingOrDifferentArePublishedAgain() throws Exception {
    store.delete(DeltaNames.commit("t", 4));
    store.put(DeltaNames.commit("u", 7), "{\"commitInfo\":{}}\n".getBytes(UTF_8));
    assertThat(repaired())
        .extracting(step -> step.kind() + " " + step.object())
        .containsExactly(
            "PUBLISH " + DeltaNames.commit("t", 4),
            "MOVE_ASIDE " + DeltaNames.commit("u", 7),
            "PUBLISH " + DeltaNames.commit("u", 7));
  }

  @Test
  void checkpointsChecksumsAndHintsOfAnotherHistoryAreMovedAside() throws Exception {
    // Which tables got one, and of which version, was up to a background thread.
    String checkpoint =
        store.list("", "").stream()
            .map(ObjectInfo::name)
            .filter(name -> name.endsWith(".checkpoint.parquet"))
            .findFirst()
            .orElseThrow();
    copy(checkpoint, "u/_delta_log/00000000000000000005.checkpoint.parquet");
    copy(DeltaNames.checksum("t", 12), DeltaNames.checksum("u", 11));
    store.put(DeltaNames.lastCheckpoint("t"), "{\"version\":3}".getBytes(UTF_8));
    copy(
        DeltaNames.commit("t", 3),
        "t/_delta_log/00000000000000000001.00000000000000000003.compacted.json");
    assertThat(repaired()).hasSize(4).allMatch(s -> s.kind() == RepairStep.Kind.MOVE_ASIDE);
  }

  /**
   * Between plan and deed a table was given back and its owner committed: the repair tore these
   * commits out of the owner's folder.
   */
  @Test
  void aTableThatLeavesTheLakeMeanwhileIsLeftAlone() throws Exception {
    MemoryStore other = new MemoryStore();
    for (ObjectInfo object : store.list("", "")) {
      other.put(object.name(), store.get(object.name()));
    }
    byte[] foreign = store.get(DeltaNames.commit("u", 12));
    other.put(DeltaNames.commit("u", 13), foreign);
    RepairStep planned = Repair.plan(other, time.process()).get(0);
    try (Lake lake = Lake.open(store, time.process())) {
      lake.transact(tx -> tx.dropTable("u"));
    }
    store.put(DeltaNames.commit("u", 13), foreign);
    assertThat(Repair.run(store, time.process(), List.of(planned))).isEmpty();
    assertThat(store.get(DeltaNames.commit("u", 13))).isNotEmpty();
    assertThat(Repair.run(other, time.process(), List.of(planned))).containsExactly(planned);
  }

  /** While an object was copied, another took its place: it is not deleted. */
  @Test
  void whatIsNotTheCopyAnyMoreStays() throws Exception {
    String name = DeltaNames.commit("t", 13);
    copy(DeltaNames.commit("t", 12), name);
    FaultyStore slow = new FaultyStore(store);
    slow.failBefore(
        call -> {
          if (call.operation() == FaultyStore.Operation.PUT_IF_ABSENT) {
            store.put(name, "another".getBytes(UTF_8));
          }
          return false;
        });
    assertThat(Repair.run(slow, time.process())).isEmpty();
    assertThat(store.get(name)).isEqualTo("another".getBytes(UTF_8));
    assertThat(repaired()).hasSize(1);
  }

  /** The check said "sound" of what other engines believe and a repair moves aside. */
  @Test
  void whatTheLogDoesNotVouchForIsDamage() throws Exception {
    String log = "t/_delta_log/";
    List<String> names =
        List.of(
            log + "00000000000000000001.00000000000000000012.compacted.json",
            log + "00000000000000000003.checkpoint.parquet",
            log + "00000000000000000004.checkpoint.0000000001.0000000001.parquet",
            log + "00000000000000000005.checkpoint.01234567-89ab-cdef-0123-456789abcdef.json",
            log + "00000000000000000006.checkpoint.01234567-89ab-cdef-0123-456789abcdef.parquet",
            log + "00000000000000000099.checkpoint.parquet");
    byte[] sealedForAnother = checkpointOfU(8);
    for (String name : names) {
      store.put(name, name.endsWith(".json") ? new byte[] {'x'} : sealedForAnother);
    }
    try (Lake lake = Lake.open(store, time.process())) {
      assertThat(lake.check(CheckDepth.LOGS))
          .filteredOn(Finding::isDamage)
          .extracting(Finding::object)
          .containsExactlyInAnyOrderElementsOf(names);
    }
    assertThat(repaired()).extracting(RepairStep::object).containsExactlyElementsOf(names);
  }

  private byte[] checkpointOfU(long version) throws Exception {
    MemoryStore scratch = new MemoryStore();
    new CheckpointWriter(scratch, time.process())
        .write("u", new TableLog(store, "u").load(version));
    return scratch.get(DeltaNames.checkpoint("u", version));
  }

  /** The same rows in another writer's checkpoint: only the log tells whose it is. */
  @Test
  void aCheckpointThatIsNotSealedIsDamageEvenIfItIsRight() throws Exception {
    String name = DeltaNames.checkpoint("t", 5);
    MemoryStore scratch = new MemoryStore();
    TableState state = new TableLog(store, "t").load(5);
    TableState unsealed = state.apply(List.of(), DeltaNames.commit("t", 6));
    new CheckpointWriter(scratch, time.process()).write("t", unsealed);
    store.put(name, scratch.get(scratch.list("t/", "").get(0).name()));
    try (Lake lake = Lake.open(store, time.process())) {
      assertThat(lake.check(CheckDepth.LOGS))
          .extracting(Finding::toString)
          .contains("damage: " + name + ": " + TableCheckpointCheck.UNVOUCHED);
    }
    assertThat(repaired()).hasSize(1);
  }

  @Test
  void oneDeltaTableIsNoLake() {
    MemoryStore table = new MemoryStore();
    table.put(DeltaNames.commit("", 0), "{}\n".getBytes(UTF_8));
    assertThatThrownBy(() -> Repair.plan(table, time.process()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is one Delta table, not a lake");
  }

  @Test
  void whatIsSetAsideTwiceIsKeptTwice() throws Exception {
    copy(DeltaNames.commit("t", 12), DeltaNames.commit("t", 13));
    Repair.run(store, time.process());
    copy(DeltaNames.commit("t", 11), DeltaNames.commit("t", 13));
    Repair.run(store, time.process());
    assertThat(store.list("_tarn/lost+found/", ""))
        .extracting(ObjectInfo::name)
        .containsExactly(
            "_tarn/lost+found/1/" + DeltaNames.commit("t", 13),
            "_tarn/lost+found/2/" + DeltaNames.commit("t", 13));
  }

  /** The table t lacks a commit, has another one instead of one, and one beyond the log. */
  private void damage() throws Exception {
    store.delete(DeltaNames.commit("t", 4));
    store.put(DeltaNames.commit("t", 7), store.get(DeltaNames.commit("t", 6)));
    copy(DeltaNames.commit("t", 12), DeltaNames.commit("t", 13));
    copy(DeltaNames.checksum("t", 12), DeltaNames.checksum("u", 11));
  }

  /**
   * Killed between copying an object and deleting it, a repair left it in both places, and the next
   * one put a second copy aside. Dies at every call to the store, before it and after it.
   */
  @Test
  void aRepairThatDiesAnywhereIsFinishedByTheNext() throws Exception {
    damage();
    TreeMap<String, String> damaged = content();
    boolean died = true;
    for (long call = 1; died; call++) {
      for (boolean before : List.of(true, false)) {
        MemoryStore half = restored(damaged);
        FaultyStore dying = new FaultyStore(half);
        if (before) {
          dying.crashBefore(FaultyStore.nth(call));
        } else {
          dying.crashAfter(FaultyStore.nth(call));
        }
        try {
          Repair.run(dying, time.process());
        } catch (StorageException e) {
          assertThat(dying.hasCrashed()).isTrue();
        }
        died = dying.hasCrashed();
        Repair.run(half, time.process());
        assertRepaired(half, damaged);
      }
    }
  }

  private static MemoryStore restored(TreeMap<String, String> content) throws Exception {
    MemoryStore copy = new MemoryStore();
    for (Map.Entry<String, String> each : content.entrySet()) {
      copy.put(each.getKey(), each.getValue().getBytes("ISO-8859-1"));
    }
    return copy;
  }

  private void assertRepaired(MemoryStore half, TreeMap<String, String> damaged) throws Exception {
    assertThat(Repair.plan(half, time.process())).isEmpty();
    assertThat(half.list("_tarn/lost+found/", ""))
        .extracting(object -> object.name().replaceFirst("_tarn/lost.found/[0-9]+/", ""))
        .containsExactlyInAnyOrder(
            DeltaNames.commit("t", 7), DeltaNames.commit("t", 13), DeltaNames.checksum("u", 11));
    for (ObjectInfo object : half.list("_tarn/lost+found/", "")) {
      String name = object.name().replaceFirst("_tarn/lost.found/[0-9]+/", "");
      assertThat(new String(half.get(object.name()), "ISO-8859-1")).isEqualTo(damaged.get(name));
    }
    SoundLake.assertOneOfManySound(half);
  }

  @Test
  void whatIsLargerThanAPieceIsMovedWhole() throws Exception {
    byte[] large = new byte[Pieces.BYTES * 2 + 5];
    new Random(1).nextBytes(large);
    store.put(DeltaNames.commit("t", 13), large);
    store.put("_tarn/lost+found/1/" + DeltaNames.commit("t", 13), new byte[large.length]);
    Repair.run(store, time.process());
    assertThat(store.get("_tarn/lost+found/2/" + DeltaNames.commit("t", 13))).isEqualTo(large);
    assertThat(store.list(DeltaNames.commit("t", 13), "")).isEmpty();
    assertThat(repaired()).isEmpty();
  }

  /** What is tried first shows what is left, and changes nothing. */
  @Test
  void whatARepairWouldLeaveIsKnownBefore() throws Exception {
    try (Lake lake = LargeFiles.open(store, time.process())) {
      lake.transact(tx -> tx.createUntypedTable("w", "a"));
      lake.transact(tx -> tx.append("w", 1));
    }
    damage();
    String lost = store.list("w/part-", "").get(0).name();
    byte[] rows = store.get(lost);
    store.delete(lost);
    TreeMap<String, String> before = content();
    List<Report.Item> would = Repair.wouldLeave(store, time.process());
    assertThat(content()).isEqualTo(before);
    Repair.run(store, time.process());
    assertThat(would).isEqualTo(LakeCheck.logs(store));
    assertThat(would)
        .filteredOn(Report.Item::isDamage)
        .extracting(Report.Item::object)
        .containsExactly(lost);
    store.put(lost, rows);
    assertThat(repaired()).isEmpty();
  }

  /** The log is that of an earlier moment than the folders: their newest commits leave them. */
  @Test
  void whyACommitLeavesIsToldWhereTheLogIsOlder() throws Exception {
    MemoryStore older = new MemoryStore();
    for (ObjectInfo object : store.list("", "")) {
      long version = Math.max(LakeNames.entryVersion(object.name()), 0);
      boolean isLater = version > 12 || LakeNames.checkpointVersion(object.name()) > 12;
      if (!isLater && !object.name().equals(LakeNames.LAST_CHECKPOINT)) {
        older.put(object.name(), store.get(object.name()));
      }
    }
    assertThat(Repair.plan(older, time.process()))
        .filteredOn(step -> step.object().equals(DeltaNames.commit("t", 12)))
        .singleElement()
        .matches(RepairStep::isBeyond)
        .extracting(RepairStep::why)
        .asString()
        .startsWith("lake version 14 ratified it, which the lake's log does not have")
        .contains("put a newer log back first if there is one");
    Repair.run(older, time.process());
    assertThat(Repair.plan(older, time.process())).isEmpty();
    SoundLake.assertSound(older);
  }

  /** What no entry of the lake holds, and what an entry only names, is left to a backup. */
  @Test
  void whatOnlyABackupMendsIsLeft() throws Exception {
    try (Lake lake = Lake.open(store, time.process())) {
      lake.detach("u");
      lake.attach("u", "u");
    }
    String attached = DeltaNames.commit("u", 14);
    byte[] bytes = store.get(attached);
    store.delete(attached);
    assertThat(Repair.plan(store, time.process()))
        .extracting(step -> step.kind() + " " + step.object() + " " + step.why())
        .containsExactly(
            "LEAVE "
                + attached
                + " it is missing; it is of the time before the table was attached, so the lake does not hold it; copy it from a backup");
    store.put(attached, store.get(DeltaNames.commit("u", 13)));
    assertThat(Repair.plan(store, time.process()).get(0).why())
        .isEqualTo(
            "it is not the commit with which the table was attached; it is of the time before the table was attached, so the lake does not hold it; copy it from a backup");
    store.put(attached, bytes);
    assertThat(repaired()).isEmpty();
  }
}
