package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;

/** No damage to the bytes of a log entry goes unnoticed. */
class EntryDamageTest {

  /** Whatever is missing at the end of an entry, that entry alone is found to be damaged. */
  @Test
  void everyTruncationOfAnEntryIsFound() throws IOException {
    DamagedLake lake = DamagedLake.in(new MemoryStore());
    byte[] whole = lake.store().get(DamagedLake.entry(4));
    for (int length = 0; length < whole.length; length++) {
      lake.store().put(DamagedLake.entry(4), Arrays.copyOf(whole, length));
      assertThat(lake.check(CheckDepth.LOGS)).as("cut to %d bytes", length).hasSize(1);
      assertThat(lake.damages(CheckDepth.LOGS).get(0)).startsWith(DamagedLake.entry(4) + ":");
    }
  }

  /** Whichever bit of an entry flips, that entry alone is found to be damaged. */
  @Test
  void everyFlippedBitOfAnEntryIsFound() throws IOException {
    MemoryStore store = new MemoryStore();
    try (Lake small = Lake.create(store, Environment.system())) {
      small.transact(tx -> tx.createUntypedTable("t", "c"));
    }
    String name = DamagedLake.entry(1);
    byte[] whole = store.get(name);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      store.put(name, flipped);
      List<Finding> findings = Finding.of(store, CheckDepth.LOGS);
      assertThat(findings).as("bit %d flipped", bit).hasSize(1);
      assertThat(findings.get(0).object()).isEqualTo(name);
    }
  }
}
