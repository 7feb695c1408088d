package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

class PublicationTrackerTest {
  private final MemoryStore disk = new MemoryStore();
  private final Environment environment = new ManualTime().environment(new ManualThreads());
  private final PublicationTracker tracker = new PublicationTracker(0, List.of());
  private LakeState newest;

  @BeforeEach
  void lakeWithAHint() {
    LogLoader.create(disk, environment);
    LakeLog log = LogLoader.open(disk, environment);
    Entries entries = new Entries(log.latest());
    log.ratify(entries.create("a"));
    log.ratify(entries.append("a"));
    newest = log.latest();
    disk.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(2));
  }

  @Test
  void checkpointThatTheHintNamesTellsWhatIsPublished() throws IOException {
    disk.putIfAbsent(LakeNames.checkpoint(2), LakeCheckpoint.encode(newest));
    tracker.followHint(disk, newest);
    assertThat(tracker.now().through()).isEqualTo(2);
  }

  /** It was believed where the entry that it is of was not in memory. */
  @Test
  void checkpointOfAnotherHistoryTellsNothing() throws IOException {
    LakeState other =
        new LakeState(
            2,
            newest.timestampMillis(),
            newest.catalog(),
            newest.sequences(),
            newest.end().after(new byte[] {'{', '}'}));
    disk.putIfAbsent(LakeNames.checkpoint(2), LakeCheckpoint.encode(other));
    tracker.followHint(disk, newest);
    assertThat(tracker.now().through()).isZero();
  }
}
