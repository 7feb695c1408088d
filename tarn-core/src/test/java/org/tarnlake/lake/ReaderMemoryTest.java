package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Who only reads does not keep the files that entries carry, however many come. */
class ReaderMemoryTest {
  private static final int COMMITS = 200;

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final ManualTime time = new ManualTime();
  private final MemoryStore store = sound.watch(new MemoryStore());

  @Test
  void keepsFewEntriesWhereTheyCarryMuch() {
    SplittableRandom random = new SplittableRandom(1);
    try (Lake lake = Lake.create(store, time.process())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("k long, b binary")));
      LakeLog reader = LogLoader.open(store, time.process());
      for (long k = 0; k < COMMITS; k++) {
        byte[] bytes = new byte[300_000];
        random.nextBytes(bytes);
        long key = k;
        lake.transact(tx -> tx.append("t", key, bytes));
        reader.refresh();
      }
      long kept = 0;
      for (long version = 1; version <= reader.latest().version(); version++) {
        RatifiedEntry entry = reader.recent(version);
        if (entry != null) {
          kept += entry.entry().tableCommits().stream().mapToLong(TableCommit::carriedBytes).sum();
        }
      }
      assertThat(reader.latest().version()).isGreaterThanOrEqualTo(COMMITS);
      assertThat(kept).isLessThan(32 << 20);
    }
  }
}
