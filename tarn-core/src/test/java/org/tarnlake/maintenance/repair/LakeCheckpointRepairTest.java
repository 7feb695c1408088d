package org.tarnlake.maintenance.repair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Lake;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** What an older log that was put back, or a copy of another history, leaves beside the entries. */
class LakeCheckpointRepairTest {
  private final MemoryStore store = new MemoryStore();
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void lakeOfFourteenVersions() {
    try (Lake lake = Lake.create(store, time.process())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      append(lake, 13);
    }
  }

  private static void append(Lake lake, int commits) {
    for (int i = 0; i < commits; i++) {
      lake.transact(tx -> tx.append("t", "x"));
    }
  }

  private static MemoryStore copyOf(MemoryStore store) throws IOException {
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo object : store.list("", "")) {
      copy.put(object.name(), store.get(object.name()));
    }
    return copy;
  }

  private static byte[] checkpoint(MemoryStore store, ManualTime time, long version) {
    return LakeCheckpoint.encode(LogLoader.open(store, time.process()).at(version));
  }

  /** Where no hint named an older one, neither the lake nor the repair could be opened. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lakeCheckpointOfAVersionThatTheLogDoesNotHaveIsMovedAside(boolean hasHint) throws Exception {
    byte[] beyond = checkpoint(store, time, 14);
    MemoryStore older = new MemoryStore();
    for (ObjectInfo object : store.list("", "")) {
      if (LakeNames.entryVersion(object.name()) <= 12) {
        older.put(object.name(), store.get(object.name()));
      }
    }
    older.put(LakeNames.checkpoint(12), checkpoint(store, time, 12));
    older.put(LakeNames.checkpoint(14), beyond);
    older.delete(LakeNames.LAST_CHECKPOINT);
    if (hasHint) {
      older.put(LakeNames.LAST_CHECKPOINT, "{\"lakeVersion\":12}".getBytes(UTF_8));
    } else {
      assertThatThrownBy(() -> Lake.open(older, time.process()))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("'tarn repair', which moves the checkpoint aside");
    }
    assertThat(LakeCheck.logs(older))
        .filteredOn(Report.Item::isDamage)
        .first()
        .asString()
        .contains(LakeNames.entry(13), "'tarn repair', which moves the checkpoint aside");
    assertThat(Repair.plan(older, time.process()))
        .filteredOn(step -> step.object().equals(LakeNames.checkpoint(14)))
        .extracting(RepairStep::why)
        .containsExactly("it is of a version that the log does not have");
    Repair.run(older, time.process());
    assertThat(Repair.plan(older, time.process())).isEmpty();
    try (Lake lake = Lake.open(older, time.process())) {
      assertThat(lake.scan("t").count()).isEqualTo(11);
    }
    SoundLake.assertSound(older);
  }

  /** Such a one was left, and told of as damage: one of another history, and one that lies. */
  @Test
  void lakeCheckpointsThatTheLogDoesNotVouchForAreMovedAside() throws Exception {
    MemoryStore twin = copyOf(store);
    try (Lake lake = Lake.open(twin, time.process())) {
      lake.transact(tx -> tx.createUntypedTable("w", "a"));
    }
    try (Lake lake = Lake.open(store, time.process())) {
      lake.transact(tx -> tx.createUntypedTable("v", "a"));
      lake.transact(tx -> tx.createUntypedTable("x", "a"));
    }
    store.put(LakeNames.checkpoint(15), checkpoint(twin, time, 15));
    LakeLog log = LogLoader.open(store, time.process());
    LakeState lies =
        new LakeState(
            16,
            log.latest().timestampMillis(),
            log.at(14).catalog(),
            log.at(14).sequences(),
            log.latest().end());
    store.put(LakeNames.checkpoint(16), LakeCheckpoint.encode(lies));
    store.put(LakeNames.LAST_CHECKPOINT, "{\"lakeVersion\":16}".getBytes(UTF_8));
    List<RepairStep> plan = Repair.plan(store, time.process());
    assertThat(Repair.run(store, time.process())).isEqualTo(plan);
    SoundLake.assertSound(store);
    assertThat(plan)
        .extracting(step -> step.kind() + " " + step.object() + " " + step.why())
        .containsExactly(
            "MOVE_ASIDE "
                + LakeNames.checkpoint(15)
                + " it is of another history than "
                + LakeNames.entry(15),
            "MOVE_ASIDE "
                + LakeNames.checkpoint(16)
                + " it differs from what the log entries add up to");
  }
}
