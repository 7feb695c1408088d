package org.tarnlake.maintenance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.Backup;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.FoundTable;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.repair.Repair;
import org.tarnlake.maintenance.repair.RepairStep;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** What a lake says of itself whose parts are lost must lead back to all rows, never from them. */
class LostDataTest {
  private final MemoryStore store = new MemoryStore();
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void lakeOfTwoTables() {
    try (Lake lake = LargeFiles.create(store, time.process())) {
      lake.transact(tx -> tx.createUntypedTable("a", "id"));
      lake.transact(tx -> tx.createUntypedTable("b", "id"));
      for (int i = 0; i < 3; i++) {
        int id = i;
        lake.transact(tx -> tx.append("a", id));
        lake.transact(tx -> tx.append("b", 10 + id));
      }
    }
  }

  private List<String> findings() {
    return Finding.of(store, CheckDepth.LOGS).stream().map(Finding::toString).toList();
  }

  private void move(String from, String to) throws IOException {
    for (ObjectInfo object : store.list(from, "")) {
      store.put(to + object.name().substring(from.length()), store.get(object.name()));
      store.delete(object.name());
    }
  }

  private void assertWhole(MemoryStore disk) {
    try (Lake lake = Lake.open(disk, time.process())) {
      assertThat(lake.scan("a").count()).isEqualTo(3);
      assertThat(lake.scan("b").count()).isEqualTo(3);
    }
    SoundLake.assertOneOfManySound(disk);
  }

  /** It called them "not committed", and the manual said that such files may be deleted. */
  @Test
  void filesOfALostEntryAreNotCalledUncommitted() throws IOException {
    byte[] entry = store.get(LakeNames.entry(8));
    store.delete(LakeNames.entry(8));
    assertThat(findings())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("note: b: 1 file of ")
        .endsWith(
            " is named by no commit of the lake's log; keep it while entries are missing: they may name it");
    Repair.run(store, time.process());
    assertThat(findings())
        .as("what was set aside is a commit that names it")
        .noneMatch(each -> each.contains("not committed"))
        .last()
        .asString()
        .endsWith(
            " is named by no commit of the lake's log; keep it while _tarn/lost+found has commits that were set aside: they may name it");
    move("_tarn/lost+found/1/", "");
    store.put(LakeNames.entry(8), entry);
    assertWhole(store);
  }

  @Test
  void filesThatNoCommitNamesAreOfNoUseInASoundLake() throws IOException {
    store.put("a/part-1.parquet", new byte[3]);
    assertThat(findings())
        .containsExactly(
            "note: a: 1 file of 3 bytes in no version: what transactions left that were not committed");
    store.delete("a/part-1.parquet");
    assertWhole(store);
  }

  /** It told of every commit and file of both, and the repair wrote both logs anew. */
  @Test
  void foldersThatWereSwappedAreOneFindingEachAndAreLeftAlone() throws IOException {
    move("a/", "t/");
    move("b/", "a/");
    move("t/", "b/");
    assertThat(findings())
        .containsExactly(
            "damage: a/: the folder is that of table b; put the right folder back",
            "damage: b/: the folder is that of table a; put the right folder back");
    assertThat(Repair.run(store, time.process()))
        .extracting(RepairStep::kind, RepairStep::object)
        .containsExactly(tuple(RepairStep.Kind.LEAVE, "a/"), tuple(RepairStep.Kind.LEAVE, "b/"));
    move("a/", "t/");
    move("b/", "a/");
    move("t/", "b/");
    assertWhole(store);
  }

  @Test
  void aFolderThatIsGoneIsOneFinding() throws IOException {
    move("a/", "_away/");
    assertThat(findings())
        .containsExactly("damage: a/: it is missing or empty; restore it from a backup");
    assertThat(Repair.plan(store, time.process()))
        .singleElement()
        .extracting(RepairStep::kind)
        .isEqualTo(RepairStep.Kind.LEAVE);
    move("_away/", "a/");
    assertWhole(store);
  }

  /** The check said "run 'tarn repair'", and the repair had nothing to do. */
  @Test
  void commitsFromBeforeTheAttachComeFromABackupOnly() throws IOException {
    try (Lake lake = Lake.open(store, time.process())) {
      lake.detach("a");
      lake.attach("a", "a");
    }
    for (long version : List.of(1L, 5L)) {
      String name = DeltaNames.commit("a", version);
      byte[] commit = store.get(name);
      store.delete(name);
      assertThat(findings())
          .singleElement()
          .asString()
          .startsWith("damage: " + name + ": it is missing")
          .endsWith("; " + FolderOwner.BEFORE_ATTACH);
      assertThat(Repair.wouldLeave(store, time.process())).anyMatch(Report.Item::isDamage);
      store.put(name, "{\"add\":\n".getBytes(UTF_8));
      assertThat(findings())
          .anyMatch(
              each ->
                  each.startsWith("damage: a/_delta_log/")
                      && each.contains(name)
                      && each.endsWith(FolderOwner.BEFORE_ATTACH));
      store.put(name, commit);
    }
    assertWhole(store);
  }

  /** The advice was to make a lake, which then never had the tables that stood there. */
  @Test
  void whereTheTarnFolderIsLostAdoptIsTheWay() throws IOException {
    for (ObjectInfo object : store.list("_tarn/", "")) {
      store.delete(object.name());
    }
    String advice = "copy _tarn from a backup, or run 'tarn adopt memory'";
    assertThatThrownBy(() -> Lake.open(store, time.process()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "memory is no lake: its tables stand there (a, b), but its _tarn is missing: "
                + advice);
    assertThatThrownBy(this::findings).hasMessageEndingWith(advice);
    assertThatThrownBy(() -> Lake.create(store, time.process()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "cannot create a lake in memory: tables of a lake stand there (a, b) whose _tarn is missing; "
                + advice);
    assertThat(store.list("_tarn/", "")).isEmpty();
    Lake.adopt(store, time.process()).close();
    assertWhole(store);
  }

  /** Nobody makes a second lake beside a log; moved away, the tables make a lake again. */
  @Test
  void whereOnlyTheIdentityIsLostEverybodySaysTheSame() throws IOException {
    store.delete(LakeNames.IDENTITY);
    for (Runnable each :
        List.<Runnable>of(
            () -> Lake.open(store, time.process()),
            () -> Lake.create(store, time.process()),
            () -> Lake.adopt(store, time.process()),
            () -> Repair.plan(store, time.process()))) {
      assertThatThrownBy(each::run)
          .isInstanceOf(CorruptionException.class)
          .hasMessage(
              "memory has the log of a lake, but its _tarn/lake.json is missing; "
                  + LakeIdentity.REMEDY);
    }
    assertThat(findings())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).asString().endsWith(LakeIdentity.REMEDY));
    move("_tarn/", "_old/");
    Lake.adopt(store, time.process()).close();
    assertWhole(store);
  }

  /** Tables of a lake further down were taken in, so that two logs committed to them. */
  @Test
  void tablesOfALakeFurtherDownAreNotAdopted() throws IOException {
    MemoryStore around = new MemoryStore();
    for (ObjectInfo object : store.list("", "")) {
      around.put("lake/" + object.name(), store.get(object.name()));
    }
    assertThat(FoundTable.in(around, time.process())).isEmpty();
    assertThatThrownBy(() -> Lake.open(around, time.process()))
        .hasMessageEndingWith("make one with 'tarn init' or Lake.create");
    Lake.create(around, time.process()).close();
    assertThat(Finding.of(around, CheckDepth.LOGS))
        .extracting(Finding::toString)
        .containsExactly(
            "note: lake/_tarn/: it is that of another lake, within this one's folder; it is not checked; move it out");
    assertWhole(store);
  }

  /** Dies at each call; until it is a lake, the target says that the backup is to be run again. */
  @Test
  void aBackupThatWasKilledSaysSo() throws IOException {
    int unfinished = 0;
    boolean died = true;
    for (long call = 1; died; call++) {
      MemoryStore target = new MemoryStore();
      FaultyStore dying = new FaultyStore(target);
      dying.crashAfter(FaultyStore.nth(call));
      try {
        Backup.of(store, dying, time.process(), (objects, bytes) -> {});
      } catch (TarnException e) {
        assertThat(dying.hasCrashed()).isTrue();
      }
      died = dying.hasCrashed();
      if (!target.list("", "").isEmpty() && target.list(LakeNames.IDENTITY, "").isEmpty()) {
        unfinished++;
        String words = "memory is an unfinished backup: run 'tarn backup LAKE memory' again";
        assertThatThrownBy(() -> Lake.open(target, time.process())).hasMessage(words);
        assertThatThrownBy(() -> Lake.create(target, time.process())).hasMessage(words);
        assertThatThrownBy(() -> Finding.of(target, CheckDepth.LOGS)).hasMessage(words);
      }
      Backup.of(store, target, time.process(), (objects, bytes) -> {});
      assertThat(target.list(LakeNames.UNFINISHED_BACKUP, "")).isEmpty();
      assertWhole(target);
    }
    assertThat(unfinished).isGreaterThan(10);
  }

  @Test
  void draftsOfTheClockAreNoted() throws IOException {
    String draft = "_tarn/clock-11111111-2222-3333-4444-555555555555.draft";
    store.put(draft, new byte[0]);
    assertThat(findings())
        .containsExactly(
            "note: "
                + draft
                + ": left by writers that were killed while they asked for the store's time (1 object); delete such objects");
    store.delete(draft);
    assertWhole(store);
  }
}
