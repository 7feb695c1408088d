package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.crash.process.Ledger;
import org.tarnlake.env.Environment;
import org.tarnlake.store.local.LocalStore;

/** The judge of copies calls good what is good, and finds what is not. */
final class CopyJudgeTest {
  @TempDir Path folder;
  private Path lake;
  private Path copy;

  @BeforeEach
  void make() {
    lake = folder.resolve("lake");
    copy = folder.resolve("copy");
    Ledger.create(lake);
    commit(lake, 1);
  }

  private static void commit(Path lake, long writer) {
    try (Lake opened = Lake.open(lake)) {
      for (int sequence = 1; sequence <= 20; sequence++) {
        Ledger.commit(opened, writer, sequence, new SplittableRandom(writer * sequence));
      }
    }
  }

  private CopyVerdict judge(int seed) {
    try (Lake original = Lake.open(lake)) {
      return CopyJudge.judge(copy, original, new SplittableRandom(seed));
    }
  }

  private void copy() throws IOException {
    FolderCopy.run(lake, copy, CopyOrder.LOG_FIRST, new SplittableRandom(1), () -> {});
  }

  @Test
  void aCopyOfALakeAtRestIsConsistentInWhateverOrderItWasMade() throws IOException {
    for (CopyOrder order : CopyOrder.values()) {
      copy = folder.resolve(order.name());
      FolderCopy.run(lake, copy, order, new SplittableRandom(1), () -> {});
      if (order != CopyOrder.HALF_OF_THE_TABLES) {
        assertThat(judge(order.ordinal())).isEqualTo(new CopyVerdict(21, List.of(), List.of()));
      }
    }
  }

  @Test
  void aMissingFileThatTheLogHasIsMended() throws IOException {
    copy();
    try (Stream<Path> files = Files.list(copy.resolve("shared0"))) {
      Files.delete(files.filter(f -> f.toString().endsWith(".parquet")).findFirst().get());
    }
    assertThat(Lake.check(copy, CheckDepth.LOGS))
        .filteredOn(Finding::isDamage)
        .singleElement()
        .asString()
        .contains("the lake's log still has it: run 'tarn repair'");
    assertThat(judge(1).violations()).isEmpty();
    assertThat(Lake.check(copy, CheckDepth.DATA)).noneMatch(Finding::isDamage);
  }

  @Test
  void aMissingDataFileIsSaid() throws IOException {
    lake = folder.resolve("large");
    try (Lake made =
        LargeFiles.create(LocalStore.open(Files.createDirectory(lake)), Environment.system())) {
      made.transact(tx -> tx.createTable("shared0", Ledger.SCHEMA));
      made.transact(tx -> tx.append("shared0", 1L, 1L, "a", 1, "{}", 0L));
    }
    for (int seed = 1; seed <= 3; seed++) {
      copy = folder.resolve("copy" + seed);
      copy();
      try (Stream<Path> files = Files.list(copy.resolve("shared0"))) {
        Files.delete(files.filter(f -> f.toString().endsWith(".parquet")).findFirst().get());
      }
      CopyVerdict verdict = judge(seed);
      assertThat(verdict.violations()).isEmpty();
      assertThat(verdict.said().get(0)).contains("look at shared0: ", " is missing");
    }
  }

  @Test
  void rowsThatNobodyCommittedAreFound() throws IOException {
    copy();
    commit(copy, 2);
    commit(lake, 3);
    assertThat(judge(1).violations()).anyMatch(each -> each.contains("rows are missing and"));
  }
}
