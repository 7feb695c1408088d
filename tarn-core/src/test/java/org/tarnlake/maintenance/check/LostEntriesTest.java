package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/**
 * The newest entries of a lake's log are lost, and they made tables. No table of the lake shows it,
 * so that it was called sound, and the next commits took the lost versions again.
 */
class LostEntriesTest {
  private static final String LOST = "t/_delta_log/00000000000000000000.json";

  private final MemoryStore disk = new MemoryStore();

  @BeforeEach
  void makeALakeOfTwoTables() {
    try (Lake lake = Lake.create(disk, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("s", "a"));
      lake.transact(
          tx -> {
            tx.createUntypedTable("t", "a");
            tx.append("t", "x");
          });
    }
    SoundLake.assertSound(disk);
  }

  private static List<Finding> findings(MemoryStore store) {
    return Finding.of(store, CheckDepth.LOGS).stream()
        .filter(finding -> finding.message().startsWith("it was committed with lake version"))
        .toList();
  }

  private void assertLost(String why) {
    assertThat(findings(disk))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.object()).isEqualTo(LOST);
              assertThat(finding.message())
                  .startsWith("it was committed with lake version 2, " + why)
                  .contains("restore _tarn from a backup");
              assertThat(finding.isDamage()).isFalse();
            });
  }

  @Test
  void lostEntryThatMadeATableIsNoticed() {
    disk.delete(LakeNames.entry(2));
    disk.delete(LakeNames.checkpoint(2));
    assertLost("which the lake's log does not reach");
  }

  @Test
  void lostLogIsNoticed() {
    for (ObjectInfo each : disk.list(LakeNames.LOG, "")) {
      disk.delete(each.name());
    }
    assertThat(findings(disk))
        .extracting(Finding::object)
        .containsExactlyInAnyOrder(LOST, "s/_delta_log/00000000000000000000.json");
  }

  @Test
  void lostVersionThatWasTakenAgainIsNoticed() {
    disk.delete(LakeNames.entry(2));
    disk.delete(LakeNames.checkpoint(2));
    try (Lake lake = Lake.open(disk, Environment.system())) {
      lake.transact(tx -> tx.append("s", "y"));
    }
    assertLost("which is another transaction in the lake's log");
  }

  /** What a lake dropped or gave back is no loss. */
  @Test
  void goneTablesAreNoLoss() {
    try (Lake lake = Lake.open(disk, Environment.system())) {
      lake.transact(tx -> tx.dropTable("t"));
      lake.detach("s");
    }
    assertThat(findings(disk)).isEmpty();
    SoundLake.assertSound(disk);
  }

  /** A table that another lake gave back lies here, to be attached. */
  @Test
  void tableThatAnotherLakeGaveBackIsNoLoss() throws IOException {
    MemoryStore other = new MemoryStore();
    Lake.create(other, Environment.system()).close();
    try (Lake lake = Lake.open(disk, Environment.system())) {
      lake.detach("t");
    }
    for (ObjectInfo each : disk.list("t/", "")) {
      other.put(each.name(), disk.get(each.name()));
    }
    assertThat(findings(other)).isEmpty();
  }
}
