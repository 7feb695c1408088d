package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Scans of doubles and floats read the files that can hold what is asked for, and no others. */
class NanPruningTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  @Test
  void aScanReadsOnlyTheFilesThatMayHoldWhatIsAskedForAndFindsEveryNan() {
    FaultyStore store = new FaultyStore(sound.watch(new MemoryStore()));
    double[][] files = {{1, 2}, {5, Double.NaN}, {100, 200}, {Double.NaN, Double.NaN}};
    try (Lake lake = LargeFiles.create(store, Environment.system())) {
      Schema schema =
          Schema.builder().optional("d", DataType.DOUBLE).optional("f", DataType.FLOAT).build();
      lake.transact(tx -> tx.createTable("t", schema));
      for (double[] values : files) {
        lake.transact(
            tx -> {
              for (double value : values) {
                tx.append("t", value, (float) value);
              }
            });
      }
    }
    // The file of NaN only has no bounds, so it is always read; the others only where they must be.
    for (String column : List.of("d", "f")) {
      assertThat(read(store, column + " > 2"))
          .containsExactly("3 files", "5", "NaN", "100", "200", "NaN", "NaN");
      assertThat(read(store, column + " < 5")).containsExactly("2 files", "1", "2");
      assertThat(read(store, column + " = 2")).containsExactly("2 files", "2");
      assertThat(read(store, column + " >= 150"))
          .containsExactly("3 files", "NaN", "200", "NaN", "NaN");
      assertThat(read(store, column + " = DOUBLE 'NaN'"))
          .containsExactly("2 files", "NaN", "NaN", "NaN");
      assertThat(read(store, column + " between 3 and 50")).containsExactly("2 files", "5");
    }
  }

  /** How many data files a fresh process reads for a condition, and the values it finds. */
  private static List<String> read(FaultyStore store, String condition) {
    store.resetCalls();
    List<String> found = new ArrayList<>();
    try (Lake lake = Lake.open(store, Environment.system());
        Rows rows = lake.scan("t").where(condition).rows()) {
      while (rows.next()) {
        found.add(String.valueOf(rows.getDouble(0)).replace(".0", ""));
      }
    }
    long files =
        store.trace().stream()
            .map(Call::name)
            .filter(n -> n.endsWith(".parquet"))
            .distinct()
            .count();
    found.add(0, files + " files");
    return found;
  }
}
