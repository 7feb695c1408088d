package org.tarnlake.lake.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.table.action.DeltaNames;

/** A table that cannot be published holds up no other, and is named to who asks. */
class LagTest extends PublishedLake {
  @Test
  void aForeignFileInTheWayIsReportedAndNeverOverwritten() throws Exception {
    ratify(entries.create("a", "b"));
    publish();
    byte[] foreign = "{\"commitInfo\":{}}\n".getBytes(UTF_8);
    disk.putIfAbsent(DeltaNames.commit("a", 1), foreign);
    ratify(entries.append("a", "b"));
    ratify(entries.append("a"));
    assertReported();
    assertThat(disk.get(DeltaNames.commit("a", 1))).isEqualTo(foreign);
    assertThat(publishedCommits("b")).as("the other table").isEqualTo(2);
    assertThat(log.publishedThrough()).isEqualTo(3);
    assertThat(log.publication().lags())
        .extracting(Lag::lakeVersions)
        .containsExactly(List.of(2L, 3L));

    // Moved away, as the message says, it is in nobody's way any more.
    disk.delete(DeltaNames.commit("a", 1));
    threads.drop();
    awaitPublished(log.latest().version());
    assertThat(publishedCommits("a")).isEqualTo(3);
    assertThat(log.publication().lags()).isEmpty();
  }

  /**
   * A process that had published nothing yet took the foreign file for the published commit, went
   * on behind it and sealed that with a checkpoint.
   */
  @Test
  void aForeignFileIsReportedByTheNextProcessToo() throws Exception {
    ratify(entries.create("a", "b"));
    publish();
    byte[] foreign = "{\"commitInfo\":{}}\n".getBytes(UTF_8);
    disk.putIfAbsent(DeltaNames.commit("a", 1), foreign);
    ratify(entries.append("a"));
    reopen();
    ratify(entries.append("a"));
    assertReported();
    assertThat(disk.get(DeltaNames.commit("a", 1))).isEqualTo(foreign);
    assertThat(published("a")).doesNotContain("2.json");
    disk.delete(DeltaNames.commit("a", 1));
    threads.drop();
    awaitPublished(log.latest().version());
    assertThat(publishedCommits("a")).isEqualTo(3);
  }

  /**
   * One foreign file in one table's log stopped publication and checkpoints of every table, and
   * each opening read all entries since. Now the checkpoint says what it leaves out.
   */
  @Test
  void aLakeCheckpointTellsWhichTablesLag() throws Exception {
    ratify(entries.create("a", "b"));
    publish();
    disk.putIfAbsent(DeltaNames.commit("a", 1), "{\"commitInfo\":{}}\n".getBytes(UTF_8));
    ratify(entries.append("a"));
    for (int version = 3; version <= 64; version++) {
      ratify(entries.append("b"));
    }
    publish();
    assertThat(checkpoints()).containsExactly("_tarn/log/00000000000000000064.checkpoint.json");
    reopen();
    assertThat(log.loadedCheckpoint()).isEqualTo(64);
    assertThat(log.publication().lags())
        .extracting(Lag::message)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("table a is not published since lake version 2");
    TableLoader loader = new TableLoader(log);
    assertThat(loader.load(entries.table("b"), log.latest()).version()).isEqualTo(62);
    assertThatThrownBy(() -> loader.load(entries.table("a"), log.latest()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("of table a is not what the lake's log ratified");
    disk.delete(DeltaNames.commit("a", 1));
    assertThat(loader.load(entries.table("a"), log.latest()).version()).isEqualTo(1);
    awaitPublished(log.latest().version());
    assertThat(publishedCommits("a")).isEqualTo(2);
    assertThat(log.publication().lags()).isEmpty();
  }

  /**
   * Its commits were forgotten, and who asked for an earlier version of the lake found no table.
   */
  @Test
  void aTableThatWasDroppedWhileTheStoreFailedIsPublishedLater() {
    ratify(entries.create("a", "b"));
    ratify(entries.append("a"));
    for (int version = 3; version <= 64; version++) {
      ratify(entries.append("b"));
    }
    LakeState before = log.latest();
    CatalogTable table = entries.table("a");
    AtomicBoolean isDropped = new AtomicBoolean();
    store.failBefore(
        call -> {
          boolean isOfA = every(Operation.PUT_IF_ABSENT).and(naming("a/_delta_log")).test(call);
          if (isOfA && !isDropped.getAndSet(true)) {
            ratify(entries.drop("a"));
          }
          return isOfA;
        });
    publish();
    assertThat(published("a")).isEmpty();
    assertThat(log.publication().lags())
        .extracting(Lag::lakeVersions)
        .containsExactly(List.of(1L, 2L));
    store.heal();
    reopen();
    assertThat(log.loadedCheckpoint()).isEqualTo(64);
    assertThat(new TableLoader(log).load(table, before).version()).isEqualTo(1);
    publish();
    assertThat(publishedCommits("a")).isEqualTo(2);
    assertThat(log.publication().lags()).isEmpty();
  }

  /** Until the clock was as late again, nothing but its own commits had it tried. */
  @Test
  void aTableThatLagsIsTriedAgainThoughTheClockWentBack() {
    ratify(entries.create("a", "b"));
    publish();
    store.failBefore(every(Operation.PUT_IF_ABSENT).and(naming("a/_delta_log")));
    ratify(entries.append("a"));
    publish();
    assertThat(log.publication().lags()).hasSize(1);
    store.heal();
    time.move(Duration.ofHours(-1));
    ratify(entries.append("b"));
    publish();
    assertThat(log.publication().lags()).isEmpty();
  }

  /** Whoever reads only learns from the checkpoint what is still to be read from entries. */
  @Test
  void commitsOfATableThatLagsAreReadFromTheLakesLog() throws Exception {
    ratify(entries.create("a", "b"));
    store.failBefore(every(Operation.PUT_IF_ABSENT).and(naming("a/_delta_log")));
    for (int version = 2; version <= 64; version++) {
      ratify(entries.append(version == 2 ? "a" : "b"));
    }
    publish();
    assertThat(published("a")).isEmpty();
    assertThat(checkpoints()).hasSize(1);
    LakeLog reader = LogLoader.open(disk, environment);
    assertThat(new TableLoader(reader).load(entries.table("a"), reader.latest()).version())
        .isEqualTo(1);
    store.heal();
    threads.drop();
    awaitPublished(log.latest().version());
    assertThat(publishedCommits("a")).isEqualTo(2);
  }

  private void assertReported() {
    threads.drop();
    assertThatThrownBy(() -> awaitPublished(log.latest().version()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageMatching(
            "table a is not published since lake version 2, so other engines see other rows;"
                + " its commits are safe in the lake's log: a/_delta_log/0{19}1.json differs from what"
                + " _tarn/log/0{19}2.json ratified; another program wrote it, or the folder was copied"
                + " or restored by itself: run 'tarn check', then 'tarn repair'");
  }
}
