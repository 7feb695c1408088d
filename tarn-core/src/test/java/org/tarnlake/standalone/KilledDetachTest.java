package org.tarnlake.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.maintenance.repair.Repair;
import org.tarnlake.maintenance.repair.RepairStep;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;

/** A detach that was killed after its entry was ratified and before its commit was published. */
class KilledDetachTest extends DetachedLake {
  private final FaultyStore faulty = new FaultyStore(disk);

  /**
   * Detaches the table in a process that is killed before it publishes the commit that gives the
   * table back.
   */
  private void killedDetach() {
    try (Lake lake = open()) {
      lake.awaitPublished();
    }
    Lake killed = Lake.open(faulty, time.process());
    Predicate<FaultyStore.Call> publication =
        every(Operation.PUT_IF_ABSENT).and(naming("t/_delta_log/0"));
    AtomicBoolean detaches = new AtomicBoolean();
    faulty.failBefore(
        call -> {
          if (call.isWrite() && call.name().equals("_tarn/log/00000000000000000004.json")) {
            detaches.set(true);
          }
          return false;
        });
    faulty.crashBefore(publication.and(call -> detaches.get()));
    killed.transact(tx -> tx.append("t", 2L));
    assertThatThrownBy(() -> killed.detach("t")).isInstanceOf(TarnException.class);
  }

  private List<String> checked() {
    try (Lake lake = open()) {
      return lake.check(CheckDepth.DATA).stream()
          .filter(each -> each.object().equals("t/_delta_log/"))
          .map(each -> (each.isDamage() ? "damage: " : "note: ") + each.message())
          .toList();
    }
  }

  private String lastCommit(String folder) throws IOException {
    return new String(disk.get(DeltaNames.commit(folder, 2)), UTF_8);
  }

  /** Else nobody could tell later whether its owner moved the folder. */
  @Test
  void aTableThatCannotBePublishedIsNotDetached() {
    try (Lake lake = Lake.open(faulty, time.process())) {
      lake.awaitPublished();
      faulty.failBefore(every(Operation.PUT_IF_ABSENT).and(naming("t/_delta_log/0")));
      lake.transact(tx -> tx.append("t", 2L));
      assertThatThrownBy(() -> lake.detach("t"))
          .isInstanceOf(TarnException.class)
          .hasMessageContaining("table t is not published since lake version 3");
      faulty.heal();
      assertThat(ids(lake.scan("t"))).containsExactly(1L, 2L);
      lake.awaitPublished();
    }
  }

  @Test
  void killedDetachIsToldByTheCheckAndFinishedByTheRepair() throws IOException {
    killedDetach();
    assertThat(checked())
        .containsExactly(
            "note: table t was detached at lake version 4, but its version 2 stands in the lake's log only, and other engines cannot write to it; run 'tarn repair', which publishes them");
    List<RepairStep> plan = Repair.plan(disk, time.process());
    assertThat(plan)
        .extracting(step -> step.kind() + " " + step.object())
        .containsExactly("PUBLISH " + DeltaNames.commit("t", 2));
    assertThat(new ForeignWriter(disk, "t").names("_delta_log/0")).hasSize(4);
    assertThat(Repair.run(disk, time.process())).isEqualTo(plan);
    assertThat(lastCommit("t")).contains("DETACH").doesNotContain("tarn.lakeManaged");
    assertThat(checked()).isEmpty();
    assertThat(Repair.plan(disk, time.process())).isEmpty();
    // That it is published is written down: whoever writes next does not look for it.
    move("t", "elsewhere");
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 3L));
      lake.awaitPublished();
      lake.attach("back", "elsewhere");
      assertThat(ids(lake.scan("back"))).containsExactly(1L, 2L);
    }
    assertThat(disk.list("t/", "")).isEmpty();
  }

  @Test
  void killedDetachIsFinishedByDetachingAgain() throws IOException {
    killedDetach();
    try (Lake lake = open()) {
      assertThat(lake.detach("t")).isEqualTo(4);
      assertThat(lastCommit("t")).doesNotContain("tarn.lakeManaged");
      assertThatThrownBy(() -> lake.detach("t"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("no table 't'");
    }
  }

  /**
   * The folder came back as one that had commits and no data files, and the table that its owner
   * had moved lacked rows that its lake had acknowledged.
   */
  @Test
  void killedDetachWaitsForTheFolderThatWasMoved() throws IOException {
    killedDetach();
    move("t", "elsewhere");
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 3L));
      assertThatThrownBy(lake::awaitPublished)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("put the folder back, then run 'tarn repair'");
      assertThatThrownBy(() -> lake.attach("back", "elsewhere"))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("put the folder back, then run 'tarn repair'");
      assertThat(disk.list("t/", "")).isEmpty();
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining("table t is not published");
    }
    assertThat(checked())
        .singleElement()
        .asString()
        .startsWith("damage: table t was detached at lake version 4, but its versions 0 to 2 stand")
        .contains("put the folder back, then run 'tarn repair'");
    assertThat(Repair.run(disk, time.process()))
        .singleElement()
        .matches(step -> step.kind() == RepairStep.Kind.LEAVE)
        .matches(step -> step.why().contains("put the folder back"));
    assertThat(disk.list("t/", "")).isEmpty();
    move("elsewhere", "t");
    Repair.run(disk, time.process());
    assertThat(lastCommit("t")).doesNotContain("tarn.lakeManaged");
    assertThat(checked()).isEmpty();
  }

  /** Detaches the table in a process that is killed before it notes that the table is published. */
  private void killedBeforeTheNote() {
    Lake killed = Lake.open(faulty, time.process());
    killed.awaitPublished();
    faulty.crashBefore(every(Operation.PUT_IF_ABSENT).and(naming("3.checkpoint.json")));
    assertThatThrownBy(() -> killed.detach("t")).isInstanceOf(TarnException.class);
    assertThat(new ForeignWriter(disk, "t").lines(1).get(1)).doesNotContain("tarn.lakeManaged");
  }

  /** The check said "sound", and damage once the owner had moved the folder. */
  @Test
  void detachThatIsNotNotedIsToldAndNotedByTheRepair() throws IOException {
    killedBeforeTheNote();
    assertThat(checked())
        .containsExactly(
            "note: table t was detached at lake version 3 and is published, but that is not noted yet, so that the lake would publish it again; before its folder is moved or written to, run 'tarn repair', which notes it");
    assertThat(Repair.run(disk, time.process()))
        .singleElement()
        .matches(step -> step.kind() == RepairStep.Kind.PUBLISH);
    assertThat(checked()).isEmpty();
    move("t", "elsewhere");
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 3L));
      lake.awaitPublished();
      lake.attach("back", "elsewhere");
    }
    assertThat(disk.list("t/", "")).isEmpty();
  }

  /** Commits that the owner had cleaned up came back, so that the log had a gap behind them. */
  @Test
  void detachThatIsNotNotedIsNotPublishedAgainWhereItsOwnerCommits() throws IOException {
    killedBeforeTheNote();
    new ForeignWriter(disk, "t").commit(2, "{\"commitInfo\":{\"operation\":\"WRITE\"}}");
    disk.delete(DeltaNames.commit("t", 0));
    disk.delete(DeltaNames.commit("t", 1));
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 3L));
      lake.awaitPublished();
    }
    assertThat(disk.list("t/_delta_log/0", ""))
        .extracting(ObjectInfo::name)
        .filteredOn(name -> name.endsWith(".json"))
        .containsExactly(DeltaNames.commit("t", 2));
    assertThat(checked()).isEmpty();
  }
}
