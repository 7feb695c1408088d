package org.tarnlake.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.row.Batch;
import org.tarnlake.testing.SoundLake;
import org.tarnlake.upkeep.Compacted;

/** Tables of other engines have the same rows after a compaction, in fewer files or as many. */
class GoldenCompactionTest {
  @TempDir static Path temporary;

  @TestFactory
  Stream<DynamicTest> everyGoldenTableHasTheSameRowsAfterIt() throws IOException {
    return GoldenTablesTest.archives().stream()
        .filter(archive -> GoldenTablesTest.hasRows(GoldenTablesTest.name(archive)))
        .map(
            archive -> {
              String name = GoldenTablesTest.name(archive);
              return DynamicTest.dynamicTest(name, () -> run(archive, name));
            });
  }

  private static void run(Path archive, String name) throws Exception {
    Path delta = GoldenTablesTest.unpacked(archive, name, temporary).resolve("delta");
    assertThat(Files.isDirectory(delta)).isTrue();
    boolean isSound = isSound(delta);
    try (Lake lake = Lake.open(delta)) {
      Table before = lake.latest().tables().get(0);
      List<String> rows = rows(before);
      Compacted done = lake.compact(before.name()).run();
      Table after = lake.latest().tables().get(0);
      assertThat(rows(after)).isEqualTo(rows);
      assertThat(after.fileCount())
          .isEqualTo(before.fileCount() - done.filesBefore() + done.filesAfter());
      assertThat(lake.compact(before.name()).run()).isEqualTo(Compacted.NOTHING);
    }
    if (isSound) {
      SoundLake.assertSound(delta);
    }
  }

  private static List<String> rows(Table table) {
    List<String> rows = new ArrayList<>();
    try (Batches batches = table.scan().batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        RowTexts.add(batch, rows);
      }
    }
    return rows.stream().sorted().toList();
  }

  /** Whether all its versions can be read: of some tables files are missing on purpose. */
  private static boolean isSound(Path delta) {
    try {
      SoundLake.assertSound(delta);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }
}
