package org.tarnlake.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/** Version checksums of a Delta table of its own, beside those of other engines. */
class StandaloneChecksumTest {
  private final MemoryStore disk = new MemoryStore();
  private final ForeignWriter spark = new ForeignWriter(disk, "");
  private final ManualTime time = new ManualTime();

  @Test
  void checksumOfAnOwnCommitIsWrittenAlsoWhereOthersWereSeenBeforeThat() {
    spark.create();
    ManualThreads threads = new ManualThreads();
    try (Lake lake = Lake.open(disk, time.environment(threads))) {
      lake.transact(tx -> tx.append("memory", 1L));
      spark.append(2, 2);
      assertThat(lake.latest().version()).isEqualTo(2);
      threads.runAll();
      assertThat(spark.names("_delta_log/")).contains("_delta_log/00000000000000000001.crc");
      threads.shutdown();
    }
  }

  /** The look and the put were two requests, between which another engine may write its own. */
  @Test
  void checksumThatAnotherEngineWritesAtTheSameTimeStays() throws IOException {
    spark.create();
    FaultyStore store = new FaultyStore(disk);
    try (Lake lake = Lake.open(store, time.environment())) {
      store.failBefore(
          call -> {
            if (call.isWrite() && call.name().endsWith("1.crc")) {
              disk.put(call.name(), new byte[] {'{', '}'});
            }
            return false;
          });
      lake.transact(tx -> tx.append("memory", 1L));
    }
    assertThat(disk.get("_delta_log/00000000000000000001.crc")).hasSize(2);
  }

  @Test
  void checksumsAreWrittenForOwnCommitsAndNeverOverwritten() throws IOException {
    spark.create();
    disk.put("_delta_log/00000000000000000002.crc", new byte[] {'{', '}'});
    try (Lake lake = Lake.open(disk, time.environment())) {
      lake.transact(tx -> tx.append("memory", 1L));
      lake.awaitPublished();
      lake.transact(tx -> tx.append("memory", 2L));
    }
    assertThat(new String(disk.get("_delta_log/00000000000000000001.crc"), UTF_8))
        .contains("\"numFiles\":1", "\"minWriterVersion\":2")
        .doesNotContain("inCommitTimestampOpt");
    assertThat(disk.get("_delta_log/00000000000000000002.crc")).hasSize(2);
  }
}
