package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.Undone;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Versions of a Delta table of its own are taken back, others' too. */
class StandaloneUndoTest {
  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  @AfterEach
  void everybodyReadsIt() {
    SoundLake.assertSound(disk);
    KernelJudge.assertAgrees(disk);
  }

  /** The commit removed and added one file. */
  @Test
  void whatWasOnlySaidAnewOfAFileIsNothingToBeTakenBack() {
    spark.create();
    spark.append(1, 1, 2);
    String add =
        spark.lines(1).stream()
            .filter(line -> line.startsWith("{\"add\""))
            .findFirst()
            .orElseThrow();
    String anew = add.replace("\"dataChange\":true", "\"dataChange\":false");
    spark.commit(2, ForeignWriter.info(1_700_000_000_002L, "COMPUTE STATS"), anew);
    spark.commit(3, ForeignWriter.info(1_700_000_000_003L, "WRITE"), anew, spark.add(3));
    try (Lake lake = Lake.open(disk, time.environment())) {
      Undone undone = lake.compute(tx -> tx.revert(2));
      assertThat(undone.isNothing()).isTrue();
      assertThat(lake.latest().version()).isEqualTo(3);
      lake.transact(tx -> tx.revert(3));
      assertThat(spark.lines(4)).noneMatch(line -> line.startsWith("{\"add\""));
      assertThat(lake.scan("memory").count()).isEqualTo(2);
      lake.transact(tx -> tx.revert(1));
      assertThat(lake.scan("memory").count()).isZero();
    }
  }
}
