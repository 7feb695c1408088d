package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;

import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;

/** Delta tables of others whose newest commit is dated at the end of time. */
class StandaloneClockTest {
  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  /** Such a time binds nobody: it is what some writer noted. */
  @Test
  void tableWithoutInCommitTimestampsIsReadAndWritten() {
    spark.create();
    spark.commit(1, ForeignWriter.info(Long.MAX_VALUE, "WRITE"), spark.add(1));
    try (Lake lake = Lake.open(disk, time.environment())) {
      assertThat(ids(lake.scan("memory"))).containsExactly(1L);
      lake.transact(tx -> tx.append("memory", 2L));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L);
      assertThat(lake.history(2)).hasSize(2);
    }
    assertThat(spark.lines(2).get(0)).contains("\"timestamp\":" + time.now().toEpochMilli());
  }

  @Test
  void tableWithInCommitTimestampsIsReadAndSaysWhatToDo() {
    spark.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"inCommitTimestamp\"]}}",
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA, "{\"delta.enableInCommitTimestamps\":\"true\"}"));
    spark.commit(
        1,
        "{\"commitInfo\":{\"inCommitTimestamp\":9223372036854775807,\"timestamp\":1,\"operation\":\"WRITE\"}}",
        spark.add(1));
    try (Lake lake = Lake.open(disk, time.environment())) {
      assertThat(ids(lake.scan("memory"))).containsExactly(1L);
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 2L)))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("version 1 is dated 9999-12-31T23:59:59.999Z or later");
    }
    assertThat(spark.names("part-")).isEmpty();
    assertThat(Finding.of(disk, CheckDepth.DATA))
        .anyMatch(finding -> finding.toString().contains("a clock ran ahead"));
  }
}
