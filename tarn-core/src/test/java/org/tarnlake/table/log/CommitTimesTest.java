package org.tarnlake.table.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.table.log.LogFixture.PROTOCOL;
import static org.tarnlake.table.log.LogFixture.SCHEMA;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.log.LogFixture.Form;

class CommitTimesTest {
  private Instant clock = Instant.EPOCH;
  private final LogFixture log = new LogFixture(new MemoryStore(() -> clock));

  private void commitAt(long version, long storeMillis, Action... actions) {
    clock = Instant.ofEpochMilli(storeMillis);
    log.put(DeltaNames.commit("", version), CommitLines.of(List.of(actions)).bytes());
  }

  private long versionAt(long millis) {
    return log.log().lastVersionAt(Instant.ofEpochMilli(millis));
  }

  private static CommitInfo info(long millis) {
    return new CommitInfo(millis, "WRITE", Map.of(), true, Map.of(), null, Map.of());
  }

  private static Metadata metadata(Map<String, String> configuration) {
    return new Metadata("t", null, SCHEMA, configuration, 1L);
  }

  @Test
  void storesClockTellsWhereCommitsDoNot() {
    commitAt(0, 100, info(9_000), PROTOCOL, metadata(Map.of()));
    commitAt(1, 200, info(8_000));
    commitAt(2, 300, info(7_000));
    assertThat(versionAt(100)).isZero();
    assertThat(versionAt(199)).isZero();
    assertThat(versionAt(200)).isEqualTo(1);
    assertThat(versionAt(300)).isEqualTo(2);
    assertThatThrownBy(() -> versionAt(99))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("no version of memory is as old as 1970-01-01T00:00:00.099Z")
        .hasMessageContaining("the earliest that can be read is 0");
    assertThat(versionAt(301)).isEqualTo(2);
  }

  /** A clock that went back leaves later commits with earlier times. */
  @Test
  void timesOfTheStoreOnlyGrow() {
    commitAt(0, 100, PROTOCOL, metadata(Map.of()));
    commitAt(1, 50);
    commitAt(2, 100);
    commitAt(3, 500);
    assertThat(versionAt(100)).isZero();
    assertThat(versionAt(101)).isEqualTo(1);
    assertThat(versionAt(102)).isEqualTo(2);
    assertThat(versionAt(499)).isEqualTo(2);
  }

  @Test
  void inCommitTimestampsCountFromTheVersionThatEnabledThem() {
    commitAt(0, 100, PROTOCOL, metadata(Map.of()));
    commitAt(1, 200);
    commitAt(
        2,
        300,
        info(1_000),
        metadata(
            Map.of(
                "delta.enableInCommitTimestamps", "true",
                "delta.inCommitTimestampEnablementVersion", "2",
                "delta.inCommitTimestampEnablementTimestamp", "1000")));
    commitAt(3, 301, info(2_000));
    commitAt(4, 302, info(3_000));
    assertThat(versionAt(150)).isZero();
    assertThat(versionAt(999)).isEqualTo(1);
    assertThat(versionAt(1_000)).isEqualTo(2);
    assertThat(versionAt(2_999)).isEqualTo(3);
    assertThat(versionAt(3_000)).isEqualTo(4);
    assertThat(versionAt(3_001)).isEqualTo(4);
    assertThatThrownBy(() -> versionAt(99)).isInstanceOf(InvalidDataException.class);
  }

  @Test
  void inCommitTimestampsFromTheStartNeedNoMore() {
    commitAt(
        0, 9, info(1_000), PROTOCOL, metadata(Map.of("delta.enableInCommitTimestamps", "true")));
    commitAt(1, 9, info(2_000));
    assertThat(versionAt(1_500)).isZero();
    assertThat(versionAt(2_000)).isEqualTo(1);
    assertThatThrownBy(() -> versionAt(999)).isInstanceOf(InvalidDataException.class);
  }

  @Test
  void commitWithoutItsTimestampIsNamed() {
    commitAt(
        0, 9, info(1_000), PROTOCOL, metadata(Map.of("delta.enableInCommitTimestamps", "true")));
    commitAt(1, 9);
    assertThatThrownBy(() -> versionAt(2_000))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("version 1 of memory has no in-commit timestamp");
  }

  /** What a writer says of its clock is no in-commit timestamp; it was once taken for one. */
  @Test
  void commitThatOnlyTellsItsWritersClockIsNamed() {
    commitAt(
        0, 9, info(1_000), PROTOCOL, metadata(Map.of("delta.enableInCommitTimestamps", "true")));
    commitAt(
        1,
        9,
        new CommitInfo(
            1_500, "WRITE", Map.of(), true, Map.of(), null, Map.of(), false, null, null));
    assertThatThrownBy(() -> versionAt(2_000))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("version 1 of memory has no in-commit timestamp");
  }

  @Test
  void whatLogCleanupRemovedIsNoVersionAnyMore() {
    commitAt(0, 100, PROTOCOL, metadata(Map.of()));
    commitAt(1, 200);
    commitAt(2, 300);
    log.parquet(LogFixture.checkpoint(1), Form.JSON, List.of(PROTOCOL, metadata(Map.of())));
    log.delete(DeltaNames.commit("", 0));
    assertThat(versionAt(200)).isEqualTo(1);
    assertThatThrownBy(() -> versionAt(150))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("the earliest that can be read is 1");
  }

  @Test
  void thereIsNoTimeWithoutATable() {
    assertThatThrownBy(() -> versionAt(1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("there is no Delta table");
  }
}
