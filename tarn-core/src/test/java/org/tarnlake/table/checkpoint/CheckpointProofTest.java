package org.tarnlake.table.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.nth;
import static org.tarnlake.table.checkpoint.WrittenCheckpoint.PARTITIONED;
import static org.tarnlake.table.checkpoint.WrittenCheckpoint.ZERO;
import static org.tarnlake.table.checkpoint.WrittenCheckpoint.manyFiles;
import static org.tarnlake.table.checkpoint.WrittenCheckpoint.state;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.table.state.TableState;
import org.tarnlake.testing.ManualTime;

/** No checkpoint is visible that was not read back as it was written. */
class CheckpointProofTest {
  private final Environment environment = new ManualTime().environment();

  @Test
  void nothingIsVisibleUnlessItWasReadBackAsWritten() {
    MemoryStore memory = new MemoryStore();
    CheckpointWriter writer = new CheckpointWriter(new RottenStore(memory), environment, 1000);
    TableState state = state(PARTITIONED, Map.of(), manyFiles(3000));
    assertThatThrownBy(() -> writer.write("t", state)).isInstanceOf(CorruptionException.class);
    assertThat(memory.list("", "")).isEmpty();
  }

  @Test
  void whatIsCountedTellsEveryDifference() {
    CheckpointTally tally = tally("a", 1, "s");
    assertThat(tally.isSame(tally("a", 1, "s"))).isTrue();
    assertThat(tally.isSame(tally("b", 1, "s"))).isFalse();
    assertThat(tally.isSame(tally("a", 2, "s"))).isFalse();
    assertThat(tally.isSame(tally("a", 1, "t"))).isFalse();
    CheckpointTally more = tally("a", 1, "s");
    more.other(new Object[] {"app", 1L});
    assertThat(tally.isSame(more)).isFalse();
    tally.other(new Object[] {"app", 2L});
    assertThat(tally.isSame(more)).isFalse();
    assertThat(tally.actions()).isEqualTo(2);
  }

  private static CheckpointTally tally(String path, long size, String statistics) {
    CheckpointTally tally = new CheckpointTally();
    tally.add(path.getBytes(UTF_8), size, statistics.getBytes(UTF_8));
    return tally;
  }

  @Test
  void aFailingStoreLeavesNoCheckpointOrAWholeOne() throws IOException {
    TableState state = state(PARTITIONED, Map.of(), manyFiles(3000));
    int failures = 0;
    for (long n = 1; ; n++) {
      MemoryStore memory = new MemoryStore();
      FaultyStore store = new FaultyStore(memory).failBefore(nth(n));
      CheckpointWriter writer = new CheckpointWriter(store, environment, 1000);
      try {
        writer.write("t", state);
      } catch (StorageException e) {
        failures++;
      }
      if (store.calls() < n) {
        break;
      }
      boolean hint = CheckpointHint.find(memory, "t") != null;
      boolean checkpoint = memory.list(ZERO, "").size() == 1;
      assertThat(checkpoint || !hint).as("call %d", n).isTrue();
      store.heal();
      assertThat(new CheckpointWriter(store, environment).write("t", state) == null)
          .as("call %d", n)
          .isEqualTo(checkpoint);
    }
    assertThat(failures).isGreaterThan(5);
  }

  /** A store that keeps everything and returns one wrong bit of it. */
  private static final class RottenStore extends ForwardingStore {
    RottenStore(MemoryStore inner) {
      super(inner);
    }

    @Override
    public byte[] getRange(String name, long offset, int length) throws IOException {
      byte[] bytes = super.getRange(name, offset, length);
      if (offset <= 5000 && offset + bytes.length > 5000) {
        bytes[(int) (5000 - offset)] ^= 4;
      }
      return bytes;
    }
  }
}
