package org.tarnlake.table.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.state.TableState;
import org.tarnlake.testing.GoldenLog;

/** The logs of tables that Spark and Databricks wrote. */
class GoldenLogsTest {

  @BeforeAll
  static void goldenTables() {
    assumeThat(GoldenLog.isThere()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoint, 14, 1",
    "multi-part-checkpoint, 1, 10",
    "v2-checkpoint-json, 2, 4",
    "v2-checkpoint-parquet, 2, 4",
    "only-checkpoint-files, 2, 7",
    "corrupted-last-checkpoint-kernel, 11, 2",
    "canonicalized-paths-normal-a, 1, 0",
    "canonicalized-paths-normal-b, 1, 0",
    "canonicalized-paths-special-a, 1, 0",
    "canonicalized-paths-special-b, 1, 0",
    "delete-re-add-same-file-different-transactions, 3, 2",
    "log-replay-dv-key-cases, 3, 1",
    "log-replay-latest-metadata-protocol, 2, 4",
    "log-replay-special-characters-a, 1, 0",
    "log-replay-special-characters-b, 0, 1",
    "log-replay-special-characters, 1, 0",
    "deltalog-getChanges, 2, 0",
    "snapshot-data0, 0, 2",
    "snapshot-data1, 1, 4",
    "snapshot-data2, 2, 2",
    "snapshot-data2-deleted, 4, 3",
    "snapshot-data3, 3, 4",
    "snapshot-repartitioned, 5, 2",
    "snapshot-vacuumed, 5, 2",
    "time-travel-start, 0, 2",
    "time-travel-start-start20, 1, 4",
    "time-travel-start-start20-start40, 2, 6"
  })
  void logHasVersionAndFiles(String name, long version, int files) throws IOException {
    ObjectStore store = GoldenLog.load(name);
    TableLog log = new TableLog(store, "");
    assertThat(log.newestVersion()).isEqualTo(version);
    TableState state = log.loadNewest();
    assertThat(state.version()).isEqualTo(version);
    assertThat(state.fileCount()).isEqualTo(files);
    assertThat(state.files().toList()).hasSize(files);
    assertThat(paths(streaming(store).load(version))).isEqualTo(paths(state));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint",
        "multi-part-checkpoint",
        "v2-checkpoint-json",
        "v2-checkpoint-parquet",
        "only-checkpoint-files",
        "basic-with-inserts-deletes-checkpoint",
        "dv-partitioned-with-checkpoint",
        "data-skipping-basic-stats-all-types-checkpoint"
      })
  void checkpointHoldsWhatReplayGives(String name) throws IOException {
    ObjectStore store = GoldenLog.load(name);
    TableState replayed = TableState.empty();
    long newest = new TableLog(store, "").newestVersion();
    while (replayed.version() < newest) {
      String object = DeltaNames.commit("", replayed.version() + 1);
      replayed = replayed.apply(CommitLines.ofBytes(store.get(object)).actions(object, 1), object);
    }
    for (TableLog log : List.of(new TableLog(store, ""), streaming(store))) {
      TableState state = log.load(newest);
      assertThat(paths(state)).isEqualTo(paths(replayed));
      assertThat(state.protocol()).isEqualTo(replayed.protocol());
      assertThat(state.metadata()).isEqualTo(replayed.metadata());
      assertThat(state.transactions()).isEqualTo(replayed.transactions());
      assertThat(state.domains()).isEqualTo(replayed.domains());
      assertThat(state.fileCount()).isEqualTo(replayed.fileCount());
      assertThat(state.sizeBytes()).isEqualTo(replayed.sizeBytes());
      assertThat(state.timestampMillis()).isEqualTo(replayed.timestampMillis());
    }
  }

  private static TableLog streaming(ObjectStore store) {
    return new TableLog(store, "", new DataFiles(store), 0);
  }

  /** The files by key, with partition values and statistics. */
  private static Map<String, String> paths(TableState state) {
    Map<String, String> files = new TreeMap<>();
    state
        .files()
        .forEach(
            add ->
                files.put(
                    FileKey.of(add.path(), add.deletionVector()).toString(),
                    new TreeMap<>(add.partitionValues())
                        + " "
                        + add.sizeBytes()
                        + " "
                        + add.statistics()));
    return files;
  }

  @Test
  void missingVersionIsNamed() throws IOException {
    TableLog log = new TableLog(GoldenLog.load("versions-not-contiguous"), "");
    assertThatThrownBy(log::loadNewest)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("version 1 of")
        .hasMessageContaining("_delta_log/00000000000000000001.json");
  }

  @Test
  void folderWithoutLogIsNoTable() throws IOException {
    TableLog log = new TableLog(GoldenLog.load("no-delta-log-folder"), "");
    assertThat(log.newestVersion()).isEqualTo(-1);
    assertThatThrownBy(log::loadNewest)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("there is no Delta table");
  }

  @ParameterizedTest
  @CsvSource({
    "deltalog-state-reconstruction-without-metadata, the table has no metadata",
    "deltalog-state-reconstruction-without-protocol, the table has no protocol",
    "deltalog-state-reconstruction-from-checkpoint-missing-metadata, metaData lacks",
    "deltalog-state-reconstruction-from-checkpoint-missing-protocol, metaData lacks"
  })
  void logWithoutProtocolOrMetadataIsRefused(String name, String what) throws IOException {
    TableLog log = new TableLog(GoldenLog.load(name), "");
    assertThatThrownBy(() -> log.loadNewest().metadata().schema())
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(what);
  }

  @Test
  void protocolOfTheFutureIsLoadedAndRefusedByName() throws IOException {
    TableState state =
        new TableLog(GoldenLog.load("deltalog-invalid-protocol-version"), "").loadNewest();
    assertThatThrownBy(() -> state.protocol().requireReadable("t"))
        .hasMessageContaining("reader version 99");
  }

  @Test
  void everyVersionOfTheTimeTravelTablesIsLoaded() throws IOException {
    TableLog log = new TableLog(GoldenLog.load("time-travel-start-start20-start40"), "");
    assertThat(log.earliestVersion()).isZero();
    assertThat(log.load(0).fileCount()).isEqualTo(2);
    assertThat(log.load(1).fileCount()).isEqualTo(4);
    assertThat(log.load(2).fileCount()).isEqualTo(6);
    assertThatThrownBy(() -> log.load(3))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has no version 3; its newest is 2");
  }
}
