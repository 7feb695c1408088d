package org.tarnlake.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/** The log of a Delta table of its own beside its commits: what is cleaned up, and checksums. */
class StandaloneLogTest {
  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  private Lake open() {
    return Lake.open(disk, time.environment());
  }

  /** What a process had in memory was behind the clean-up: every scan called the log damaged. */
  @Test
  void logThatWasCleanedUpIsReadOnByWhoHasAnOldVersionInMemory() {
    spark.create();
    spark.append(1, 1);
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("memory"))).containsExactly(1L);
      for (long version = 2; version <= 5; version++) {
        spark.append(version, version);
      }
      spark.cleanUpBefore(5);
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L, 3L, 4L, 5L);
      spark.append(6, 6);
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

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
    try (Lake lake = open()) {
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
