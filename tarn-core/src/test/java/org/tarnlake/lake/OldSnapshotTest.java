package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/** A snapshot of before a table left the lake, read when the table or its folder are others'. */
class OldSnapshotTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = new MemoryStore();

  @BeforeEach
  void lakeWithATable() {
    try (Lake lake = Lake.create(disk, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      append(lake, "t");
      append(lake, "t");
    }
  }

  private Lake open() {
    return Lake.open(disk, Environment.system());
  }

  private static void append(Lake lake, String table) {
    lake.transact(tx -> tx.append(table, "x"));
  }

  private static long count(Snapshot snapshot) {
    return snapshot.scan("t").count();
  }

  @Test
  void tableThatWasAttachedAgainIsReadAsItWas() {
    sound.watch(disk);
    try (Lake lake = open()) {
      Snapshot old = lake.latest();
      Snapshot older = lake.asOf(2);
      assertThat(count(old)).isEqualTo(2);
      lake.detach("t");
      assertThat(count(old)).isEqualTo(2);
      lake.attach("t", "t");
      append(lake, "t");
      assertThat(count(old)).isEqualTo(2);
      assertThat(count(older)).isEqualTo(1);
      assertThat(count(lake.latest())).isEqualTo(3);
      lake.awaitPublished();
      assertThat(count(old)).isEqualTo(2);
    }
    try (Lake lake = open()) {
      assertThat(count(lake.asOf(2))).isEqualTo(1);
      assertThat(count(lake.asOf(3))).isEqualTo(2);
      assertThat(count(lake.asOf(5))).isEqualTo(2);
      assertThat(count(lake.asOf(6))).isEqualTo(3);
    }
  }

  @Test
  void tableThatAnotherWriterChangedAndThatWasAttachedAgainIsReadAsItWas() {
    sound.watch(disk);
    try (Lake lake = open()) {
      Snapshot old = lake.latest();
      lake.detach("t");
      lake.attach("again", "t");
      append(lake, "again");
      lake.detach("again");
      lake.attach("t", "t");
      append(lake, "t");
      assertThat(count(old)).isEqualTo(2);
      assertThat(count(lake.latest())).isEqualTo(4);
    }
  }

  private void deleteFolder() throws IOException {
    for (ObjectInfo object : disk.list("t/", "")) {
      disk.delete(object.name());
    }
  }

  /** Its rows are gone with its folder, and nobody altered anything. */
  @Test
  void tableWhoseFolderHoldsAnotherTableIsSaidToBeGone() throws IOException {
    try (Lake lake = open()) {
      Snapshot old = lake.latest();
      Snapshot older = lake.asOf(2);
      assertThat(count(old)).isEqualTo(2);
      lake.detach("t");
      deleteFolder();
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      append(lake, "t");
      append(lake, "t");
      append(lake, "t");
      lake.awaitPublished();
      assertGone(() -> count(old));
      assertGone(() -> count(older));
      assertThat(count(lake.latest())).isEqualTo(3);
    }
    try (Lake lake = open()) {
      assertGone(() -> count(lake.asOf(3)));
      assertThat(count(lake.latest())).isEqualTo(3);
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
  }

  /** Nobody has the folder, and it was said to be another's. */
  @Test
  void tableWhoseFolderIsGoneIsSaidToMissIt() throws IOException {
    try (Lake lake = open()) {
      lake.detach("t");
      deleteFolder();
    }
    try (Lake lake = open()) {
      assertThatThrownBy(() -> count(lake.asOf(3)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith(
              "table t left the lake, which no longer looks after its folder t, and its version 2 cannot be read any more; a backup from before has it: t/_delta_log/")
          .hasMessageContaining("is missing");
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
  }

  private static void assertGone(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "table t left the lake, which no longer looks after its folder t, and its version [0-9]+ cannot be read any more; a backup from before has it: the folder is another table's by now");
  }
}
