package org.tarnlake.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.Upload;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.testing.ManualTime;

/** Kernel reads tables of which only Tarn's checkpoint tells the files. */
class KernelCheckpointTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("id", DataType.LONG));

  private final MemoryStore store = new MemoryStore();

  private AddFile file(String path, long... ids) throws Exception {
    RowBuffer rows = new RowBuffer(SCHEMA.columns());
    for (long id : ids) {
      rows.append(id);
    }
    try (Upload upload = store.upload("t/" + path);
        DataFileWriter writer = DataFileWriter.open(upload, SCHEMA.columns())) {
      writer.write(rows.toBatch());
      writer.finish();
      assertThat(upload.commit()).isTrue();
    }
    return new AddFile(path, Map.of(), store.size("t/" + path), 1, true, null);
  }

  @Test
  void aTableWithTheSecondCheckpointsIsReadWithAndWithoutAHint() throws Exception {
    List<String> features = List.of("v2Checkpoint");
    Map<String, String> policy = Map.of("delta.checkpointPolicy", "v2");
    store.put(
        DeltaNames.commit("t", 0),
        CommitLines.of(
                List.of(
                    new Protocol(3, 7, features, features),
                    new Metadata("id-1", "t", SCHEMA, policy, 5L),
                    file("a.parquet", 1, 2)))
            .bytes());
    store.put(DeltaNames.commit("t", 1), CommitLines.of(List.of(file("b.parquet", 3))).bytes());
    new CheckpointWriter(store, new ManualTime().environment())
        .write("t", new TableLog(store, "t").load(1));
    store.delete(DeltaNames.commit("t", 0));
    KernelReader kernel = new KernelReader(store);
    List<List<Object>> rows = List.of(List.of(1L), List.of(2L), List.of(3L));
    assertThat(kernel.rows(kernel.newest("t"))).containsExactlyInAnyOrderElementsOf(rows);
    store.delete(DeltaNames.lastCheckpoint("t"));
    assertThat(kernel.rows(kernel.newest("t"))).containsExactlyInAnyOrderElementsOf(rows);
  }
}
