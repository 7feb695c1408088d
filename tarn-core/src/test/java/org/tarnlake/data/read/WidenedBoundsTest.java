package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;

/** Bounds of row groups and pages whose columns are read as a wider type. */
class WidenedBoundsTest {
  private static final StructType FLOAT =
      new StructType(List.of(Field.required("c", DataType.FLOAT)));
  private static final StructType DOUBLE =
      new StructType(List.of(Field.required("c", DataType.DOUBLE)));

  private static int rowsRead(DataFile file, String condition) {
    BoundPredicate filter = Predicate.parse(condition).bind(DOUBLE);
    int rows = 0;
    for (int group : file.rowGroups(DOUBLE, filter)) {
      try (BatchSource source = file.read(group, DOUBLE, filter)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          rows += batch.rowCount();
        }
      }
    }
    return rows;
  }

  /** The float 0.7 is 0.699999988079071 as a double, and 0.1 is 0.10000000149011612. */
  @Test
  void boundsOfFloatsAreTheDoublesThatTheirRowsAreReadAs() throws Exception {
    MemoryStore store = new MemoryStore();
    // Two row groups, each of two pages of two rows.
    TestFiles.write(
        store,
        "f",
        new DataFileWriter.Layout(2, 4),
        TestFiles.batch(
            FLOAT,
            List.of(
                new Object[] {0.7f},
                new Object[] {0.7f},
                new Object[] {0.8f},
                new Object[] {0.8f},
                new Object[] {0.1f},
                new Object[] {0.1f},
                new Object[] {0.05f},
                new Object[] {0.05f})));
    DataFile file = TestFiles.open(store, "f");
    assertThat(file.rowGroupCount()).isEqualTo(2);
    assertThat(rowsRead(file, "c < 0.69999999 and c > 0.6")).isEqualTo(2);
    assertThat(rowsRead(file, "c < 0.699999988 and c > 0.6")).isZero();
    assertThat(rowsRead(file, "c > 0.1 and c < 0.2")).isEqualTo(2);
    assertThat(rowsRead(file, "c > 0.1000000015 and c < 0.2")).isZero();
    assertThat(rowsRead(file, "c = 0.699999988079071")).isEqualTo(2);
  }
}
