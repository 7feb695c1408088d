package org.tarnlake.table.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.table.log.LogFixture.METADATA;
import static org.tarnlake.table.log.LogFixture.PROTOCOL;
import static org.tarnlake.table.log.LogFixture.add;
import static org.tarnlake.table.log.LogFixture.checkpoint;
import static org.tarnlake.table.log.LogFixture.part;
import static org.tarnlake.table.log.LogFixture.remove;
import static org.tarnlake.table.log.LogFixture.v2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.checkpoint.Sidecar;
import org.tarnlake.table.log.LogFixture.Form;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.state.TombstoneCursor;

class TableLogTest {
  private static final String HINT = "_delta_log/_last_checkpoint";

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final LogFixture log = new LogFixture(store);

  private static List<String> paths(TableState state) {
    return state.files().toList().stream().map(AddFile::path).toList();
  }

  private static List<String> tombstones(TableState state) {
    List<String> paths = new ArrayList<>();
    try (TombstoneCursor removes = state.tombstones()) {
      for (RemoveFile each = removes.next(); each != null; each = removes.next()) {
        paths.add(each.path());
      }
    }
    return paths;
  }

  /** Versions 0 to 3; a checkpoint of version 2 whose file is told from those of the commits. */
  private LogFixture withCheckpoint() {
    log.commit(0, add("a")).commit(1, add("b")).commit(2, add("c")).commit(3, add("d"));
    log.parquet(
        checkpoint(2), Form.JSON, List.of(PROTOCOL, METADATA, add("a"), add("b"), add("from2")));
    return log;
  }

  @Test
  void newestCheckpointAndTheCommitsAfterItAreRead() {
    withCheckpoint();
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d");
    assertThat(paths(log.log().load(2))).containsExactly("a", "b", "from2");
    assertThat(paths(log.log().load(1))).containsExactly("a", "b");
  }

  @Test
  void stateOfACheckpointHasTheTimeOfItsCommit() {
    withCheckpoint();
    assertThat(log.log().load(2).timestampMillis()).isEqualTo(1002);
    assertThat(log.log().load(3).timestampMillis()).isEqualTo(1003);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "{}",
        "{\"version\":-1}",
        "{\"version\":\"2\"}",
        "{\"version\":1}",
        "{\"version\":3}",
        "{\"version\":99}",
        "{\"version\":2,\"size\":5,\"numOfAddFiles\":3}",
        "{\"version\":2,\"size\":3}",
        "{\"version\":2,\"size\":15330}",
        "{\"version\":2,\"size\":6,\"numOfAddFiles\":4}",
        "{\"version\":2,\"parts\":7}"
      })
  void hintsMaySayWhatTheyLike(String hint) {
    withCheckpoint().put(HINT, hint);
    assertThat(log.log().newestVersion()).isEqualTo(3);
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d");
    assertThat(paths(log.log().load(1))).containsExactly("a", "b");
    assertThat(paths(log.streamingLog().loadNewest())).containsExactly("a", "b", "from2", "d");
  }

  @Test
  void hintAtADeletedCheckpointLeadsToAnEarlierOne() {
    withCheckpoint().commit(4, add("e")).put(HINT, "{\"version\":4}");
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d", "e");
  }

  @Test
  void hintSparesListingWhatIsBeforeIt() {
    withCheckpoint().put(HINT, "{\"version\":2}");
    store.resetCalls();
    log.log().loadNewest();
    assertThat(store.calls(Operation.LIST)).isEqualTo(1);
    assertThat(store.trace().toString()).doesNotContain("00000000000000000001.json");
  }

  @Test
  void truncatedCheckpointIsPassedOver() throws IOException {
    withCheckpoint();
    byte[] whole = store.get(checkpoint(2));
    log.put(checkpoint(2), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "c", "d");
  }

  @Test
  void checkpointWithoutProtocolIsPassedOver() {
    withCheckpoint();
    log.parquet(checkpoint(3), Form.JSON, List.of(METADATA, add("x")));
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d");
  }

  @Test
  void checkpointWithFewerFilesThanTheChecksumSaysIsPassedOver() {
    withCheckpoint();
    Checksum checksum = new Checksum(40, 4, METADATA, PROTOCOL);
    CommitInfo info = new CommitInfo(1, "WRITE", Map.of(), true, Map.of(), null, Map.of());
    log.put(DeltaNames.checksum("", 2), checksum.toBytes(info, 7));
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "c", "d");
  }

  /** Another writer's checksum is wrong, and the log was cleaned up. */
  @Test
  void aChecksumDoesNotOutdoTheOnlyCheckpointThatIsLeft() {
    withCheckpoint();
    log.delete(DeltaNames.commit("", 0)).delete(DeltaNames.commit("", 1));
    Checksum checksum = new Checksum(777, 4, METADATA, PROTOCOL);
    CommitInfo info = new CommitInfo(1, "WRITE", Map.of(), true, Map.of(), null, Map.of());
    log.put(DeltaNames.checksum("", 2), checksum.toBytes(info, 7));
    for (TableLog each : List.of(log.log(), log.streamingLog())) {
      assertThat(paths(each.loadNewest())).containsExactly("a", "b", "from2", "d");
      assertThat(paths(each.load(2))).containsExactly("a", "b", "from2");
      assertThat(paths(each.loadCheckpoint(3))).containsExactly("a", "b", "from2");
      assertThatThrownBy(() -> each.load(1)).isInstanceOf(InvalidDataException.class);
    }
    log.put(HINT, "{\"version\":2}");
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d");
  }

  @Test
  void theSizeThatAChecksumTellsIsNotThatOfAState() {
    withCheckpoint();
    Checksum checksum = new Checksum(777, 3, METADATA, PROTOCOL);
    CommitInfo info = new CommitInfo(1, "WRITE", Map.of(), true, Map.of(), null, Map.of());
    log.put(DeltaNames.checksum("", 2), checksum.toBytes(info, 7));
    assertThat(log.streamingLog().load(2).sizeBytes()).isEqualTo(30);
    assertThat(log.streamingLog().load(2).fileCount()).isEqualTo(3);
  }

  @Test
  void garbageInAChecksumIsIgnored() {
    withCheckpoint().put(DeltaNames.checksum("", 2), "{\"numFiles\":");
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d");
  }

  @Test
  void damagedCheckpointIsNamedIfNothingCanReplaceIt() {
    withCheckpoint().put(checkpoint(2), "PAR1 no parquet PAR1");
    log.delete(DeltaNames.commit("", 0));
    assertThatThrownBy(log.log()::loadNewest)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("_delta_log/00000000000000000002.checkpoint.parquet");
  }

  @Test
  void multiPartCheckpointCountsOnlyWithAllItsParts() {
    log.commit(0, add("a")).commit(1, add("b"));
    log.parquet(part(1, 1, 2), Form.JSON, List.of(PROTOCOL, METADATA, add("one")));
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b");
    log.parquet(part(1, 2, 2), Form.JSON, List.of(add("two"), remove("gone")));
    assertThat(paths(log.log().loadNewest())).containsExactly("one", "two");
    assertThat(tombstones(log.log().loadNewest())).containsExactly("gone");
    assertThat(paths(log.streamingLog().loadNewest())).containsExactly("one", "two");
    assertThat(tombstones(log.streamingLog().loadNewest())).containsExactly("gone");
  }

  @Test
  void checkpointOfVersion2MayBeParquetWithSidecars() {
    log.commit(0, add("a")).commit(1, add("b"));
    long one = log.parquet("_delta_log/_sidecars/s1.parquet", Form.JSON, List.of(add("one")));
    long two =
        log.parquet(
            "_delta_log/_sidecars/s 2.parquet", Form.JSON, List.of(add("two"), remove("gone")));
    log.parquet(
        v2(1, "parquet"),
        Form.JSON,
        List.of(
            PROTOCOL,
            METADATA,
            new Sidecar("s1.parquet", one),
            new Sidecar("file:/elsewhere/_delta_log/_sidecars/s%202.parquet", two)));
    for (TableLog each : List.of(log.log(), log.streamingLog())) {
      assertThat(paths(each.loadNewest())).containsExactly("one", "two");
      assertThat(tombstones(each.loadNewest())).containsExactly("gone");
      assertThat(each.loadNewest().sizeBytes()).isEqualTo(20);
    }
    log.delete("_delta_log/_sidecars/s1.parquet");
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b");
  }

  @Test
  void checkpointOfVersion2MayBeJson() {
    log.commit(0, add("a")).commit(1, add("b"));
    long one = log.parquet("_delta_log/_sidecars/s1.parquet", Form.JSON, List.of(add("one")));
    String lines =
        new String(
                CommitLines.of(List.of(PROTOCOL, METADATA, add("embedded"))).bytes(),
                java.nio.charset.StandardCharsets.UTF_8)
            + "{\"checkpointMetadata\":{\"version\":1}}\n"
            + "{\"sidecar\":{\"path\":\"s1.parquet\",\"sizeInBytes\":%d,\"modificationTime\":1}}\n"
                .formatted(one);
    log.put(v2(1, "json"), lines);
    assertThat(paths(log.log().loadNewest())).containsExactlyInAnyOrder("one", "embedded");
    assertThat(paths(log.streamingLog().loadNewest())).containsExactly("one", "embedded");
    assertThat(log.streamingLog().loadNewest().fileCount()).isEqualTo(2);
  }

  @Test
  void compactedCommitsAreReadInPlaceOfTheirOwn() {
    log.commit(0, add("a")).commit(1, add("b")).commit(2, remove("a")).commit(3, add("c"));
    log.put(
        "_delta_log/00000000000000000001.00000000000000000002.compacted.json",
        CommitLines.of(List.of(remove("a"), add("compacted"))).bytes());
    assertThat(paths(log.log().load(3))).containsExactly("compacted", "c");
    assertThat(tombstones(log.log().load(3))).containsExactly("a");
    assertThat(log.log().load(3).timestampMillis()).isEqualTo(1003);
    assertThat(paths(log.log().load(2))).containsExactly("b");
  }

  @Test
  void aTornCompactionIsPassedOverForTheCommits() {
    log.commit(0, add("a")).commit(1, add("b")).commit(2, remove("a")).commit(3, add("c"));
    log.put(
        "_delta_log/00000000000000000001.00000000000000000002.compacted.json",
        "{\"add\":{\"path\":\"b");
    assertThat(paths(log.log().load(3))).containsExactly("b", "c");
    assertThat(tombstones(log.log().load(3))).containsExactly("a");
  }

  @Test
  void gapAfterTheCheckpointIsNamed() {
    withCheckpoint().commit(5, add("e"));
    assertThatThrownBy(log.log()::loadNewest)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("version 4 of")
        .hasMessageContaining("_delta_log/00000000000000000004.json");
    assertThat(paths(log.log().load(3))).containsExactly("a", "b", "from2", "d");
  }

  @Test
  void gapBeforeTheCheckpointIsTheWorkOfLogCleanup() {
    withCheckpoint().delete(DeltaNames.commit("", 0)).delete(DeltaNames.commit("", 1));
    assertThat(log.log().earliestVersion()).isEqualTo(2);
    assertThat(paths(log.log().loadNewest())).containsExactly("a", "b", "from2", "d");
    assertThatThrownBy(() -> log.log().load(1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("version 1 of memory can no longer be rebuilt")
        .hasMessageContaining("the earliest is 2");
  }

  @Test
  void versionsThatNeverWereAreRefused() {
    withCheckpoint();
    assertThatThrownBy(() -> log.log().load(4))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has no version 4; its newest is 3");
    assertThatThrownBy(() -> log.log().load(-1)).isInstanceOf(InvalidDataException.class);
  }
}
