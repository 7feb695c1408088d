package org.tarnlake.table.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.DuckDb;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.state.TableState;
import org.tarnlake.testing.ManualTime;

/** A checkpoint that was written, and DuckDB to read it with. */
abstract class WrittenCheckpoint {
  static final String ZERO = "t/_delta_log/00000000000000000000.checkpoint.parquet";
  static final Protocol LAKE =
      new Protocol(1, 7, null, List.of("appendOnly", "inCommitTimestamp", "tarn.lakeManaged"));
  static final Schema PARTITIONED =
      Schema.builder()
          .optional("id", DataType.LONG)
          .optional("p", DataType.INT)
          .optional("name", DataType.STRING)
          .build()
          .partitionBy("p");

  @TempDir Path folder;
  ObjectStore disk;
  DuckDb duck;
  final Environment environment = new ManualTime().environment();
  final long now = environment.clock().millis();

  @BeforeEach
  void open() throws IOException, SQLException {
    disk = LocalStore.open(folder);
    duck = new DuckDb();
  }

  @AfterEach
  void close() throws SQLException {
    duck.close();
  }

  static TableState state(Schema schema, Map<String, String> properties, Action... more) {
    return state(LAKE, new Metadata("id-1", "t", schema, properties, 5L), more);
  }

  static TableState state(Protocol protocol, Metadata metadata, Action... more) {
    List<Action> commit = new ArrayList<>(List.of(protocol, metadata));
    commit.addAll(List.of(more));
    return TableState.empty().apply(commit, "0.json");
  }

  static AddFile file(String path, String p, String statistics) {
    Map<String, String> values = new HashMap<>();
    values.put("p", p);
    return new AddFile(path, values, 100, 7, true, statistics);
  }

  final List<String> query(String sql) throws SQLException {
    return duck.query(sql.replace("$", "'" + folder.resolve(ZERO) + "'"));
  }

  final void write(TableState state) {
    assertThat(new CheckpointWriter(disk, environment).write("t", state)).isNotNull();
  }

  static AddFile[] manyFiles(int count) {
    AddFile[] files = new AddFile[count];
    for (int i = 0; i < count; i++) {
      files[i] = file("f" + i, String.valueOf(i * 7919L % 100), "{\"numRecords\":" + i + "}");
    }
    return files;
  }
}
