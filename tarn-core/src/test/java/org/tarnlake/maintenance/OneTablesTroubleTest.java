package org.tarnlake.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.naming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.maintenance.repair.Repair;
import org.tarnlake.maintenance.repair.RepairStep;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.SoundLake;

/**
 * The folder of one table of three cannot be read at all: that ended check and repair for all. It
 * is one finding, and what is wrong with another table is found and mended.
 */
class OneTablesTroubleTest {
  @TempDir Path temporary;

  private Path folder;
  private Path log;

  @BeforeEach
  void lakeOfThreeTables() {
    folder = temporary.resolve("lake");
    log = folder.resolve("a/_delta_log");
    try (Lake lake = Lake.create(folder)) {
      for (String table : List.of("a", "b", "c")) {
        lake.transact(tx -> tx.createUntypedTable(table, "id"));
        lake.transact(tx -> tx.append(table, 1));
      }
    }
  }

  /**
   * The close of a lake failed for a table that somebody else had written to, after the commit to
   * another one: whoever saw that committed again.
   */
  @Test
  void commitToAnotherTableEndsWithoutAnError() throws IOException {
    Lake open = Lake.open(folder);
    open.transact(tx -> tx.append("a", 2));
    open.awaitPublished();
    Files.writeString(
        log.resolve(DeltaNames.commit("", 3).substring("_delta_log/".length())), "{}");
    open.transact(tx -> tx.append("a", 3));
    open.close();
    try (Lake lake = Lake.open(folder)) {
      lake.transact(tx -> tx.append("b", 2));
      assertThatThrownBy(lake::awaitPublished).isInstanceOf(CorruptionException.class);
      assertThat(lake.publicationTroubles())
          .singleElement()
          .asString()
          .startsWith("table a is not");
    }
    Repair.run(store(), Environment.system());
    SoundLake.assertSound(folder);
  }

  @Test
  void aFolderThatIsAFile() throws IOException {
    Folders.delete(folder.resolve("a"));
    Files.writeString(folder.resolve("a"), "not a folder");
    assertThat(troubled(store())).isEqualTo("a/_delta_log/");
    assertThat(Repair.plan(store(), Environment.system()).get(0).why())
        .startsWith("a is a file, where a folder has to be: move it away");
  }

  @Test
  void aFolderThatIsALinkToNothing() throws IOException {
    Folders.delete(folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("a"), temporary.resolve("nothing"));
    assertThat(troubled(store())).startsWith("a");
  }

  @Test
  void aLogThatIsALinkOutOfTheLake() throws IOException {
    Files.move(log, temporary.resolve("elsewhere"));
    Files.createSymbolicLink(log, temporary.resolve("elsewhere"));
    assertThat(troubled(store())).isEqualTo("a/_delta_log/");
  }

  @Test
  void aLogThatIsALinkToItself() throws IOException {
    Folders.delete(log);
    Files.createSymbolicLink(log, log);
    assertThat(troubled(store())).isEqualTo("a/_delta_log/");
  }

  @Test
  void aFolderThatTheStoreCannotRead() throws IOException {
    assertThat(troubled(new FaultyStore(store()).failBefore(naming("a/")))).startsWith("a/");
  }

  /** The folder of a new table was taken for free where a file had its name. */
  @Test
  void aNewTableDoesNotGetTheNameOfAFile() throws IOException {
    Files.writeString(folder.resolve("d"), "not a folder");
    Files.createSymbolicLink(folder.resolve("e"), temporary);
    try (Lake lake = Lake.open(folder)) {
      lake.transact(
          tx -> {
            for (String table : List.of("d", "d.inner", "e")) {
              tx.createUntypedTable(table, "id");
              tx.append(table, 1);
            }
          });
    }
    assertThat(damages(store())).isEmpty();
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.scan("d.inner").count() + lake.scan("e").count()).isEqualTo(2);
    }
  }

  /**
   * Nobody could drop a table to which another program had committed. Its files stay, so that
   * nothing is lost; to give it back, its log has to be repaired first, which the message says.
   */
  @Test
  void aTableWithAForeignCommitCanBeDropped() throws IOException {
    Path foreign = folder.resolve(DeltaNames.commit("a", 2));
    Files.write(foreign, Files.readAllBytes(folder.resolve(DeltaNames.commit("a", 1))));
    try (Lake lake = Lake.open(folder)) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("a", 2)))
          .isInstanceOf(CorruptionException.class);
      assertThatThrownBy(() -> lake.detach("a"))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("'tarn repair'");
      lake.transact(tx -> tx.dropTable("a"));
      lake.transact(
          tx -> {
            tx.createUntypedTable("a", "id");
            tx.append("a", 7);
          });
      assertThat(lake.scan("a").count()).isOne();
    }
    assertThat(foreign).exists();
    SoundLake.assertSound(folder);
  }

  private ObjectStore store() throws IOException {
    return LocalStore.open(folder);
  }

  /** Damages b, too; has all of it found and b mended; returns what was found of a. */
  private String troubled(ObjectStore store) throws IOException {
    String other = DeltaNames.commit("b", 1);
    Path damaged = folder.resolve(other);
    byte[] ratified = Files.readAllBytes(damaged);
    Files.write(damaged, new byte[] {'{', '}', '\n'});
    List<String> found = damages(store);
    assertThat(found).hasSize(2).contains(other);

    List<RepairStep> plan = Repair.plan(store, Environment.system());
    assertThat(plan)
        .extracting(step -> step.kind() + " " + step.object())
        .contains("MOVE_ASIDE " + other, "PUBLISH " + other)
        .hasSize(3);
    assertThat(plan.get(0).kind()).isEqualTo(RepairStep.Kind.LEAVE);
    assertThat(Repair.wouldLeave(store, Environment.system()))
        .filteredOn(Report.Item::isDamage)
        .extracting(Report.Item::object)
        .isEqualTo(found.stream().filter(name -> !name.equals(other)).toList());
    assertThat(damages(store)).as("nothing was changed").isEqualTo(found);
    assertThat(Repair.run(store, Environment.system()))
        .extracting(step -> step.kind() + " " + step.object())
        .isEqualTo(plan.stream().map(step -> step.kind() + " " + step.object()).toList());
    assertThat(Files.readAllBytes(damaged)).isEqualTo(ratified);
    List<String> left = damages(store);
    assertThat(left).hasSize(1);
    assertTheOthersAreThere();
    return left.get(0);
  }

  private static List<String> damages(ObjectStore store) {
    return Finding.of(store, CheckDepth.DATA).stream()
        .filter(Finding::isDamage)
        .map(Finding::object)
        .toList();
  }

  private void assertTheOthersAreThere() {
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.scan("b").count()).isOne();
      assertThat(lake.scan("c").count()).isOne();
    }
  }
}
